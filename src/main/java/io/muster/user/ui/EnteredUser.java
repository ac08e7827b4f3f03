package io.muster.user.ui;

import io.muster.user.UserData;
import io.muster.user.Users;
import org.jspecify.annotations.Nullable;

/**
 * What the form of a user gives.
 *
 * @param first null for a user who exists already
 */
record EnteredUser(UserData data, Users.@Nullable FirstPassword first) {}
