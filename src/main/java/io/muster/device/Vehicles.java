package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The vehicles that units are built into. */
@Service
public class Vehicles {

    private final Access access;
    private final OnSite onSite;
    private final DeviceSight sight;
    private final VehicleStore store;
    private final Registrar registrar;
    private final Journal journal;

    Vehicles(
            Access access, OnSite onSite, DeviceSight sight, VehicleStore store, Registrar registrar, Journal journal) {
        this.access = access;
        this.onSite = onSite;
        this.sight = sight;
        this.store = store;
        this.registrar = registrar;
        this.journal = journal;
    }

    /** The vehicle of a device that the viewer sees; empty when nobody has entered one. */
    @Transactional(readOnly = true)
    public Optional<Vehicle> of(DeviceId device) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.SEE_DEVICES, device);
        return store.of(device);
    }

    /** Like {@link #of}, for whoever has just installed the device. */
    @Transactional(readOnly = true)
    public Optional<Vehicle> installed(DeviceId device) {
        Actor actor = access.actor();
        onSite.require(actor, device);
        return store.of(device);
    }

    /**
     * Says which vehicle a unit was built into, on site.
     *
     * @return what should be looked at once more
     * @throws Rejected NOT_FOUND when the actor has not just installed this device
     */
    @Transactional
    public Set<Vehicle.Finding> enter(DeviceId device, Vehicle vehicle) {
        Actor actor = access.actor();
        Known known = registrar.lock(device);
        Installation installation = onSite.require(actor, device);
        Vehicle before = store.of(device).orElse(null);
        Set<Vehicle.Finding> findings = store.twice(actor, device, vehicle);
        String told = store.told(device);
        boolean differs = told != null
                && vehicle.vin() != null
                && !told.equals(vehicle.vin().value());
        if (differs) {
            findings.add(Vehicle.Finding.OTHER_VIN_TOLD);
        }
        store.save(installation, vehicle, onSite.now());
        List<Change.Field> fields = difference(before, vehicle);
        if (differs) {
            fields.add(new Change.Field("vinTold", null, told));
        }
        if (!fields.isEmpty()) {
            journal.changed(actor.by(), known, "vehicle_entered", fields);
        }
        return findings;
    }

    private static List<Change.Field> difference(@Nullable Vehicle before, Vehicle after) {
        List<Change.Field> fields = new ArrayList<>();
        fields.addAll(Change.Field.of("plate", before == null ? null : before.plate(), after.plate()));
        fields.addAll(Change.Field.of("vin", before == null ? null : before.vin(), after.vin()));
        fields.addAll(Change.Field.of("odometerKm", before == null ? null : before.odometerKm(), after.odometerKm()));
        fields.addAll(Change.Field.of("make", before == null ? null : before.make(), after.make()));
        fields.addAll(Change.Field.of("vehicleModel", before == null ? null : before.model(), after.model()));
        return fields;
    }
}
