package io.muster.customer;

import io.muster.customer.Quota.Sort;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps quotas, and counts what they limit. */
@Repository
class QuotaQueries {

    private static final Map<Sort, String> TABLE = Map.of(Sort.USERS, "app_user t", Sort.DEVICES, "device t");

    /** What takes room. */
    private static final Map<Sort, String> COUNTED = Map.of(
            Sort.USERS,
            " where t.deleted_at is null",
            Sort.DEVICES,
            " where t.state not in ('DECOMMISSIONED', 'REPLACED')");

    private final JdbcClient jdbc;
    private final Database database;

    QuotaQueries(JdbcClient jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** A limit that holds at a place, with what is known of its use. */
    record Limit(CustomerId customer, TreePath place, String name, long most, long room, boolean warned) {}

    /** How much of a sort is below a customer "c", itself included, as an expression of SQL. */
    static String use(Sort sort) {
        return "(select count(*) from " + TABLE.get(sort) + " join customer b on b.id = t.customer_id"
                + COUNTED.get(sort)
                + " and b.path >= c.path"
                + " and b.path < substring(c.path from 1 for char_length(c.path) - 1) || '/')";
    }

    /**
     * Where a customer stands; until the transaction ends it neither moves nor gets a quota, here or above.
     *
     * @throws Rejected NOT_FOUND when it has gone
     */
    TreePath hold(CustomerId customer) {
        jdbc.sql("select id from customer where id = :id " + database.forShare())
                .param("id", customer.value())
                .query(Long.class)
                .optional();
        return jdbc.sql("select path from customer where id = :id")
                .param("id", customer.value())
                .query((row, number) -> new TreePath(row.getString("path")))
                .optional()
                .orElseThrow(Rejected::notFound);
    }

    /** Waits for everything that is just coming in at or below a place. */
    void holdBranch(TreePath place) {
        jdbc.sql("select id from customer where path >= :path and path < :end order by id for update")
                .param("path", place.value())
                .param("end", place.end())
                .query(Long.class)
                .list();
    }

    /** The limits that hold at a place, the highest customer's first. */
    List<Limit> limits(Sort sort, TreePath place) {
        return limits(sort, place.ids());
    }

    /** The limits that these customers have themselves, each after those above it. */
    List<Limit> limits(Sort sort, Collection<CustomerId> customers) {
        return jdbc.sql("""
                        select q.customer_id, c.path, c.name, q.max_KEY, q.room_KEY, q.warned_KEY
                        from customer_quota q join customer c on c.id = q.customer_id
                        where q.customer_id in (:ids) and q.max_KEY is not null order by c.path
                        """.replace("KEY", sort.key()))
                .param("ids", values(customers))
                .query((row, number) -> new Limit(
                        new CustomerId(row.getLong(1)),
                        new TreePath(row.getString(2)),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getBoolean(6)))
                .list();
    }

    /** Keeps others from using room of these limits; always in the same order, so that nobody waits in a circle. */
    void lock(List<Limit> limits) {
        jdbc.sql("select customer_id from customer_quota where customer_id in (:ids) order by customer_id for update")
                .param("ids", values(limits.stream().map(Limit::customer).toList()))
                .query(Long.class)
                .list();
    }

    long count(Sort sort, TreePath place) {
        String all = "select count(*) from " + TABLE.get(sort) + COUNTED.get(sort);
        if (place.isRoot()) {
            return jdbc.sql(all + " and t.customer_id is not null")
                    .query(Long.class)
                    .single();
        }
        return jdbc.sql(all + " and t.customer_id in"
                        + " (select b.id from customer b where b.path >= :path and b.path < :end)")
                .param("path", place.value())
                .param("end", place.end())
                .query(Long.class)
                .single();
    }

    /** What is at and below each of these customers. */
    Map<CustomerId, Long> counts(Sort sort, Collection<CustomerId> customers) {
        Map<CustomerId, Long> counts = new HashMap<>();
        jdbc.sql("select c.id, " + use(sort) + " from customer c where c.id in (:ids)")
                .param("ids", values(customers))
                .query(row -> {
                    counts.put(new CustomerId(row.getLong(1)), row.getLong(2));
                });
        return counts;
    }

    Map<CustomerId, TreePath> places(Collection<CustomerId> customers) {
        Map<CustomerId, TreePath> places = new HashMap<>();
        if (!customers.isEmpty()) {
            jdbc.sql("select id, path from customer where id in (:ids)")
                    .param("ids", values(customers))
                    .query(row -> {
                        places.put(new CustomerId(row.getLong("id")), new TreePath(row.getString("path")));
                    });
        }
        return places;
    }

    void note(Sort sort, CustomerId customer, long room, boolean warned) {
        jdbc.sql("update customer_quota set room_KEY = :room, warned_KEY = :warned where customer_id = :id"
                        .replace("KEY", sort.key()))
                .param("room", room)
                .param("warned", warned)
                .param("id", customer.value())
                .update();
    }

    /** The quota of a customer itself, with its use. */
    Quota.Use use(TreePath place) {
        Quota quota = jdbc.sql("select max_users, max_devices from customer_quota where customer_id = :id")
                .param("id", place.customer().value())
                .query((row, number) ->
                        new Quota(row.getObject("max_users", Long.class), row.getObject("max_devices", Long.class)))
                .optional()
                .orElse(Quota.NONE);
        return new Quota.Use(quota, count(Sort.USERS, place), count(Sort.DEVICES, place));
    }

    /** Replaces the quota of a customer. */
    void save(CustomerId customer, Quota.Use use) {
        jdbc.sql("delete from customer_quota where customer_id = :id")
                .param("id", customer.value())
                .update();
        Quota quota = use.quota();
        if (!quota.equals(Quota.NONE)) {
            jdbc.sql("""
                            insert into customer_quota (customer_id, max_users, max_devices, room_users, room_devices,
                                                        warned_users, warned_devices)
                            values (:id, :users, :devices, :roomUsers, :roomDevices, :warnedUsers, :warnedDevices)
                            """)
                    .param("id", customer.value())
                    .param("users", quota.users(), Types.BIGINT)
                    .param("devices", quota.devices(), Types.BIGINT)
                    .param("roomUsers", quota.users() == null ? 0 : quota.users() - use.users())
                    .param("roomDevices", quota.devices() == null ? 0 : quota.devices() - use.devices())
                    .param("warnedUsers", use.isNear(Sort.USERS))
                    .param("warnedDevices", use.isNear(Sort.DEVICES))
                    .update();
        }
        jdbc.sql("update customer set version = version + 1 where id = :id")
                .param("id", customer.value())
                .update();
    }

    private static List<Long> values(Collection<CustomerId> ids) {
        return ids.stream().map(CustomerId::value).toList();
    }
}
