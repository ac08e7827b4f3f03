/** The history: every change, kept for good. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "user"})
@NullMarked
package io.muster.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
