package io.muster.user.ui;

import io.muster.user.UserData;
import io.muster.user.Users;

/** What the dialog "Create new user" gives. */
record NewUser(UserData data, Users.FirstPassword first) {}
