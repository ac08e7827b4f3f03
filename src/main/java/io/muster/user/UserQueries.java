package io.muster.user;

import io.muster.access.Grants;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of users, each page by one statement, and what {@link Grants} asks. */
@Repository
class UserQueries implements Grants {

    private static final String NEVER = "timestamp with time zone '1970-01-01 00:00:00+00'";
    private static final String ALWAYS = "timestamp with time zone '9999-12-31 00:00:00+00'";
    private static final Keyset.Column ID = new Keyset.Column("id", "u.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("email", "u.email_key", Keyset.Type.TEXT),
            new Keyset.Column("username", "u.username_key", Keyset.Type.TEXT),
            new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
            new Keyset.Column("lastLoginAt", "coalesce(u.last_login_at, " + NEVER + ")", Keyset.Type.TIME),
            new Keyset.Column("createdAt", "u.created_at", Keyset.Type.TIME),
            new Keyset.Column("deletedAt", "coalesce(u.deleted_at, " + NEVER + ")", Keyset.Type.TIME),
            new Keyset.Column("expiresAt", "coalesce(u.expires_at, " + ALWAYS + ")", Keyset.Type.TIME),
            new Keyset.Column(
                    "active",
                    "case when u.active and (u.expires_at is null or u.expires_at > current_timestamp) then 1 else 0 end",
                    Keyset.Type.NUMBER),
            ID);

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

    /** Users who could sign in and have not since a moment, nor have been kept since. */
    Slice<UserRow> unused(TreePath place, boolean below, Instant since, ListQuery query) {
        String which = "u.deleted_at is null and u.active and (u.expires_at is null or u.expires_at > :now)"
                + " and coalesce(u.last_login_at, u.created_at) < :since"
                + " and (u.access_kept_at is null or u.access_kept_at < :since)";
        return list(place, below, which, since, query);
    }

    /** Everything that a query finds, page by page. */
    static void each(ListQuery query, Function<ListQuery, Slice<UserRow>> pages, Consumer<UserRow> sink) {
        String cursor = null;
        do {
            Slice<UserRow> page =
                    pages.apply(new ListQuery(query.search(), query.order(), ListQuery.MAX_LIMIT, 0, cursor));
            page.items().forEach(sink);
            cursor = page.nextCursor();
        } while (cursor != null);
    }

    private Slice<UserRow> list(TreePath place, boolean below, String which, Instant since, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("email", false), ID);
        String select = """
                select u.id, u.email, u.username, u.customer_id, c.name as customer_name, u.restricted, u.last_login_at,
                       u.active, u.password_hash is null as invited,
                       (u.password_hash is null and u.invited_until <= :now) as invitation_ended, %s as group_names, u.first_name, u.last_name, u.phone,
                       u.street, u.street_number, u.postal_code, u.city, u.country, u.time_zone, u.time_format, u.units,
                       u.created_at, u.deleted_at, u.expires_at, (u.expires_at <= :now) as expired, u.version,
                       exists (select 1 from customer above where above.status = 'SUSPENDED'
                           and position(above.path in c.path) = 1) as suspended,
                       exists (select 1 from second_factor f where f.user_id = u.id and f.confirmed) as second_factor, %s as location_ids,
                       (select string_agg(l.name, chr(31) order by l.name) from user_location ul
                        join location l on l.id = ul.location_id where ul.user_id = u.id) as location_names
                """.formatted(UserRows.GROUPS, UserRows.LOCATIONS);
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
                        "now", now()),
                (row, number) -> UserRows.listed(row));
    }

    /** The whole tree needs no look at the paths: the list then follows the index that it is sorted by. */
    private static String subtree(TreePath place) {
        return place.isRoot() ? "1 = 1" : "c.path >= :path and c.path < :end";
    }

    @Override
    public Optional<Grant> of(UserId id) {
        return grant("")
                .param("id", id.value())
                .param("session", NO_SESSION)
                .param("now", now())
                .query((row, number) -> grant(row))
                .optional();
    }

    @Override
    public Optional<Grant> of(UserId id, long session) {
        return grant(" and exists (select 1 from user_session s where s.id = :session and s.user_id = u.id)")
                .param("id", id.value())
                .param("now", now())
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

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
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
                          and (u.expires_at is null or u.expires_at > :now)
                        """.formatted(UserRows.GROUPS, UserRows.LOCATIONS) + condition);
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                new UserId(row.getLong("id")),
                row.getString("username"),
                new EmailAddress(row.getString("email")),
                new CustomerId(row.getLong("customer_id")),
                Set.copyOf(UserRows.groups(row)),
                row.getBoolean("second_factor"),
                row.getBoolean("restricted"),
                Set.copyOf(UserRows.locations(row)),
                UserRows.zone(row),
                UserRows.timeFormat(row),
                UserRows.units(row),
                row.getBoolean("assigned"),
                looking(row));
    }

    /** A session whose preview has lost its user is still in it: only whoever looks ends one, and has their rights back. */
    private static @Nullable Looking looking(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("preview_until", OffsetDateTime.class);
        Long as = row.getObject("preview_user_id", Long.class);
        return until == null ? null : new Looking(as == null ? null : new UserId(as), until.toInstant());
    }
}
