package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Vehicles in the database. A device's vehicle is the last one that was entered at the customer that has the device now. */
@Repository
class VehicleStore {

    private static final String CURRENT = """
            v.installation_id = (select max(v2.installation_id) from vehicle v2
                join installation i2 on i2.id = v2.installation_id and i2.customer_id = d.customer_id
                where v2.device_id = d.id)""";

    private final JdbcClient jdbc;

    VehicleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Vehicle> of(DeviceId device) {
        return jdbc.sql("select v.plate, v.vin, v.odometer_km, v.make, v.model from device d join vehicle v on "
                        + CURRENT + " where d.id = ?")
                .param(device.value())
                .query((row, number) -> new Vehicle(
                        row.getString("plate"),
                        Vin.of(row.getString("vin")),
                        row.getObject("odometer_km", Long.class),
                        row.getString("make"),
                        row.getString("model")))
                .optional();
    }

    void save(Installation installation, Vehicle vehicle, Instant now) {
        jdbc.sql("delete from vehicle where installation_id = ?")
                .param(installation.id())
                .update();
        jdbc.sql("""
                        insert into vehicle (installation_id, device_id, plate, plate_key, vin, odometer_km, make, model,
                            entered_at)
                        values (:installation, :device, :plate, :key, :vin, :odometer, :make, :model, :now)
                        """)
                .param("installation", installation.id())
                .param("device", installation.device().value())
                .param("plate", vehicle.plate())
                .param("key", vehicle.plateKey())
                .param("vin", text(vehicle.vin()))
                .param("odometer", vehicle.odometerKm())
                .param("make", vehicle.make())
                .param("model", vehicle.model())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The VIN that the unit itself tells of. */
    @Nullable
    String told(DeviceId device) {
        return jdbc.sql("select vin from device where id = ? and vin is not null")
                .param(device.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** What other devices, where the actor may install, have the same. Which ones they are is not told. */
    Set<Vehicle.Finding> twice(Actor actor, DeviceId device, Vehicle vehicle) {
        boolean below = actor.mayBelowHome(Permission.CLAIM_DEVICE);
        boolean narrow = actor.restricted();
        if (narrow && actor.locations().isEmpty()) {
            return EnumSet.noneOf(Vehicle.Finding.class);
        }
        JdbcClient.StatementSpec query = jdbc.sql("""
                        select coalesce(max(case when v.plate_key = :plate then 1 else 0 end), 0) as plates,
                            coalesce(max(case when v.vin = :vin or d.vin = :vin then 1 else 0 end), 0) as vins
                        from device d join customer c on c.id = d.customer_id left join vehicle v on %s
                        where d.id <> :device and d.state in ('PENDING', 'ACCEPTED')
                            and (d.vin = :vin or d.id in
                                (select device_id from vehicle where vin = :vin or plate_key = :plate))
                            and %s%s
                        """.formatted(
                                CURRENT,
                                below ? "c.path >= :home and c.path < :end" : "c.path = :home",
                                narrow ? " and d.location_id in (:locations)" : ""))
                .param("plate", vehicle.plateKey() == null ? "" : vehicle.plateKey())
                .param("vin", vehicle.vin() == null ? "" : vehicle.vin().value())
                .param("device", device.value())
                .param("home", actor.home().value());
        if (below) {
            query = query.param("end", actor.home().end());
        }
        if (narrow) {
            query = query.param(
                    "locations",
                    actor.locations().stream().map(LocationId::value).toList());
        }
        return query.query((row, number) -> {
                    Set<Vehicle.Finding> findings = EnumSet.noneOf(Vehicle.Finding.class);
                    if (row.getInt("plates") > 0) {
                        findings.add(Vehicle.Finding.PLATE_TWICE);
                    }
                    if (row.getInt("vins") > 0) {
                        findings.add(Vehicle.Finding.VIN_TWICE);
                    }
                    return findings;
                })
                .single();
    }

    private static @Nullable String text(@Nullable Vin vin) {
        return vin == null ? null : vin.value();
    }
}
