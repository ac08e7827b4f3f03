package io.muster.device;

import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rows;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import io.muster.kernel.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Which devices are assigned to which users, and which could be; each list and each change by one statement. */
@Repository
class AssignmentQueries {

    private static final Keyset.Column ID = new Keyset.Column("id", "d.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("name", "d.name", Keyset.Type.TEXT),
            new Keyset.Column("unitId", "d.unit_id", Keyset.Type.TEXT),
            new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
            ID);
    private static final String SELECT = "select d.id, d.name, d.unit_id, c.name as customer_name, c.path";
    private static final String FROM = " from device d join customer c on c.id = d.customer_id where ";
    private static final String THEIRS =
            "exists (select 1 from user_device a where a.device_id = d.id and a.user_id = :user)";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Rows<Pair> pairs = new Rows<Pair>()
            .with("user_id", Rows.Type.LONG, pair -> pair.user().value())
            .with("device_id", Rows.Type.LONG, pair -> pair.device().value());

    AssignmentQueries(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /** One assignment. */
    record Pair(UserId user, DeviceId device) {}

    /** A device within somebody's sight. */
    record Known(DeviceId id, String name, UnitId unitId, TreePath place) {}

    Slice<AssignableDevice> assigned(Sight viewer, UserId user, ListQuery query) {
        SightSql sees = new SightSql(viewer);
        return list(sees, sees.listed() + " and " + THEIRS, Map.of("user", user.value()), query);
    }

    Slice<AssignableDevice> offered(Sight viewer, TreePath place, UserId user, ListQuery query) {
        SightSql sees = new SightSql(viewer);
        String where = sees.listed() + " and " + sees.seen() + " and c.path >= :place and c.path < :placeEnd and not "
                + THEIRS;
        return list(sees, where, Map.of("user", user.value(), "place", place.value(), "placeEnd", place.end()), query);
    }

    /** Devices of one customer that somebody sees. */
    Slice<AssignableDevice> of(Sight viewer, CustomerId customer, ListQuery query) {
        SightSql sees = new SightSql(viewer);
        String where = sees.listed() + " and " + sees.seen() + " and d.customer_id = :customer";
        return list(sees, where, Map.of("customer", customer.value()), query);
    }

    private Slice<AssignableDevice> list(SightSql sees, String where, Map<String, Object> more, ListQuery query) {
        Map<String, Object> parameters = new HashMap<>(sees.parameters());
        parameters.putAll(more);
        String search = "";
        if (!query.search().isEmpty()) {
            search = " and (lower(d.name) like :q escape '!' or d.unit_id like :q escape '!')";
            parameters.put("q", query.pattern());
        }
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("name", false), ID);
        return keyset.page(
                jdbc,
                SELECT,
                FROM + where + search,
                parameters,
                (row, number) -> new AssignableDevice(
                        new DeviceId(row.getLong("id")),
                        row.getString("name"),
                        new UnitId(row.getString("unit_id")).shown(),
                        row.getString("customer_name")));
    }

    /** Keeps others from changing devices until the transaction ends, before anything is decided by whose they are. */
    void lock(Collection<DeviceId> ids) {
        // In the order in which everybody locks.
        jdbc.sql("select id from device where id = any(?) order by id for update")
                .param(new SqlArrayValue("bigint", keys(ids).toArray()))
                .query(Long.class)
                .list();
    }

    /** Those of these devices that somebody sees. */
    List<Known> seen(Sight viewer, Set<DeviceId> ids) {
        SightSql sees = new SightSql(viewer);
        return known(sees, sees.listed() + " and " + sees.seen(), "d.id in (:ids)", Map.of("ids", keys(ids)), ids);
    }

    /** Those of these devices that somebody knows, if only by name. */
    List<Known> listed(Sight viewer, Set<DeviceId> ids) {
        SightSql sees = new SightSql(viewer);
        return known(sees, sees.listed(), "d.id in (:ids)", Map.of("ids", keys(ids)), ids);
    }

    /** Devices that somebody sees, by unit id, or by name in lower case. */
    List<Known> seen(Sight viewer, Set<String> units, Set<String> names) {
        SightSql sees = new SightSql(viewer);
        return known(
                sees,
                sees.listed() + " and " + sees.seen(),
                "(d.unit_id in (:units) or lower(d.name) in (:names))",
                Map.of("units", orNothing(units), "names", orNothing(names)),
                names);
    }

    private List<Known> known(
            SightSql sees, String sight, String which, Map<String, Object> more, Collection<?> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(SELECT + FROM + sight + " and " + which + " order by d.id")
                .params(sees.parameters())
                .params(more)
                .query((row, number) -> new Known(
                        new DeviceId(row.getLong("id")),
                        row.getString("name"),
                        new UnitId(row.getString("unit_id")),
                        new TreePath(row.getString("path"))))
                .list();
    }

    Set<Pair> pairs(Collection<UserId> users, Collection<DeviceId> devices) {
        if (users.isEmpty() || devices.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.sql("select user_id, device_id from user_device"
                        + " where user_id in (:users) and device_id in (:devices)")
                .param("users", users.stream().map(UserId::value).toList())
                .param("devices", keys(devices))
                .query((row, number) ->
                        new Pair(new UserId(row.getLong("user_id")), new DeviceId(row.getLong("device_id"))))
                .list());
    }

    void add(List<Pair> added) {
        pairs.update(template, "insert into user_device (user_id, device_id) select * from " + pairs.table("s"), added);
    }

    void end(List<Pair> ended) {
        pairs.update(
                template,
                "delete from user_device a where exists (select 1 from " + pairs.table("s")
                        + " where s.user_id = a.user_id and s.device_id = a.device_id)",
                ended);
    }

    private static List<Long> keys(Collection<DeviceId> ids) {
        return ids.stream().map(DeviceId::value).toList();
    }

    /** SQL takes no empty list, and nothing is called "". */
    private static Collection<String> orNothing(Set<String> values) {
        return values.isEmpty() ? Set.of("") : values;
    }
}
