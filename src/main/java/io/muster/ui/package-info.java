/** What the pages of every feature share. */
@ApplicationModule(allowedDependencies = {"kernel", "access"})
@NullMarked
package io.muster.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
