package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** Somebody who can sign in. A user without a password hash has been invited and has not yet set a password. */
@Table("app_user")
public record User(
        @Id UserId id,
        CustomerId customerId,
        EmailAddress email,
        String emailKey,
        String username,
        String usernameKey,
        @Nullable String passwordHash,
        @Embedded.Empty Person person,
        @Nullable ZoneId timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units,
        boolean active,
        boolean restricted,
        @Nullable Instant expiresAt,
        @MappedCollection(idColumn = "user_id") Set<InGroup> memberships,
        @MappedCollection(idColumn = "user_id") Set<AtLocation> places,
        @Nullable Instant lastLoginAt,
        Instant createdAt,
        @Nullable Instant deletedAt,
        @Version long version) {

    @Table("user_group")
    record InGroup(@Column("group_name") Group group) {}

    @Table("user_location")
    record AtLocation(LocationId locationId) {}

    static User created(UserId id, UserData data, @Nullable String passwordHash, Instant now) {
        return of(id, data, passwordHash, null, now, null, 0);
    }

    private static User of(
            UserId id,
            UserData data,
            @Nullable String passwordHash,
            @Nullable Instant lastLoginAt,
            Instant createdAt,
            @Nullable Instant deletedAt,
            long version) {
        return new User(
                id,
                data.customer(),
                data.email(),
                data.email().key(),
                data.username().value(),
                data.username().key(),
                passwordHash,
                data.person(),
                data.timeZone(),
                data.timeFormat(),
                data.units(),
                data.active(),
                data.restricted(),
                data.expiresAt(),
                data.groups().stream().map(InGroup::new).collect(Collectors.toSet()),
                data.locations().stream().map(AtLocation::new).collect(Collectors.toSet()),
                lastLoginAt,
                createdAt,
                deletedAt,
                version);
    }

    public UserData data() {
        return new UserData(
                email,
                new Username(username),
                customerId,
                groups(),
                person,
                timeZone,
                timeFormat,
                units,
                active,
                restricted,
                locations(),
                expiresAt);
    }

    public Set<Group> groups() {
        return memberships.stream().map(InGroup::group).collect(Collectors.toUnmodifiableSet());
    }

    public Set<LocationId> locations() {
        return places.stream().map(AtLocation::locationId).collect(Collectors.toUnmodifiableSet());
    }

    public boolean isDeleted() {
        return deletedAt != null;
    }

    /** Active, and neither deleted nor past the end of the account. */
    boolean hasAccess(Instant now) {
        return !isDeleted() && active && (expiresAt == null || expiresAt.isAfter(now));
    }

    /** Invited, and has not set a password yet. */
    public boolean isInvited() {
        return passwordHash == null;
    }

    User edited(UserData data) {
        return of(id, data, passwordHash, lastLoginAt, createdAt, deletedAt, version);
    }

    User withPassword(String hash) {
        return of(id, data(), hash, lastLoginAt, createdAt, deletedAt, version);
    }

    User deleted(@Nullable Instant moment) {
        return of(id, data(), passwordHash, lastLoginAt, createdAt, moment, version);
    }

    /** What differs between two states of a user, for the history; everything, when there was none before. */
    static List<Change.Field> difference(@Nullable UserData before, UserData after) {
        List<Change.Field> fields = new ArrayList<>();
        compare(fields, before, after, "email", UserData::email);
        compare(fields, before, after, "username", UserData::username);
        compare(fields, before, after, "customerId", UserData::customer);
        compare(fields, before, after, "groups", data -> new TreeSet<>(data.groups()));
        compare(fields, before, after, "firstName", data -> data.person().firstName());
        compare(fields, before, after, "lastName", data -> data.person().lastName());
        compare(fields, before, after, "phone", data -> data.person().phone());
        compare(fields, before, after, "street", data -> data.person().street());
        compare(fields, before, after, "streetNumber", data -> data.person().streetNumber());
        compare(fields, before, after, "postalCode", data -> data.person().postalCode());
        compare(fields, before, after, "city", data -> data.person().city());
        compare(fields, before, after, "country", data -> data.person().country());
        compare(fields, before, after, "timeZone", UserData::timeZone);
        compare(fields, before, after, "timeFormat", UserData::timeFormat);
        compare(fields, before, after, "units", UserData::units);
        compare(fields, before, after, "active", UserData::active);
        compare(fields, before, after, "expiresAt", UserData::expiresAt);
        compare(fields, before, after, "restricted", UserData::restricted);
        compare(fields, before, after, "locations", data -> new TreeSet<>(data.locations()));
        return fields;
    }

    private static void compare(
            List<Change.Field> fields,
            @Nullable UserData before,
            UserData after,
            String name,
            Function<UserData, @Nullable Object> value) {
        fields.addAll(Change.Field.of(name, before == null ? null : value.apply(before), value.apply(after)));
    }
}
