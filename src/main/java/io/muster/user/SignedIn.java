package io.muster.user;

import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.kernel.UserId;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;

/** A person who signed in with a password. */
record SignedIn(UserId userId, String username, String channel) implements Identity, Principal {

    @Override
    public Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    @Override
    public String getName() {
        return username;
    }
}
