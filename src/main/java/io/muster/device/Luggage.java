package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    /**
     * Takes everything along from one device to another one of the same customer. Carried the other way, it is as it was, but
     * for what the other one had of its own.
     */
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
