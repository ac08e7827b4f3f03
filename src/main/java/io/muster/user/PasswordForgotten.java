package io.muster.user;

/** Event: somebody has typed this name where passwords are reset. Whether it is anybody's is found out later. */
record PasswordForgotten(String name) {}
