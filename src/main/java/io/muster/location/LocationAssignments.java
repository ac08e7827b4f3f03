package io.muster.location;

import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who and what is assigned to a location, whoever looks. */
@Repository
class LocationAssignments {

    private final JdbcClient jdbc;

    LocationAssignments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<UserId> users(LocationId id) {
        return jdbc.sql("select user_id from user_location where location_id = :id order by user_id")
                .param("id", id.value())
                .query((row, number) -> new UserId(row.getLong("user_id")))
                .list();
    }

    List<DeviceId> devices(LocationId id) {
        return jdbc.sql("select id from device where location_id = :id order by id for update")
                .param("id", id.value())
                .query((row, number) -> new DeviceId(row.getLong("id")))
                .list();
    }

    /** Users of the subtree who see devices at this location alone. */
    long onlyHere(TreePath home, LocationId id) {
        return jdbc.sql("""
                        select count(*) from user_location ul join app_user u on u.id = ul.user_id
                        join customer c on c.id = u.customer_id
                        where ul.location_id = :id and u.restricted and u.deleted_at is null
                          and c.path >= :home and c.path < :homeEnd
                          and not exists (select 1 from user_location o where o.user_id = u.id and o.location_id <> :id)
                        """)
                .param("id", id.value())
                .param("home", home.value())
                .param("homeEnd", home.end())
                .query(Long.class)
                .single();
    }

    /** Nobody and nothing is assigned to the location any more. */
    void release(LocationId id) {
        jdbc.sql("""
                        update app_user set version = version + 1
                        where id in (select user_id from user_location where location_id = :id)
                        """).param("id", id.value()).update();
        jdbc.sql("delete from user_location where location_id = :id")
                .param("id", id.value())
                .update();
        jdbc.sql("update device set location_id = null, version = version + 1 where location_id = :id")
                .param("id", id.value())
                .update();
    }

    /** Assigns those of them again who still belong there, and have not been assigned elsewhere since. */
    void assign(Location location, TreePath place, Collection<UserId> users, Collection<DeviceId> devices) {
        if (!users.isEmpty()) {
            List<Long> ids = users.stream().map(UserId::value).toList();
            List<Long> above = place.ids().stream().map(CustomerId::value).toList();
            jdbc.sql("""
                            insert into user_location (user_id, location_id)
                            select u.id, cast(:location as bigint) from app_user u
                            where u.id in (:ids) and u.customer_id in (:above)
                            """)
                    .param("location", location.id().value())
                    .param("ids", ids)
                    .param("above", above)
                    .update();
            jdbc.sql("update app_user set version = version + 1 where id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
        if (!devices.isEmpty()) {
            jdbc.sql("""
                            update device set location_id = :location, version = version + 1
                            where id in (:ids) and customer_id = :customer and location_id is null
                            """)
                    .param("location", location.id().value())
                    .param("customer", location.customerId().value())
                    .param("ids", devices.stream().map(DeviceId::value).toList())
                    .update();
        }
    }
}
