/** Places that users and devices can be assigned to. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "customer"})
@NullMarked
package io.muster.location;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
