/** The tree of customers. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui"})
@NullMarked
package io.muster.customer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
