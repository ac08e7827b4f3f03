package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.access.Group;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.user.Person;
import io.muster.user.User;
import io.muster.user.UserRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user. Settings that are null follow the customer's.
 *
 * @param restricted sees only devices at one of the locations
 * @param expiresAt  from then on treated like an inactive user; null for no end
 * @param invited    has not set a password yet
 * @param inviteLink one-time link to set the first password; only in the answer that makes it, and only when mail is not
 *                   configured
 */
record UserJson(
        String id,
        String email,
        String username,
        String customerId,
        List<Group> groups,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable String street,
        @Nullable String streetNumber,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable String country,
        @Nullable String timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units,
        boolean active,
        boolean restricted,
        List<String> locationIds,

        @Schema(description = "From this moment on the user is treated like an inactive one; null for no end.")
        @Nullable
        Instant expiresAt,

        boolean invited,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String inviteLink) {

    static UserJson of(User user) {
        return of(user, null);
    }

    static UserJson of(User user, @Nullable String inviteLink) {
        return of(
                user.id().toString(),
                user.email().value(),
                user.username(),
                user.customerId().toString(),
                user.groups().stream().sorted().toList(),
                user.person(),
                user.timeZone(),
                user.timeFormat(),
                user.units(),
                user.active(),
                user.restricted(),
                user.locations().stream().sorted().toList(),
                user.expiresAt(),
                user.isInvited(),
                user.lastLoginAt(),
                user.createdAt(),
                inviteLink);
    }

    static UserJson of(UserRow row) {
        return of(
                row.id().toString(),
                row.email(),
                row.username(),
                row.customerId().toString(),
                row.groups(),
                row.person(),
                row.timeZone(),
                row.timeFormat(),
                row.units(),
                row.active(),
                row.restricted(),
                row.locationIds(),
                row.expiresAt(),
                row.invited(),
                row.lastLoginAt(),
                row.createdAt(),
                null);
    }

    private static UserJson of(
            String id,
            String email,
            String username,
            String customerId,
            List<Group> groups,
            Person person,
            @Nullable ZoneId timeZone,
            @Nullable TimeFormat timeFormat,
            @Nullable UnitSystem units,
            boolean active,
            boolean restricted,
            List<LocationId> locations,
            @Nullable Instant expiresAt,
            boolean invited,
            @Nullable Instant lastLoginAt,
            Instant createdAt,
            @Nullable String inviteLink) {
        return new UserJson(
                id,
                email,
                username,
                customerId,
                groups,
                person.firstName(),
                person.lastName(),
                person.phone(),
                person.street(),
                person.streetNumber(),
                person.postalCode(),
                person.city(),
                person.country() == null ? null : person.country().code(),
                timeZone == null ? null : timeZone.getId(),
                timeFormat,
                units,
                active,
                restricted,
                locations.stream().map(LocationId::toString).toList(),
                Moments.orNull(expiresAt),
                invited,
                Moments.orNull(lastLoginAt),
                Moments.shown(createdAt),
                inviteLink);
    }
}
