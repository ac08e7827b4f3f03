package io.muster.access;

/** Permission groups that a user can hold; what each gives stands in {@link Permission}. Groups add up. */
public enum Group {
    /** Manage the currently assigned customer. */
    ACCOUNT_ADMINISTRATOR,
    /** Manage nested customers; widens what an account administrator may do to the subtree. */
    NESTED_CUSTOMER_ADMINISTRATOR,
    /** See all devices of the subtree. */
    FULL_DEVICE_ACCESS,
    /** The device section, on the devices that the user sees. */
    DEVICE_MANAGEMENT,
    /** Fleet data, on the devices that the user sees, and locations. */
    FLEET_MANAGEMENT,
    /** Register units on site, and nothing else. */
    INSTALLER
}
