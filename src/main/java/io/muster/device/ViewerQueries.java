package io.muster.device;

import io.muster.access.Group;
import io.muster.device.DeviceViewers.Candidate;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Users who might see a device, with all that decides it, by one statement. */
@Repository
class ViewerQueries {

    private final JdbcClient jdbc;

    ViewerQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Users of these customers, by name. */
    List<Candidate> candidates(DeviceId device, List<CustomerId> customers) {
        return jdbc.sql("""
                        select u.id, u.username, u.email, c.name as customer_name, c.path, u.restricted,
                               (select string_agg(g.group_name, ',') from user_group g where g.user_id = u.id) as group_names,
                               (select string_agg(cast(ul.location_id as varchar), ',') from user_location ul
                                where ul.user_id = u.id) as location_ids,
                               exists (select 1 from user_device ud where ud.user_id = u.id and ud.device_id = :device)
                                   as assigned,
                               (not u.active or u.password_hash is null or %s) as shut
                        from app_user u join customer c on c.id = u.customer_id
                        where u.customer_id in (:customers) and u.deleted_at is null
                        order by u.username_key
                        """.formatted(DeviceRepository.SUSPENDED))
                .param("device", device.value())
                .param("customers", customers.stream().map(CustomerId::value).toList())
                .query((row, number) -> candidate(row))
                .list();
    }

    /** Where a device is, whether or not the asker may know. */
    @Nullable
    LocationId location(DeviceId device) {
        Optional<Long> location = jdbc.sql("select location_id from device where id = :id and location_id is not null")
                .param("id", device.value())
                .query(Long.class)
                .optional();
        return location.map(LocationId::new).orElse(null);
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
                split(row.getString("location_ids"), LocationId::of),
                row.getBoolean("assigned"),
                row.getBoolean("shut"));
    }

    private static <T> Set<T> split(@Nullable String joined, Function<String, T> read) {
        return joined == null
                ? Set.of()
                : Arrays.stream(joined.split(",")).map(read).collect(Collectors.toSet());
    }
}
