package io.muster.user;

import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user as a line of a list.
 *
 * @param locations names of the user's locations
 * @param invited   has not set a password yet
 * @param invitationEnded invited, and the invitation has expired or was revoked
 * @param secondFactor has set one up
 * @param deletedAt null unless deleted
 * @param expiresAt when the account ends, or ended; null for no end
 * @param expired   has ended: treated like an inactive user
 * @param suspended the customer, or one above it, is suspended: cannot sign in meanwhile
 */
public record UserRow(
        UserId id,
        String email,
        String username,
        CustomerId customerId,
        String customerName,
        List<String> locations,
        boolean restricted,
        @Nullable Instant lastLoginAt,
        List<Group> groups,
        boolean active,
        boolean invited,
        boolean invitationEnded,
        boolean secondFactor,
        Person person,
        @Nullable ZoneId timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units,
        List<LocationId> locationIds,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Nullable Instant expiresAt,
        boolean expired,
        boolean suspended,
        long version) {

    /** False for a user who holds a group or location that the actor lacks; the service refuses such a change too. */
    public boolean isChangeableBy(Actor actor) {
        return actor.scopes().contains(Scope.ADMIN)
                && !UserGuards.isHigher(actor, Set.copyOf(groups), restricted, Set.copyOf(locationIds));
    }
}
