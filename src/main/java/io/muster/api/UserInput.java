package io.muster.api;

import io.muster.access.Group;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.user.Person;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Username;
import io.muster.user.Users;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent about a user.
 *
 * @param groups          at least one, and only such as the sender holds and the token's scopes cover
 * @param sendWelcomeMail only at creation: true to invite the user; either this or {@code password}
 * @param password        only at creation
 * @param timeZone        like the customer's when absent, as {@code timeFormat} and {@code units}
 * @param restricted      sees only devices at one of the locations
 * @param expiresAt       optional; from then on the user is treated like an inactive one, null for no end
 */
record UserInput(
        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String email,

        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String username,

        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String customerId,

        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        List<@Nullable String> groups,

        @Sent(change = Sent.Rule.NO_FIELD) @Nullable Boolean sendWelcomeMail,
        @Sent(change = Sent.Rule.NO_FIELD) @Nullable String password,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable String street,
        @Nullable String streetNumber,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable String country,
        @Nullable String timeZone,
        @Nullable String timeFormat,
        @Nullable String units,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        Boolean active,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        Boolean restricted,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_NULL) @Nullable
        List<@Nullable String> locationIds,

        @Schema(
                description =
                        "Optional. From this moment on the user is treated like an inactive one; null for no end.",
                format = "date-time")
        @Nullable
        String expiresAt) {

    /** What a new user begins with: active, and not narrowed to locations. */
    static UserInput fresh() {
        return new UserInput(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                true, false, List.of(), null);
    }

    /** The present state of a user. */
    static UserInput of(User user) {
        UserJson now = UserJson.of(user);
        return new UserInput(
                now.email(),
                now.username(),
                now.customerId(),
                List.copyOf(user.groups().stream().map(Group::name).toList()),
                null,
                null,
                now.firstName(),
                now.lastName(),
                now.phone(),
                now.street(),
                now.streetNumber(),
                now.postalCode(),
                now.city(),
                now.country(),
                now.timeZone(),
                user.timeFormat() == null ? null : user.timeFormat().name(),
                user.units() == null ? null : user.units().name(),
                user.active(),
                user.restricted(),
                List.copyOf(now.locationIds()),
                user.expiresAt() == null ? null : user.expiresAt().toString());
    }

    UserData data(Fields fields) {
        EmailAddress address = fields.required("email", email, EmailAddress::new);
        Username name = fields.required("username", username, Username::new);
        CustomerId customer =
                fields.required("customerId", customerId, Fields.known(CustomerId::of, "problem.customer.unknown"));
        Set<Group> held = fields.each("groups", groups, Fields.oneOf(Group.class));
        if (groups != null && groups.isEmpty()) {
            fields.problem("groups", "problem.groups.required");
        }
        Country land = fields.optional("country", country, Country::new);
        Person person = fields.whole(
                "phone", () -> new Person(firstName, lastName, phone, street, streetNumber, postalCode, city, land));
        ZoneId zone = fields.optional("timeZone", timeZone, Preferences::zone);
        TimeFormat format = fields.optional("timeFormat", timeFormat, Fields.oneOf(TimeFormat.class));
        UnitSystem system = fields.optional("units", units, Fields.oneOf(UnitSystem.class));
        boolean enabled = fields.required("active", active);
        boolean narrowed = fields.required("restricted", restricted);
        Set<LocationId> locations =
                fields.each("locationIds", locationIds, Fields.known(LocationId::of, "problem.location.unknown"));
        Instant end = fields.optional("expiresAt", expiresAt, Moments::parse);
        fields.throwIfAny();
        return new UserData(
                Objects.requireNonNull(address),
                Objects.requireNonNull(name),
                Objects.requireNonNull(customer),
                held,
                Objects.requireNonNull(person),
                zone,
                format,
                system,
                enabled,
                narrowed,
                locations,
                end);
    }

    /** How the new user gets in; exactly one way. */
    Users.@Nullable FirstPassword first(Fields fields) {
        if (fields.isOtherType("sendWelcomeMail")) {
            return null;
        }
        boolean invited = Boolean.TRUE.equals(sendWelcomeMail);
        if (invited == (password != null)) {
            fields.problem("password", "api.problem.firstPassword");
            return null;
        }
        return password == null ? new Users.FirstPassword.Invited() : new Users.FirstPassword.Chosen(password);
    }
}
