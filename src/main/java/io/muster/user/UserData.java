package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.Rejected;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people enter about a user. Settings that are null follow the customer's.
 *
 * @param groups     at least one
 * @param restricted sees only devices at one of the locations
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
        Set<LocationId> locations) {

    public UserData {
        groups = Set.copyOf(groups);
        locations = Set.copyOf(locations);
        if (groups.isEmpty()) {
            throw Rejected.invalid("groups", "problem.groups.required");
        }
        if (username.value().contains("@") && !username.key().equals(email.key())) {
            throw Rejected.invalid("username", "problem.username.address");
        }
    }

    /** The same, active or not. */
    public UserData active(boolean wanted) {
        return new UserData(
                email, username, customer, groups, person, timeZone, timeFormat, units, wanted, restricted, locations);
    }

    /** The same with another address; a user name that is the address goes along with it. */
    UserData with(EmailAddress wanted) {
        Username name = username.key().equals(email.key()) && wanted.value().length() <= Username.MAX_LENGTH
                ? new Username(wanted.value())
                : username;
        return new UserData(
                wanted, name, customer, groups, person, timeZone, timeFormat, units, active, restricted, locations);
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
                locations);
    }
}
