package io.muster.user.ui;

import io.muster.access.Group;
import io.muster.customer.CustomerRow;
import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.location.Locations;
import io.muster.user.Person;
import io.muster.user.UserData;
import io.muster.user.Username;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the fields of the user form hold while somebody types; everything may still be missing. */
final class UserDraft {

    @Nullable
    EmailAddress email;

    @Nullable
    Username username;

    @Nullable
    CustomerRow customer;

    Set<Group> groups = Set.of();
    boolean restricted;
    Set<Locations.Choice> locations = Set.of();
    final Map<String, String> person = new HashMap<>();

    @Nullable
    Country country;

    @Nullable
    ZoneId timeZone;

    @Nullable
    TimeFormat timeFormat;

    @Nullable
    UnitSystem units;

    boolean active = true;

    /** What is known of a user; the locations are chosen from those on offer. */
    static UserDraft of(UserData user, @Nullable CustomerRow place) {
        UserDraft draft = new UserDraft();
        draft.email = user.email();
        draft.username = user.username();
        draft.customer = place;
        draft.groups = user.groups();
        draft.restricted = user.restricted();
        draft.timeZone = user.timeZone();
        draft.timeFormat = user.timeFormat();
        draft.units = user.units();
        draft.active = user.active();
        draft.take(user.person());
        return draft;
    }

    private void take(Person known) {
        country = known.country();
        keep("firstName", known.firstName());
        keep("lastName", known.lastName());
        keep("phone", known.phone());
        keep("street", known.street());
        keep("streetNumber", known.streetNumber());
        keep("postalCode", known.postalCode());
        keep("city", known.city());
    }

    private void keep(String name, @Nullable String value) {
        if (value != null) {
            person.put(name, value);
        }
    }

    Person toPerson() {
        return new Person(
                person.get("firstName"),
                person.get("lastName"),
                person.get("phone"),
                person.get("street"),
                person.get("streetNumber"),
                person.get("postalCode"),
                person.get("city"),
                country);
    }
}
