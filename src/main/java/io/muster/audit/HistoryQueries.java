package io.muster.audit;

import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.ListTables;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the history, each page by one statement. */
@Repository
class HistoryQueries {

    private static final String SELECT =
            "select a.id, a.at, a.actor_id, a.actor_name, a.channel, a.kind, a.entity, a.label,"
                    + " a.customer_id, c.name as customer_name, a.action, a.fields";
    private static final String ENTRIES = " from audit_entry a";
    private static final String NAMED = " left join customer c on c.id = a.customer_id";
    private static final Keyset.Column ID = new Keyset.Column("id", "a.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(new Keyset.Column("at", "a.at", Keyset.Type.TIME), ID);
    private static final TypeReference<List<Change.Field>> FIELDS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    HistoryQueries(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Part of the tree whose history somebody reads.
     *
     * @param below     the nested customers too
     * @param ownerless also what happened to units that belonged to nobody
     * @param only      of devices only what happened to those that are in these lists today, of locations only to those that
     *                  this sight is kept to; null for all
     */
    record Scope(
            TreePath place,
            boolean below,
            boolean ownerless,
            @Nullable Sight only) {}

    Slice<HistoryEntry> list(Scope scope, HistoryFilter filter, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("id", true), ID);
        Map<String, Object> parameters = new HashMap<>();
        String where = " where " + where(scope, filter, query, parameters);
        // Names of customers are joined to the rows of the page alone.
        return keyset.page(
                jdbc,
                SELECT,
                new ListTables(ENTRIES, ENTRIES + NAMED, where, ENTRIES + where),
                parameters,
                (row, number) -> entry(row));
    }

    /** Entries before this one, the newest first; for an export, which needs no count. */
    List<HistoryEntry> before(Scope scope, HistoryFilter filter, ListQuery query, long id) {
        Map<String, Object> parameters = new HashMap<>();
        String where = where(scope, filter, query, parameters);
        return jdbc.sql(SELECT + ENTRIES + NAMED + " where " + where
                        + " and a.id < :before order by a.id desc limit :limit")
                .params(parameters)
                .param("before", id)
                .param("limit", query.limit())
                .query((row, number) -> entry(row))
                .list();
    }

    private static String where(Scope scope, HistoryFilter filter, ListQuery query, Map<String, Object> parameters) {
        StringBuilder where = new StringBuilder(within(scope, parameters));
        if (scope.only() != null) {
            SightSql sees = new SightSql(scope.only());
            where.append(" and (a.kind <> 'DEVICE' or a.entity in (select cast(d.id as varchar) from device d"
                            + " left join customer c on c.id = d.customer_id where ")
                    .append(sees.listed())
                    .append(")) and (a.kind <> 'LOCATION' or a.entity = any(:own))");
            parameters.putAll(sees.parameters());
            parameters.put(
                    "own",
                    new SqlArrayValue(
                            "varchar",
                            scope.only().locations().stream()
                                    .map(LocationId::toString)
                                    .toArray()));
        }
        if (!filter.kinds().isEmpty()) {
            where.append(" and a.kind in (:kinds)");
            parameters.put(
                    "kinds", filter.kinds().stream().map(Change.Kind::name).toList());
        }
        if (filter.entity() != null) {
            where.append(" and a.entity = :entity");
            parameters.put("entity", filter.entity());
        }
        if (filter.actor() != null) {
            boolean id = filter.actor().matches("[0-9]{1,18}");
            where.append(" and (lower(a.actor_name) = :actor").append(id ? " or a.actor_id = :actorId)" : ")");
            parameters.put("actor", filter.actor().toLowerCase(Locale.ROOT));
            if (id) {
                parameters.put("actorId", Long.parseLong(filter.actor()));
            }
        }
        if (filter.from() != null) {
            where.append(" and a.at >= :from");
            parameters.put("from", filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.append(" and a.at < :to");
            parameters.put("to", filter.to().atOffset(ZoneOffset.UTC));
        }
        if (!query.search().isEmpty()) {
            where.append(" and (lower(a.label) like :q escape '!' or lower(a.actor_name) like :q escape '!'");
            parameters.put("q", query.pattern());
            // A UUID may be searched with its dashes or without, and stands here in both ways.
            query.undashed().ifPresent(unit -> {
                where.append(" or replace(lower(a.label), '-', '') like :unit or lower(a.actor_name) like :unit");
                parameters.put("unit", unit);
            });
            where.append(")");
        }
        return where.toString();
    }

    /** By where customers stand today; of those that are gone, by where they stood. */
    private static String within(Scope scope, Map<String, Object> parameters) {
        if (!scope.below()) {
            parameters.put("customer", scope.place().customer().value());
            return "a.customer_id = :customer";
        }
        if (scope.place().isRoot()) {
            return scope.ownerless() ? "1 = 1" : "a.customer_id is not null";
        }
        parameters.put("path", scope.place().value());
        parameters.put("end", scope.place().end());
        return "(a.customer_id in (select s.id from customer s where s.path >= :path and s.path < :end)"
                + " or (a.path >= :path and a.path < :end"
                + " and not exists (select 1 from customer g where g.id = a.customer_id)))";
    }

    private HistoryEntry entry(ResultSet row) throws SQLException {
        Long actor = row.getObject("actor_id", Long.class);
        Long customer = row.getObject("customer_id", Long.class);
        return new HistoryEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                actor == null ? null : new UserId(actor),
                row.getString("actor_name"),
                row.getString("channel"),
                Change.Kind.valueOf(row.getString("kind")),
                row.getString("entity"),
                row.getString("label"),
                customer == null ? null : new CustomerId(customer),
                row.getString("customer_name"),
                row.getString("action"),
                false,
                json.readValue(row.getString("fields"), FIELDS));
    }

    /**
     * When these devices first showed themselves, by the ids of entries. A unit tells something, or comes from the quarantine,
     * which holds those alone that have asked to be let in; there units of other makes leave no entry of their own.
     */
    Map<String, Long> firstSigns(Collection<String> devices) {
        Map<String, Long> signs = new HashMap<>();
        if (!devices.isEmpty()) {
            jdbc.sql("""
                            select entity, min(id) as first from audit_entry
                            where kind = 'DEVICE' and entity in (:devices)
                              and (channel = 'mqtt' or fields like '%"from":"unclaimed"%')
                            group by entity
                            """).param("devices", devices).query(row -> {
                signs.put(row.getString("entity"), row.getLong("first"));
            });
        }
        return signs;
    }

    /** Names of those of these customers that stand at or below a place. */
    Map<String, String> customerNames(TreePath home, Collection<Long> ids) {
        return names("select id, name from customer where id in (:ids) and path >= :home and path < :end", home, ids);
    }

    /** Names of those of these locations that belong to a customer at or below a place. */
    Map<String, String> locationNames(TreePath home, Collection<Long> ids) {
        return names(
                "select l.id, l.name from location l join customer c on c.id = l.customer_id"
                        + " where l.id in (:ids) and c.path >= :home and c.path < :end",
                home,
                ids);
    }

    private Map<String, String> names(String sql, TreePath home, Collection<Long> ids) {
        Map<String, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.sql(sql)
                    .param("ids", ids)
                    .param("home", home.value())
                    .param("end", home.end())
                    .query(row -> {
                        names.put(row.getString("id"), row.getString("name"));
                    });
        }
        return names;
    }
}
