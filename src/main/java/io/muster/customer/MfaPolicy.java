package io.muster.customer;

/** Whether users of a customer may, or must, sign in with a second factor. */
public enum MfaPolicy {
    OPTIONAL,
    FORCED
}
