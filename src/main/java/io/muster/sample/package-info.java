/** Made-up customers, users and devices, for trying the program at size; only when it is started with {@code --seed}. */
@ApplicationModule(allowedDependencies = {"kernel", "access"})
@NullMarked
package io.muster.sample;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
