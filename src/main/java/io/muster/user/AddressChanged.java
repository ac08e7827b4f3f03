package io.muster.user;

/** Event: a user has another e-mail address now, which the address before is to be told. */
public record AddressChanged(String username, String before, String after) {}
