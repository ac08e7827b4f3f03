package io.muster.customer;

import io.muster.access.CustomerTree;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Preferences;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Lists of customers, each page by one statement. */
@Repository
class CustomerQueries implements CustomerTree {

    private static final String USERS =
            "(select count(*) from app_user u where u.customer_id = c.id and u.deleted_at is null)";
    private static final String DEVICES = "(select count(*) from device d where d.customer_id = c.id)";
    private static final Keyset.Column ID = new Keyset.Column("id", "c.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("name", "c.name", Keyset.Type.TEXT),
            new Keyset.Column("email", "c.email", Keyset.Type.TEXT),
            new Keyset.Column("country", "c.country", Keyset.Type.TEXT),
            new Keyset.Column("status", "c.status", Keyset.Type.TEXT),
            new Keyset.Column("createdAt", "c.created_at", Keyset.Type.TIME),
            new Keyset.Column("users", USERS, Keyset.Type.NUMBER),
            new Keyset.Column("devices", DEVICES, Keyset.Type.NUMBER),
            ID);

    private final JdbcClient jdbc;

    CustomerQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Which part of the tree a list shows. */
    enum Part {
        /** The place and everything below it. */
        SUBTREE,
        /** Everything below the place, without the place itself. */
        BELOW
    }

    Slice<CustomerRow> list(TreePath place, Part part, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("name", false), ID);
        String select =
                "select c.id, c.name, c.email, c.country, c.status, " + USERS + " as users, " + DEVICES + " as devices";
        return keyset.page(jdbc, select, from(part, query), where(place, query), (row, number) -> row(row));
    }

    long count(TreePath place, Part part, ListQuery query) {
        return Keyset.count(jdbc, from(part, query), where(place, query));
    }

    private static String from(Part part, ListQuery query) {
        String begin = part == Part.SUBTREE ? "c.path >= :path" : "c.path > :path";
        String search = query.search().isEmpty()
                ? ""
                : " and (lower(c.name) like :q escape '!' or lower(c.email) like :q escape '!')";
        return "from customer c where " + begin + " and c.path < :end" + search;
    }

    private static Map<String, Object> where(TreePath place, ListQuery query) {
        return Map.of("path", place.value(), "end", place.end(), "q", query.pattern());
    }

    private static CustomerRow row(ResultSet row) throws SQLException {
        return new CustomerRow(
                new CustomerId(row.getLong("id")),
                row.getString("name"),
                row.getString("email"),
                row.getString("country"),
                row.getLong("users"),
                row.getLong("devices"),
                CustomerStatus.valueOf(row.getString("status")));
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
                                       and position(above.path in c.path) = 1) as suspended
                        from customer c where c.id = :id
                        """)
                .param("id", id.value())
                .query((row, number) -> new Node(
                        new TreePath(row.getString("path")),
                        row.getBoolean("suspended"),
                        new Preferences(
                                ZoneId.of(row.getString("time_zone")),
                                Preferences.TimeFormat.valueOf(row.getString("time_format")),
                                Preferences.UnitSystem.valueOf(row.getString("units")))))
                .optional();
    }
}
