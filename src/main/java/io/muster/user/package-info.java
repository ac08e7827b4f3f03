/** The people: users, their groups and locations, how they sign in, and their API tokens. */
@ApplicationModule(allowedDependencies = {"kernel", "access", "ui", "customer", "location"})
@NullMarked
package io.muster.user;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
