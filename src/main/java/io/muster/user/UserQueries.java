package io.muster.user;

import io.muster.access.Grants;
import io.muster.access.Group;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of users, each page by one statement, and what {@link Grants} asks. */
@Repository
class UserQueries implements Grants {

    private static final String NEVER = "timestamp with time zone '1970-01-01 00:00:00+00'";
    private static final Keyset.Column ID = new Keyset.Column("id", "u.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("email", "u.email_key", Keyset.Type.TEXT),
            new Keyset.Column("username", "u.username_key", Keyset.Type.TEXT),
            new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
            new Keyset.Column("lastLoginAt", "coalesce(u.last_login_at, " + NEVER + ")", Keyset.Type.TIME),
            new Keyset.Column("createdAt", "u.created_at", Keyset.Type.TIME),
            new Keyset.Column("deletedAt", "coalesce(u.deleted_at, " + NEVER + ")", Keyset.Type.TIME),
            new Keyset.Column("active", "case when u.active then 1 else 0 end", Keyset.Type.NUMBER),
            ID);

    private static final String GROUPS =
            "(select string_agg(g.group_name, ',') from user_group g where g.user_id = u.id)";

    private static final String LOCATIONS = "(select string_agg(cast(ul.location_id as varchar), ',')"
            + " from user_location ul where ul.user_id = u.id)";

    /** No session has this key. */
    private static final long NO_SESSION = -1;

    private final JdbcClient jdbc;

    private final Clock clock;

    UserQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Users of a place.
     *
     * @param below whether users of the nested customers are listed too
     */
    Slice<UserRow> list(TreePath place, boolean below, ListQuery query) {
        return list(place, below, "u.deleted_at is null", Instant.EPOCH, query);
    }

    /** Deleted users of a place that can still be brought back. */
    Slice<UserRow> deleted(TreePath place, boolean below, Instant since, ListQuery query) {
        return list(place, below, "u.deleted_at > :since", since, query);
    }

    private Slice<UserRow> list(TreePath place, boolean below, String which, Instant since, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("email", false), ID);
        String select = """
                select u.id, u.email, u.username, u.customer_id, c.name as customer_name, u.restricted, u.last_login_at,
                       u.active, u.password_hash is null as invited,
                       (u.password_hash is null and u.invited_until <= :now) as invitation_ended, %s as group_names, u.first_name, u.last_name, u.phone,
                       u.street, u.street_number, u.postal_code, u.city, u.country, u.time_zone, u.time_format, u.units,
                       u.created_at, u.deleted_at, u.version,
                       exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed) as second_factor, %s as location_ids,
                       (select string_agg(l.name, chr(31) order by l.name) from user_location ul
                        join location l on l.id = ul.location_id where ul.user_id = u.id) as location_names
                """.formatted(GROUPS, LOCATIONS);
        String where = below ? subtree(place) : "c.path = :path";
        String search = query.search().isEmpty()
                ? ""
                : " and (u.email_key like :q escape '!' or u.username_key like :q escape '!'"
                        + " or lower(coalesce(u.first_name, '') || ' ' || coalesce(u.last_name, '')) like :q escape '!'"
                        + " or lower(c.name) like :q escape '!')";
        String from =
                "from app_user u join customer c on c.id = u.customer_id where " + which + " and " + where + search;
        return keyset.page(
                jdbc,
                select,
                from,
                Map.of(
                        "path", place.value(),
                        "end", place.end(),
                        "q", query.pattern(),
                        "since", since.atOffset(ZoneOffset.UTC),
                        "now", clock.instant().atOffset(ZoneOffset.UTC)),
                (row, number) -> row(row));
    }

    /** The whole tree needs no look at the paths: the list then follows the index that it is sorted by. */
    private static String subtree(TreePath place) {
        return place.isRoot() ? "1 = 1" : "c.path >= :path and c.path < :end";
    }

    private static UserRow row(ResultSet row) throws SQLException {
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
                row.getLong("version"));
    }

    @Override
    public Optional<Grant> of(UserId id) {
        return grant("")
                .param("id", id.value())
                .param("session", NO_SESSION)
                .query((row, number) -> grant(row))
                .optional();
    }

    @Override
    public Optional<Grant> of(UserId id, long session) {
        return grant(" and exists (select 1 from user_session s where s.id = :session and s.user_id = u.id)")
                .param("id", id.value())
                .param("session", session)
                .query((row, number) -> grant(row))
                .optional();
    }

    /** The locations of a user, by name. */
    Map<LocationId, String> locationNames(UserId id) {
        Map<LocationId, String> names = new LinkedHashMap<>();
        jdbc.sql("select l.id, l.name from user_location ul join location l on l.id = ul.location_id"
                        + " where ul.user_id = :id order by l.name, l.id")
                .param("id", id.value())
                .query(row -> {
                    names.put(new LocationId(row.getLong("id")), row.getString("name"));
                });
        return names;
    }

    private JdbcClient.StatementSpec grant(String condition) {
        return jdbc.sql("""
                        select u.id, u.username, u.email, u.customer_id, u.restricted, u.time_zone, u.time_format, u.units,
                               %s as group_names,
                               %s as location_ids,
                               exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed)
                                   as second_factor,
                               exists (select 1 from user_device ud where ud.user_id = u.id) as assigned,
                               p.preview_user_id, p.preview_until
                        from app_user u left join user_session p on p.id = :session
                        where u.id = :id and u.active and u.deleted_at is null
                        """.formatted(GROUPS, LOCATIONS) + condition);
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                new UserId(row.getLong("id")),
                row.getString("username"),
                new EmailAddress(row.getString("email")),
                new CustomerId(row.getLong("customer_id")),
                java.util.Set.copyOf(groups(row)),
                row.getBoolean("second_factor"),
                row.getBoolean("restricted"),
                java.util.Set.copyOf(locations(row)),
                zone(row),
                timeFormat(row),
                units(row),
                row.getBoolean("assigned"),
                looking(row));
    }

    private static @Nullable Looking looking(ResultSet row) throws SQLException {
        long as = row.getLong("preview_user_id");
        return row.wasNull()
                ? null
                : new Looking(
                        new UserId(as),
                        row.getObject("preview_until", OffsetDateTime.class).toInstant());
    }

    private static Person person(ResultSet row) throws SQLException {
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

    private static List<LocationId> locations(ResultSet row) throws SQLException {
        return split(row.getString("location_ids"), ",").stream()
                .map(LocationId::of)
                .sorted()
                .toList();
    }

    private static @Nullable ZoneId zone(ResultSet row) throws SQLException {
        String zone = row.getString("time_zone");
        return zone == null ? null : ZoneId.of(zone);
    }

    private static Preferences.@Nullable TimeFormat timeFormat(ResultSet row) throws SQLException {
        String format = row.getString("time_format");
        return format == null ? null : Preferences.TimeFormat.valueOf(format);
    }

    private static Preferences.@Nullable UnitSystem units(ResultSet row) throws SQLException {
        String units = row.getString("units");
        return units == null ? null : Preferences.UnitSystem.valueOf(units);
    }

    private static List<Group> groups(ResultSet row) throws SQLException {
        return split(row.getString("group_names"), ",").stream()
                .map(Group::valueOf)
                .sorted()
                .toList();
    }

    private static List<String> split(@Nullable String joined, String separator) {
        return joined == null ? List.of() : Arrays.asList(joined.split(separator));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
