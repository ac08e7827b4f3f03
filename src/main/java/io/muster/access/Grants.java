package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Port: what {@link Access} needs to know of users. */
public interface Grants {

    /**
     * What an active user holds; settings that are null follow the customer's.
     *
     * @param assigned has devices that are assigned to them directly
     * @param looking  as whom the session that asks looks at the program; null for oneself
     */
    record Grant(
            UserId id,
            String username,
            EmailAddress email,
            CustomerId customer,
            Set<Group> groups,
            boolean secondFactor,
            boolean restricted,
            Set<LocationId> locations,
            @Nullable ZoneId timeZone,
            Preferences.@Nullable TimeFormat timeFormat,
            Preferences.@Nullable UnitSystem units,
            boolean assigned,
            @Nullable Looking looking) {}

    /**
     * A preview: the program as another user sees it, until this moment.
     *
     * @param as null when that user is gone
     */
    record Looking(@Nullable UserId as, Instant until) {}

    /** Empty for a user who is inactive, deleted or unknown. */
    Optional<Grant> of(UserId id);

    /** Like {@link #of(UserId)}, and empty as well when that session has ended. */
    Optional<Grant> of(UserId id, long session);
}
