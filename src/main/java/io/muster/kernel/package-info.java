/** Small value types that every module speaks in. Their constructors validate: what exists is valid. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.muster.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
