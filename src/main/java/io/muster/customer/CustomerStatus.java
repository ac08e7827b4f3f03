package io.muster.customer;

/** Whether a customer's users and units are served. */
public enum CustomerStatus {
    ACTIVE,
    SUSPENDED
}
