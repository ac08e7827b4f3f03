package io.muster.customer;

import io.muster.access.Actor;
import io.muster.access.CustomerTree;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Preferences;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of customers, each page by one statement. */
@Repository
class CustomerQueries implements CustomerTree {

    private static final String SUSPENDED_ABOVE =
            "exists (select 1 from customer above where above.status = 'SUSPENDED'"
                    + " and above.id <> c.id and position(above.path in c.path) = 1)";
    private static final String FROM = "from customer c left join customer_quota q on q.customer_id = c.id ";
    private static final Keyset.Column ID = new Keyset.Column("id", "c.id", Keyset.Type.NUMBER);

    private final JdbcClient jdbc;

    CustomerQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which part of the tree a list shows. */
    enum Part {
        /** The place and everything below it. */
        SUBTREE,
        /** Everything below the place, without the place itself. */
        BELOW,
        /** The place alone. */
        PLACE
    }

    /** A part of the tree, as somebody sees it. */
    Slice<CustomerRow> list(Actor viewer, TreePath place, Part part, ListQuery query) {
        return page(viewer, query, from(place, part, query), where(place, query));
    }

    private Slice<CustomerRow> page(Actor viewer, ListQuery query, String from, Map<String, Object> parameters) {
        CustomerCounts counts = new CustomerCounts(viewer);
        Keyset keyset = new Keyset(query, sortable(counts), new ListQuery.Order("name", false), ID);
        Map<String, Object> all = new HashMap<>(counts.parameters());
        all.putAll(parameters);
        return keyset.page(jdbc, select(counts), from, all, (row, number) -> row(viewer, row));
    }

    private static String select(CustomerCounts counts) {
        return """
                select c.id, c.parent_id, c.path, c.name, c.email, c.country, c.time_zone, c.time_format, c.units,
                       c.mfa_policy, c.status, c.created_at, c.version, %s as users, %s as devices, %s as customers,
                       %s as suspended_above, q.customer_id as limited, q.max_users, q.max_devices,
                       case when q.customer_id is not null then %s end as users_below,
                       case when q.customer_id is not null then %s end as devices_below
                """.formatted(
                        counts.users(),
                        counts.devices(),
                        counts.customers(),
                        SUSPENDED_ABOVE,
                        QuotaQueries.use(Quota.Sort.USERS),
                        QuotaQueries.use(Quota.Sort.DEVICES));
    }

    private static List<Keyset.Column> sortable(CustomerCounts counts) {
        return List.of(
                new Keyset.Column("name", "c.name", Keyset.Type.TEXT),
                new Keyset.Column("email", "c.email", Keyset.Type.TEXT),
                new Keyset.Column("country", "c.country", Keyset.Type.TEXT),
                new Keyset.Column("status", "c.status", Keyset.Type.TEXT),
                new Keyset.Column("createdAt", "c.created_at", Keyset.Type.TIME),
                new Keyset.Column("users", counts.users(), Keyset.Type.NUMBER),
                new Keyset.Column("devices", counts.devices(), Keyset.Type.NUMBER),
                ID);
    }

    long count(TreePath place, Part part, ListQuery query) {
        return Keyset.count(jdbc, from(place, part, query), where(place, query));
    }

    /** The whole tree needs no look at the paths: the list then follows the index that it is sorted by. */
    private static String from(TreePath place, Part part, ListQuery query) {
        String within = switch (part) {
            case SUBTREE -> place.isRoot() ? "1 = 1" : "c.path >= :path and c.path < :end";
            case BELOW -> place.isRoot() ? "c.parent_id is not null" : "c.path > :path and c.path < :end";
            case PLACE -> "c.path = :path";
        };
        String search = query.search().isEmpty()
                ? ""
                : " and (lower(c.name) like :q escape '!' or lower(c.email) like :q escape '!')";
        return FROM + "where " + within + search;
    }

    private static Map<String, Object> where(TreePath place, ListQuery query) {
        return Map.of("path", place.value(), "end", place.end(), "q", query.pattern());
    }

    /** A viewer's home and everything below it, but for one branch: where that branch can be moved to. */
    Slice<CustomerRow> outside(Actor viewer, TreePath branch, ListQuery query) {
        Map<String, Object> parameters = new HashMap<>(where(viewer.home(), query));
        parameters.put("branch", branch.value());
        parameters.put("branchEnd", branch.end());
        String from = from(viewer.home(), Part.SUBTREE, query) + " and not (c.path >= :branch and c.path < :branchEnd)";
        return page(viewer, query, from, parameters);
    }

    /** Customers right below another one, by name. */
    List<CustomerRow> children(Actor viewer, CustomerId parent, int offset, int limit) {
        CustomerCounts counts = new CustomerCounts(viewer);
        return jdbc.sql(select(counts) + FROM + "where c.parent_id = :parent order by c.name, c.id"
                        + " limit :limit offset :offset")
                .params(counts.parameters())
                .param("parent", parent.value())
                .param("limit", limit)
                .param("offset", offset)
                .query((row, number) -> row(viewer, row))
                .list();
    }

    long countChildren(CustomerId parent) {
        return jdbc.sql("select count(*) from customer where parent_id = :parent")
                .param("parent", parent.value())
                .query(Long.class)
                .single();
    }

    /** These customers, each after what it is nested in. */
    List<CustomerRow> rows(Actor viewer, Collection<CustomerId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        CustomerCounts counts = new CustomerCounts(viewer);
        return jdbc.sql(select(counts) + FROM + "where c.id in (:ids) and c.path >= :path and c.path < :end"
                        + " order by char_length(c.path) - char_length(replace(c.path, '.', '')), c.name, c.id")
                .params(counts.parameters())
                .param("ids", ids.stream().map(CustomerId::value).toList())
                .param("path", viewer.home().value())
                .param("end", viewer.home().end())
                .query((row, number) -> row(viewer, row))
                .list();
    }

    /** One customer, as somebody sees it. */
    Optional<CustomerRow> row(Actor viewer, CustomerId id) {
        CustomerCounts counts = new CustomerCounts(viewer);
        return jdbc.sql(select(counts) + FROM + "where c.id = :id")
                .params(counts.parameters())
                .param("id", id.value())
                .query((row, number) -> row(viewer, row))
                .optional();
    }

    private static CustomerRow row(Actor viewer, ResultSet row) throws SQLException {
        TreePath home = viewer.home();
        TreePath path = new TreePath(row.getString("path"));
        return new CustomerRow(
                path.customer(),
                path.equals(home) ? null : new CustomerId(row.getLong("parent_id")),
                path.ids().subList(home.depth() - 1, path.depth()),
                row.getString("name"),
                row.getString("email"),
                row.getString("country"),
                preferences(row),
                MfaPolicy.valueOf(row.getString("mfa_policy")),
                row.getLong("users"),
                row.getLong("devices"),
                row.getLong("customers"),
                Quotas.isTold(viewer, path) ? quota(row) : null,
                CustomerStatus.valueOf(row.getString("status")),
                row.getBoolean("suspended_above"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
    }

    private static Quota.@Nullable Use quota(ResultSet row) throws SQLException {
        if (row.getObject("limited") == null) {
            return null;
        }
        Quota quota = new Quota(row.getObject("max_users", Long.class), row.getObject("max_devices", Long.class));
        return new Quota.Use(quota, row.getLong("users_below"), row.getLong("devices_below"));
    }

    private static Preferences preferences(ResultSet row) throws SQLException {
        return new Preferences(
                ZoneId.of(row.getString("time_zone")),
                Preferences.TimeFormat.valueOf(row.getString("time_format")),
                Preferences.UnitSystem.valueOf(row.getString("units")));
    }

    /** Places of a customer and of everything below it. */
    List<TreePath> places(TreePath branch) {
        return jdbc.sql("select path from customer where path >= :path and path < :end")
                .param("path", branch.value())
                .param("end", branch.end())
                .query((row, number) -> new TreePath(row.getString("path")))
                .list();
    }

    /** Names of the customers from the first id on, in the order of the tree. */
    List<Customers.Step> steps(List<CustomerId> ids) {
        return jdbc.sql("select id, name from customer where id in (:ids) order by path")
                .param("ids", ids.stream().map(CustomerId::value).toList())
                .query((row, number) -> new Customers.Step(new CustomerId(row.getLong("id")), row.getString("name")))
                .list();
    }

    @Override
    public Optional<Node> node(CustomerId id) {
        return jdbc.sql("""
                        select c.path, c.time_zone, c.time_format, c.units,
                               exists (select 1 from customer above where above.status = 'SUSPENDED'
                                       and position(above.path in c.path) = 1) as suspended,
                               exists (select 1 from customer above where above.mfa_policy = 'FORCED'
                                       and position(above.path in c.path) = 1) as second_factor_forced
                        from customer c where c.id = :id
                        """)
                .param("id", id.value())
                .query((row, number) -> new Node(
                        new TreePath(row.getString("path")),
                        row.getBoolean("suspended"),
                        row.getBoolean("second_factor_forced"),
                        preferences(row)))
                .optional();
    }
}
