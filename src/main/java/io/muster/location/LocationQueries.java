package io.muster.location;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of locations, each page by one statement. */
@Repository
class LocationQueries {

    private static final String USERS = "(select count(*) from user_location ul join app_user u on u.id = ul.user_id"
            + " join customer uc on uc.id = u.customer_id where ul.location_id = l.id and u.deleted_at is null";
    private static final String BELOW_HOME = " and uc.path >= :home and uc.path < :homeEnd)";
    private static final Keyset.Column ID = new Keyset.Column("id", "l.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE_CHOICES =
            List.of(new Keyset.Column("name", "l.name", Keyset.Type.TEXT), ID);

    private final JdbcClient jdbc;

    LocationQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which part of the tree a list shows. */
    enum Part {
        SUBTREE,
        PLACE
    }

    Slice<LocationRow> list(Actor actor, TreePath place, Part part, ListQuery query) {
        String devices = devices(new SightSql(actor.sight()));
        List<Keyset.Column> sortable = List.of(
                new Keyset.Column("name", "l.name", Keyset.Type.TEXT),
                new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
                new Keyset.Column("contactEmail", "coalesce(l.contact_email, '')", Keyset.Type.TEXT),
                new Keyset.Column("address", "coalesce(l.address, '')", Keyset.Type.TEXT),
                new Keyset.Column("createdAt", "l.created_at", Keyset.Type.TIME),
                new Keyset.Column("users", users(actor), Keyset.Type.NUMBER),
                new Keyset.Column("devices", devices, Keyset.Type.NUMBER),
                ID);
        Keyset keyset = new Keyset(query, sortable, new ListQuery.Order("name", false), ID);
        Map<String, Object> parameters = parameters(actor);
        parameters.put("path", place.value());
        parameters.put("end", place.end());
        parameters.put("q", query.pattern());
        String search = query.search().isEmpty()
                ? ""
                : " and (lower(l.name) like :q escape '!' or lower(coalesce(l.address, '')) like :q escape '!'"
                        + " or lower(coalesce(l.contact_email, '')) like :q escape '!'"
                        + " or lower(c.name) like :q escape '!')";
        String from = "from location l join customer c on c.id = l.customer_id where " + within(place, part)
                + own(actor) + search;
        return keyset.page(jdbc, select(actor, devices), from, parameters, (row, number) -> row(row));
    }

    /** One location, with the counts as the actor sees them. */
    Optional<LocationRow> row(Actor actor, LocationId id) {
        return jdbc.sql(select(actor, devices(new SightSql(actor.sight())))
                        + "from location l join customer c on c.id = l.customer_id where l.id = :id" + own(actor))
                .params(parameters(actor))
                .param("id", id.value())
                .query((row, number) -> row(row))
                .optional();
    }

    /** Locations to choose from. */
    Slice<Locations.Choice> choices(Actor actor, TreePath place, Part part, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE_CHOICES, new ListQuery.Order("name", false), ID);
        Map<String, Object> parameters = parameters(actor);
        parameters.put("path", place.value());
        parameters.put("end", place.end());
        parameters.put("q", query.pattern());
        String search = query.search().isEmpty() ? "" : " and lower(l.name) like :q escape '!'";
        return keyset.page(
                jdbc,
                "select l.id, l.name ",
                offered(actor, place, part) + search,
                parameters,
                (row, number) -> choice(row));
    }

    /** Those of these locations that are to choose from. */
    List<Locations.Choice> among(Actor actor, TreePath place, Part part, Collection<LocationId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("select l.id, l.name " + offered(actor, place, part)
                        + " and l.id in (:ids) order by l.name, l.id")
                .params(parameters(actor))
                .param("path", place.value())
                .param("end", place.end())
                .param("ids", ids.stream().map(LocationId::value).toList())
                .query((row, number) -> choice(row))
                .list();
    }

    private static String offered(Actor actor, TreePath place, Part part) {
        return "from location l join customer c on c.id = l.customer_id where " + within(place, part) + own(actor);
    }

    private static Locations.Choice choice(ResultSet row) throws SQLException {
        return new Locations.Choice(new LocationId(row.getLong("id")), new Name(row.getString("name")));
    }

    /** The whole tree needs no look at the paths: the list then follows the index that it is sorted by. */
    private static String within(TreePath place, Part part) {
        if (part == Part.PLACE) {
            return "c.path = :path";
        }
        return place.isRoot() ? "1 = 1" : "c.path >= :path and c.path < :end";
    }

    /** A restricted user knows only locations of their own. */
    private static String own(Actor actor) {
        return actor.restricted() ? " and l.id in (:own)" : "";
    }

    private static Map<String, Object> parameters(Actor actor) {
        Map<String, Object> parameters = new HashMap<>(new SightSql(actor.sight()).parameters());
        parameters.put("home", actor.home().value());
        parameters.put("homeEnd", actor.home().end());
        List<Long> own = actor.locations().stream().map(LocationId::value).toList();
        // No location has this key, and SQL takes no empty list.
        parameters.put("own", own.isEmpty() ? List.of(0L) : own);
        return parameters;
    }

    /** As in the list of devices: by name alone, nobody learns where a device is. */
    private static String devices(SightSql sight) {
        return "(select count(*) from device d where d.location_id = l.id and " + sight.seen() + ")";
    }

    /** As many as the list of users would show to whoever looks: a bare 0 would be a column's number where it is sorted by. */
    private static String users(Actor actor) {
        if (!actor.may(Permission.SEE_USERS, actor.home())) {
            return "cast(0 as bigint)";
        }
        return USERS + (actor.mayBelowHome(Permission.SEE_USERS) ? BELOW_HOME : " and uc.path = :home)");
    }

    private static String select(Actor actor, String devices) {
        return "select l.id, l.customer_id, c.name as customer_name, l.name, l.contact_email, l.phone, l.address, l.notes,"
                + " l.color, l.geofence, l.created_at, l.version, " + users(actor) + " as users, " + devices
                + " as devices ";
    }

    private static LocationRow row(ResultSet row) throws SQLException {
        return new LocationRow(
                new LocationId(row.getLong("id")),
                new CustomerId(row.getLong("customer_id")),
                row.getString("customer_name"),
                row.getString("name"),
                row.getString("contact_email"),
                row.getString("phone"),
                row.getString("address"),
                row.getString("notes"),
                row.getString("color"),
                GeoJson.of(row.getString("geofence")),
                row.getLong("users"),
                row.getLong("devices"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
    }

    /** How many users at or below a place have it, for the history, whoever reads it. */
    long users(TreePath home, LocationId id) {
        return jdbc.sql("select " + USERS + BELOW_HOME + " from location l where l.id = :id")
                .param("home", home.value())
                .param("homeEnd", home.end())
                .param("id", id.value())
                .query(Long.class)
                .single();
    }
}
