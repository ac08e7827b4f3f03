package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.user.ManagedUsers.Managed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How users are read from the columns of a statement, whole or as lines of a list. */
final class UserRows {

    static final String GROUPS = "(select string_agg(g.group_name, ',') from user_group g where g.user_id = u.id)";

    static final String LOCATIONS = "(select string_agg(cast(ul.location_id as varchar), ',')"
            + " from user_location ul where ul.user_id = u.id)";

    /** A user with everything that belongs to the user, and the place of the customer. */
    static final String WHOLE = """
            select u.*, c.path, %s as group_names, %s as location_ids
            from app_user u join customer c on c.id = u.customer_id
            """.formatted(GROUPS, LOCATIONS);

    private UserRows() {}

    static UserRow listed(ResultSet row) throws SQLException {
        OffsetDateTime lastLogin = row.getObject("last_login_at", OffsetDateTime.class);
        return new UserRow(
                new UserId(row.getLong("id")),
                row.getString("email"),
                row.getString("username"),
                new CustomerId(row.getLong("customer_id")),
                row.getString("customer_name"),
                split(row.getString("location_names"), "\u001f"),
                row.getBoolean("restricted"),
                instant(lastLogin),
                groups(row),
                row.getBoolean("active"),
                row.getBoolean("invited"),
                row.getBoolean("invitation_ended"),
                row.getBoolean("second_factor"),
                person(row),
                zone(row),
                timeFormat(row),
                units(row),
                locations(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("deleted_at", OffsetDateTime.class)),
                instant(row.getObject("expires_at", OffsetDateTime.class)),
                row.getBoolean("expired"),
                row.getBoolean("suspended"),
                row.getLong("version"));
    }

    static Managed managed(ResultSet row) throws SQLException {
        EmailAddress email = new EmailAddress(row.getString("email"));
        User user = new User(
                new UserId(row.getLong("id")),
                new CustomerId(row.getLong("customer_id")),
                email,
                row.getString("email_key"),
                row.getString("username"),
                row.getString("username_key"),
                row.getString("password_hash"),
                person(row),
                zone(row),
                timeFormat(row),
                units(row),
                row.getBoolean("active"),
                row.getBoolean("restricted"),
                instant(row.getObject("expires_at", OffsetDateTime.class)),
                groups(row).stream().map(User.InGroup::new).collect(Collectors.toSet()),
                locations(row).stream().map(User.AtLocation::new).collect(Collectors.toSet()),
                instant(row.getObject("last_login_at", OffsetDateTime.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("deleted_at", OffsetDateTime.class)),
                row.getLong("version"));
        return new Managed(user, new TreePath(row.getString("path")));
    }

    static Person person(ResultSet row) throws SQLException {
        String country = row.getString("country");
        return new Person(
                row.getString("first_name"),
                row.getString("last_name"),
                row.getString("phone"),
                row.getString("street"),
                row.getString("street_number"),
                row.getString("postal_code"),
                row.getString("city"),
                country == null ? null : new Country(country));
    }

    static List<LocationId> locations(ResultSet row) throws SQLException {
        return split(row.getString("location_ids"), ",").stream()
                .map(LocationId::of)
                .sorted()
                .toList();
    }

    static @Nullable ZoneId zone(ResultSet row) throws SQLException {
        String zone = row.getString("time_zone");
        return zone == null ? null : ZoneId.of(zone);
    }

    static Preferences.@Nullable TimeFormat timeFormat(ResultSet row) throws SQLException {
        String format = row.getString("time_format");
        return format == null ? null : Preferences.TimeFormat.valueOf(format);
    }

    static Preferences.@Nullable UnitSystem units(ResultSet row) throws SQLException {
        String units = row.getString("units");
        return units == null ? null : Preferences.UnitSystem.valueOf(units);
    }

    static List<Group> groups(ResultSet row) throws SQLException {
        return split(row.getString("group_names"), ",").stream()
                .map(Group::valueOf)
                .sorted()
                .toList();
    }

    static List<String> split(@Nullable String joined, String separator) {
        return joined == null ? List.of() : Arrays.asList(joined.split(separator));
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
