package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** What goes along when another unit takes a device's place: direct assignments, the vehicle, the tags. */
@Component
class Luggage {

    private final VehicleStore vehicles;
    private final TagStore tags;
    private final Journal journal;
    private final JdbcClient jdbc;

    Luggage(VehicleStore vehicles, TagStore tags, Journal journal, JdbcClient jdbc) {
        this.vehicles = vehicles;
        this.tags = tags;
        this.journal = journal;
        this.jdbc = jdbc;
    }

    /** What a device has: the users that it is assigned to directly, its tags, its vehicle. */
    record Had(
            List<Long> users, List<String> tags, @Nullable Vehicle vehicle) {

        static final Had NOTHING = new Had(List.of(), List.of(), null);
    }

    Had of(DeviceId device) {
        return new Had(
                jdbc.sql("select user_id from user_device where device_id = ? order by user_id")
                        .param(device.value())
                        .query((row, number) -> row.getLong("user_id"))
                        .list(),
                tags.of(List.of(device)).getOrDefault(device, Set.of()).stream()
                        .map(Tag::value)
                        .toList(),
                vehicles.of(device).orElse(null));
    }

    /** Gives a device back what it had, in so far as that is missing. */
    void restore(Device device, Had had) {
        DeviceId id = device.id();
        jdbc.sql("insert into user_device (user_id, device_id) select u.id, ? from app_user u where u.id = any(?)"
                        + " and not exists (select 1 from user_device a where a.user_id = u.id and a.device_id = ?)")
                .params(id.value(), new SqlArrayValue("bigint", had.users().toArray()), id.value())
                .update();
        tags.add(List.of(id), had.tags().stream().map(Tag::new).toList());
        if (had.vehicle() != null
                && device.customerId() != null
                && vehicles.of(id).isEmpty()) {
            vehicles.save(id, device.customerId(), had.vehicle(), journal.now());
        }
    }

    /** Takes everything along from one device to another one of the same customer, whose own things end. */
    void carry(Change.By by, DeviceId from, Known next) {
        DeviceId to = next.device().id();
        CustomerId customer = Objects.requireNonNull(next.device().customerId());
        jdbc.sql("delete from user_device where device_id = ?")
                .param(to.value())
                .update();
        jdbc.sql("update user_device set device_id = ? where device_id = ?")
                .params(to.value(), from.value())
                .update();
        tags.carry(from, to, customer);
        vehicles.carry(from, to, customer)
                .ifPresent(vehicle -> journal.changed(by, next, "vehicle_taken_over", Vehicle.changes(null, vehicle)));
    }
}
