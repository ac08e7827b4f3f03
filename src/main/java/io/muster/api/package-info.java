/** The REST interface, version 1. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "customer", "user", "location", "device", "audit"})
@NullMarked
package io.muster.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
