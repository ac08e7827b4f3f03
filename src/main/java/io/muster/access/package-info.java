/** Who may do what: one table ({@link io.muster.access.Permission}), asked first by every public method of a service. */
@ApplicationModule(allowedDependencies = "kernel")
@NullMarked
package io.muster.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
