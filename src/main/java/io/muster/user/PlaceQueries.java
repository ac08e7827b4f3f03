package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.user.UserPlaces.Candidate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Users who are assigned to locations, any number of them by one statement. */
@Repository
class PlaceQueries {

    /** Most that are offered at once; typing narrows it. */
    private static final int OFFERED = 200;

    private static final String SELECT = """
            select u.id, u.username, u.email, c.name as customer_name, c.path, u.restricted,
                   (select string_agg(g.group_name, ',') from user_group g where g.user_id = u.id) as group_names,
                   (select string_agg(cast(ul.location_id as varchar), ',') from user_location ul where ul.user_id = u.id)
                       as location_ids
            from app_user u join customer c on c.id = u.customer_id
            where u.deleted_at is null and u.customer_id in (:customers)
            """;

    private final JdbcClient jdbc;

    PlaceQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Users of these customers, by name. */
    List<Candidate> find(List<CustomerId> customers, ListQuery query) {
        Map<String, Object> more = new HashMap<>();
        more.put("q", query.pattern());
        return find(
                customers,
                "and (u.email_key like :q escape '!' or u.username_key like :q escape '!') order by u.username_key limit "
                        + OFFERED,
                more);
    }

    /** Those users of these customers who are meant by their ids, or by e-mail address or user name in lower case. */
    List<Candidate> find(List<CustomerId> customers, Set<UserId> ids, Set<String> keys) {
        Map<String, Object> more = new HashMap<>();
        // SQL takes no empty list; no user has these keys.
        more.put(
                "ids",
                ids.isEmpty() ? List.of(0L) : ids.stream().map(UserId::value).toList());
        more.put("keys", keys.isEmpty() ? List.of("") : keys);
        return find(
                customers,
                "and (u.id in (:ids) or u.email_key in (:keys) or u.username_key in (:keys)) order by u.id for update",
                more);
    }

    private List<Candidate> find(List<CustomerId> customers, String which, Map<String, Object> more) {
        return jdbc.sql(SELECT + which)
                .param("customers", customers.stream().map(CustomerId::value).toList())
                .params(more)
                .query((row, number) -> candidate(row))
                .list();
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                new UserId(row.getLong("id")),
                row.getString("username"),
                row.getString("email"),
                row.getString("customer_name"),
                new TreePath(row.getString("path")),
                split(row.getString("group_names"), Group::valueOf),
                row.getBoolean("restricted"),
                split(row.getString("location_ids"), LocationId::of));
    }

    private static <T> Set<T> split(@Nullable String joined, Function<String, T> read) {
        return joined == null
                ? Set.of()
                : Arrays.stream(joined.split(",")).map(read).collect(Collectors.toSet());
    }

    void assign(LocationId location, List<UserId> users) {
        if (users.isEmpty()) {
            return;
        }
        List<Long> ids = users.stream().map(UserId::value).toList();
        jdbc.sql("""
                        insert into user_location (user_id, location_id)
                        select u.id, cast(:location as bigint) from app_user u where u.id in (:ids)
                        """).param("location", location.value()).param("ids", ids).update();
        jdbc.sql("update app_user set version = version + 1 where id in (:ids)")
                .param("ids", ids)
                .update();
    }
}
