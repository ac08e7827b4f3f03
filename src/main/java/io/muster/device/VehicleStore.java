package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Vehicles in the database. A device's vehicle is the last one that was entered at the customer that has the device now. */
@Repository
class VehicleStore {

    /** Joins the vehicle "v" to the device "d". */
    static final String JOIN = " left join vehicle v on v.id = (select max(v2.id) from vehicle v2"
            + " where v2.device_id = d.id and v2.customer_id = d.customer_id)";

    /** Like {@link #JOIN}, where all devices are sorted by their vehicles, so that the last ones are found all at once. */
    static final String ALL = " left join (select v1.device_id, v1.customer_id, max(v1.id) as id from vehicle v1"
            + " group by v1.device_id, v1.customer_id) last on last.device_id = d.id and last.customer_id = d.customer_id"
            + " left join vehicle v on v.id = last.id";

    /** All vehicles "w" that are a device's, or were, at each customer the last one; for a search that goes through them once. */
    static final String LAST = " from vehicle w where w.id = (select max(w2.id) from vehicle w2"
            + " where w2.device_id = w.device_id and w2.customer_id = w.customer_id)";

    static final String VEHICLES = " from vehicle v";

    /**
     * Joins the vehicle "v" to the device "d", where it has one; for a list that finds the vehicle first. PostgreSQL knows that
     * most entries are the last ones, which it does not see where the last one is a maximum. An equation of the customers would say
     * the same, but it would then look for the device among all that the customer has.
     */
    static final String BUILT_INTO = " join vehicle v on v.device_id = d.id"
            + " and v.customer_id between d.customer_id and d.customer_id"
            + " and not exists (select 1 from vehicle v2"
            + " where v2.device_id = v.device_id and v2.customer_id = v.customer_id and v2.id > v.id)";

    /** The columns of {@link #vehicle}. */
    static final String COLUMNS =
            "v.id as vehicle_id, v.plate, v.vin as vehicle_vin, v.odometer_km, v.make, v.model as vehicle_model, v.built, v.kind";

    private final JdbcClient jdbc;

    VehicleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The vehicle in this row; null when there is none. */
    static @Nullable Vehicle vehicle(ResultSet row) throws SQLException {
        if (row.getObject("vehicle_id", Long.class) == null) {
            return null;
        }
        String kind = row.getString("kind");
        return new Vehicle(
                row.getString("plate"),
                Vin.of(row.getString("vehicle_vin")),
                row.getObject("odometer_km", Long.class),
                row.getString("make"),
                row.getString("vehicle_model"),
                row.getObject("built", Integer.class),
                kind == null ? null : Vehicle.Kind.valueOf(kind));
    }

    Optional<Vehicle> of(DeviceId device) {
        return jdbc.sql("select " + COLUMNS + " from device d" + JOIN + " where d.id = ? and v.id is not null")
                .param(device.value())
                .query((row, number) -> Objects.requireNonNull(vehicle(row)))
                .optional();
    }

    /** What was entered on site, in place of what this installation had before. */
    void save(Installation installation, Vehicle vehicle, Instant now) {
        jdbc.sql("delete from vehicle where installation_id = ?")
                .param(installation.id())
                .update();
        insert(installation.device(), installation.customer(), installation.id(), vehicle, now);
    }

    /** What was entered at the desk, in place of what was entered there before; null when there is no vehicle any more. */
    void save(DeviceId device, CustomerId customer, @Nullable Vehicle vehicle, Instant now) {
        String what = vehicle == null ? "" : " and installation_id is null";
        jdbc.sql("delete from vehicle where device_id = ? and customer_id = ?" + what)
                .params(device.value(), customer.value())
                .update();
        if (vehicle != null) {
            insert(device, customer, null, vehicle, now);
        }
    }

    private void insert(
            DeviceId device, CustomerId customer, @Nullable Long installation, Vehicle vehicle, Instant now) {
        jdbc.sql("""
                        insert into vehicle (device_id, customer_id, installation_id, plate, plate_key, vin, odometer_km, make,
                            model, built, kind, entered_at)
                        values (:device, :customer, :installation, :plate, :key, :vin, :odometer, :make, :model, :built, :kind,
                            :now)
                        """)
                .param("installation", installation)
                .param("device", device.value())
                .param("customer", customer.value())
                .param("plate", vehicle.plate())
                .param("key", vehicle.plateKey())
                .param("vin", text(vehicle.vin()))
                .param("odometer", vehicle.odometerKm())
                .param("make", vehicle.make())
                .param("model", vehicle.model())
                .param("built", vehicle.year())
                .param("kind", vehicle.kind() == null ? null : vehicle.kind().name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * A customer's vehicle goes along from one unit to another, whose own one ends.
     *
     * @return the vehicle, when there was one
     */
    Optional<Vehicle> carry(DeviceId from, DeviceId to, CustomerId customer) {
        Optional<Vehicle> carried = of(from);
        jdbc.sql("delete from vehicle where device_id = ? and customer_id = ?")
                .params(to.value(), customer.value())
                .update();
        jdbc.sql("update vehicle set device_id = ?, installation_id = null where device_id = ? and customer_id = ?")
                .params(to.value(), from.value(), customer.value())
                .update();
        return carried;
    }

    /** What other devices, where the actor may install, have the same. Which ones they are is not told. */
    Set<Vehicle.Finding> twiceOnSite(Actor actor, DeviceId device, Vehicle vehicle) {
        boolean below = actor.mayBelowHome(Permission.CLAIM_DEVICE);
        boolean narrow = actor.restricted();
        if (narrow && actor.locations().isEmpty()) {
            return EnumSet.noneOf(Vehicle.Finding.class);
        }
        Map<String, Object> parameters =
                new HashMap<>(Map.of("home", actor.home().value()));
        if (below) {
            parameters.put("end", actor.home().end());
        }
        if (narrow) {
            parameters.put(
                    "locations",
                    actor.locations().stream().map(LocationId::value).toList());
        }
        String reach = (below ? "c.path >= :home and c.path < :end" : "c.path = :home")
                + (narrow ? " and d.location_id in (:locations)" : "");
        return twice(reach, parameters, device, vehicle);
    }

    /** What other devices that somebody sees have the same. */
    Set<Vehicle.Finding> twice(Sight sight, DeviceId device, Vehicle vehicle) {
        SightSql sees = new SightSql(sight);
        return twice("(" + sees.listed() + ") and " + sees.seen(), sees.parameters(), device, vehicle);
    }

    private Set<Vehicle.Finding> twice(String reach, Map<String, Object> parameters, DeviceId device, Vehicle vehicle) {
        return jdbc.sql("""
                        select coalesce(max(case when v.plate_key = :plate then 1 else 0 end), 0) as plates,
                            coalesce(max(case when v.vin = :vin or d.vin = :vin then 1 else 0 end), 0) as vins
                        from device d join customer c on c.id = d.customer_id%s
                        where d.id <> :device and d.state in ('PENDING', 'ACCEPTED')
                            and (d.vin = :vin or d.id in
                                (select device_id from vehicle where vin = :vin or plate_key = :plate))
                            and %s
                        """.formatted(JOIN, reach))
                .params(parameters)
                .param("plate", vehicle.plateKey() == null ? "" : vehicle.plateKey())
                .param("vin", vehicle.vin() == null ? "" : vehicle.vin().value())
                .param("device", device.value())
                .query((row, number) -> findings(row.getInt("plates") > 0, row.getInt("vins") > 0))
                .single();
    }

    private static Set<Vehicle.Finding> findings(boolean plateTwice, boolean vinTwice) {
        Set<Vehicle.Finding> findings = EnumSet.noneOf(Vehicle.Finding.class);
        if (plateTwice) {
            findings.add(Vehicle.Finding.PLATE_TWICE);
        }
        if (vinTwice) {
            findings.add(Vehicle.Finding.VIN_TWICE);
        }
        return findings;
    }

    private static @Nullable String text(@Nullable Vin vin) {
        return vin == null ? null : vin.value();
    }
}
