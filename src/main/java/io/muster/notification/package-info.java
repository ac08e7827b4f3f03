/** Mails to users, and to those whom they send links. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "user", "device"})
@NullMarked
package io.muster.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
