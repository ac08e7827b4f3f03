package io.muster.device;

import io.muster.access.Guest;
import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.kernel.UserId;
import java.io.Serializable;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;

/** Whoever came by the link of an install job. */
record JobHolder(Guest guest) implements Identity, Principal, Serializable {

    @Override
    public UserId userId() {
        return guest.id();
    }

    @Override
    public Set<Scope> scopes() {
        return EnumSet.of(Scope.DEVICES);
    }

    @Override
    public String channel() {
        return "web";
    }

    @Override
    public String getName() {
        return "install job " + guest.job();
    }
}
