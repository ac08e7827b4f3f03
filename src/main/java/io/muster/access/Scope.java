package io.muster.access;

/** What an API token may be used for; never more than its owner may do at that moment. */
public enum Scope {
    /** Look at everything that the owner sees. */
    READ,
    /** Create and change customers, locations and devices. */
    WRITE,
    /** Register, approve, move and change devices. */
    DEVICES,
    /** Manage users and API tokens. */
    ADMIN
}
