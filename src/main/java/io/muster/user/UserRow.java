package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as a line of a list.
 *
 * @param locations names of the user's locations
 * @param invited   has not set a password yet
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
        Person person,
        @Nullable ZoneId timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units,
        List<LocationId> locationIds,
        Instant createdAt,
        long version) {}
