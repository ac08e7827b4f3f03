/** Mails to users. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "user"})
@NullMarked
package io.muster.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
