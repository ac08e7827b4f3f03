package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.Rejected;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people enter about a user. Settings that are null follow the customer's.
 *
 * @param groups     at least one
 * @param restricted sees only devices at one of the locations
 * @param expiresAt  from this moment on the user is treated like an inactive one; null for no end
 */
public record UserData(
        EmailAddress email,
        Username username,
        CustomerId customer,
        Set<Group> groups,
        Person person,
        @Nullable ZoneId timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units,
        boolean active,
        boolean restricted,
        Set<LocationId> locations,
        @Nullable Instant expiresAt) {

    public UserData {
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
        groups = Set.copyOf(groups);
        locations = Set.copyOf(locations);
        if (groups.isEmpty()) {
            throw Rejected.invalid("groups", "problem.groups.required");
        }
        checked(username, email);
    }

    /**
     * A user name beside an address.
     *
     * @throws Rejected when it looks like another address
     */
    static Username checked(Username username, EmailAddress email) {
        if (username.value().contains("@") && !username.key().equals(email.key())) {
            throw Rejected.invalid("username", "problem.username.address");
        }
        return username;
    }

    /** A user whose account has no end. */
    public UserData(
            EmailAddress email,
            Username username,
            CustomerId customer,
            Set<Group> groups,
            Person person,
            @Nullable ZoneId timeZone,
            @Nullable TimeFormat timeFormat,
            @Nullable UnitSystem units,
            boolean active,
            boolean restricted,
            Set<LocationId> locations) {
        this(
                email,
                username,
                customer,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations,
                null);
    }

    /** Active, and not past the end of the account. */
    public boolean isServedAt(Instant moment) {
        return active && (expiresAt == null || expiresAt.isAfter(moment));
    }

    /** The same with an end of the account, or without. */
    public UserData until(@Nullable Instant end) {
        return new UserData(
                email,
                username,
                customer,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations,
                end);
    }

    /** The same with these groups. */
    public UserData in(Set<Group> wanted) {
        return new UserData(
                email,
                username,
                customer,
                wanted,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations,
                expiresAt);
    }

    /** The same at another customer. */
    public UserData at(CustomerId wanted) {
        return new UserData(
                email,
                username,
                wanted,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations,
                expiresAt);
    }

    /** The same with sight of other locations. */
    public UserData seeing(boolean narrowed, Set<LocationId> wanted) {
        return new UserData(
                email,
                username,
                customer,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                narrowed,
                wanted,
                expiresAt);
    }

    /** The same, active or not. */
    public UserData active(boolean wanted) {
        return new UserData(
                email,
                username,
                customer,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                wanted,
                restricted,
                locations,
                expiresAt);
    }

    /** The same with another address; a user name that is the address goes along with it. */
    UserData with(EmailAddress wanted) {
        Username name = username.key().equals(email.key()) && wanted.value().length() <= Username.MAX_LENGTH
                ? new Username(wanted.value())
                : username;
        return new UserData(
                wanted,
                name,
                customer,
                groups,
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations,
                expiresAt);
    }

    /** The same with what people change themselves. */
    UserData with(ProfileData wanted) {
        return new UserData(
                email,
                wanted.username(),
                customer,
                groups,
                wanted.person(),
                wanted.timeZone(),
                wanted.timeFormat(),
                wanted.units(),
                active,
                restricted,
                locations,
                expiresAt);
    }
}
