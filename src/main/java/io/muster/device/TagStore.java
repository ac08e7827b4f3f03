package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Tags in the database, of any number of devices by one statement. */
@Repository
class TagStore {

    /** The tags of the device "d" at the customer that has it now. */
    static final String TAGS =
            "(select array_agg(t.tag) from device_tag t where t.device_id = d.id and t.customer_id = d.customer_id)";

    private final JdbcClient jdbc;

    TagStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What each of these devices has; those without tags are left out. */
    Map<DeviceId, Set<Tag>> of(Collection<DeviceId> devices) {
        Map<DeviceId, Set<Tag>> tags = new LinkedHashMap<>();
        jdbc.sql("""
                        select t.device_id, t.tag from device_tag t
                            join device d on d.id = t.device_id and d.customer_id = t.customer_id
                        where t.device_id = any(?)
                        """)
                .param(ids(devices))
                .query((row, number) -> tags.computeIfAbsent(
                                new DeviceId(row.getLong("device_id")), first -> new TreeSet<>())
                        .add(new Tag(row.getString("tag"))))
                .list();
        return tags;
    }

    /** Puts tags to devices, at the customers that have them; what is there already stays. */
    void add(Collection<DeviceId> devices, Collection<Tag> tags) {
        if (!tags.isEmpty()) {
            jdbc.sql("""
                            insert into device_tag (device_id, customer_id, tag)
                            select d.id, d.customer_id, s.tag from device d
                                cross join (select * from unnest(?) as n (tag)) s
                            where d.id = any(?) and d.customer_id is not null and not exists (select 1 from device_tag t
                                where t.device_id = d.id and t.customer_id = d.customer_id and t.tag = s.tag)
                            """).params(words(tags), ids(devices)).update();
        }
    }

    void remove(Collection<DeviceId> devices, Collection<Tag> tags) {
        if (!tags.isEmpty()) {
            jdbc.sql("""
                            delete from device_tag where device_id = any(?) and tag = any(?) and customer_id =
                                (select d.customer_id from device d where d.id = device_tag.device_id)
                            """).params(ids(devices), words(tags)).update();
        }
    }

    /** A customer's tags go along from one unit to another, whose own ones end. */
    void carry(DeviceId from, DeviceId to, CustomerId customer) {
        jdbc.sql("delete from device_tag where device_id = ? and customer_id = ?")
                .params(to.value(), customer.value())
                .update();
        jdbc.sql("update device_tag set device_id = ? where device_id = ? and customer_id = ?")
                .params(to.value(), from.value(), customer.value())
                .update();
    }

    private static SqlArrayValue ids(Collection<DeviceId> devices) {
        return new SqlArrayValue("bigint", devices.stream().map(DeviceId::value).toArray());
    }

    private static SqlArrayValue words(Collection<Tag> tags) {
        return new SqlArrayValue(
                "varchar", List.copyOf(tags).stream().map(Tag::value).toArray());
    }
}
