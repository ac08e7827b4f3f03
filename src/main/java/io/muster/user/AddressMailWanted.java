package io.muster.user;

import io.muster.kernel.UserId;

/** Event: a link is to be mailed to the new address of this user; whoever sends it asks {@link AddressChanges#issue}. */
public record AddressMailWanted(long user) {

    public UserId userId() {
        return new UserId(user);
    }
}
