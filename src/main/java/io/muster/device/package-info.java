/** Telematics units: their registration, what they tell about themselves, and when they were last heard. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "customer", "location", "user"})
@NullMarked
package io.muster.device;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
