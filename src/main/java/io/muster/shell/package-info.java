/** The frame of the pages: layout and navigation, sign-in, set-up, error pages, and which addresses are open to whom. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "customer", "user"})
@NullMarked
package io.muster.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
