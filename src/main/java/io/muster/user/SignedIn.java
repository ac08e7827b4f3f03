package io.muster.user;

import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.kernel.UserId;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person who signed in with a password.
 *
 * @param session null for the one request of a script
 */
record SignedIn(
        UserId userId,
        String username,
        String channel,
        @Nullable Long session) implements Identity, Principal {

    @Override
    public Set<Scope> scopes() {
        return EnumSet.allOf(Scope.class);
    }

    @Override
    public String getName() {
        return username;
    }
}
