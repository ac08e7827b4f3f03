package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
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
        Vehicle entered = vehicle.over(before);
        Set<Vehicle.Finding> findings = store.twiceOnSite(actor, device, entered);
        addTold(known, entered, findings);
        store.save(installation, entered, onSite.now());
        record(actor, known, "vehicle_entered", before, entered);
        return findings;
    }

    /**
     * Says at the desk which vehicle a unit is built into.
     *
     * @param before  what was looked at; null for none
     * @param vehicle null when it is in none any more
     * @return what should be looked at once more, also when it is the same vehicle as before; other devices count as far as
     *         the actor sees them and may read of them
     * @throws Rejected STALE when somebody else has entered another one since; CONFLICT for a unit that belongs to nobody
     */
    @Transactional
    public Set<Vehicle.Finding> edit(DeviceId device, @Nullable Vehicle before, @Nullable Vehicle vehicle) {
        Actor actor = access.actor();
        Known known = registrar.lock(device);
        DeviceRow row = sight.seen(actor, Permission.EDIT_VEHICLE, device);
        if (row.customerId() == null) {
            throw Rejected.conflict("problem.device.state", row.state().wire());
        }
        Vehicle current = store.of(device).orElse(null);
        if (!Objects.equals(current, before)) {
            throw Rejected.stale();
        }
        Set<Vehicle.Finding> findings = EnumSet.noneOf(Vehicle.Finding.class);
        if (vehicle != null) {
            if (actor.may(Permission.SEE_DEVICES, actor.home())) {
                findings.addAll(store.twice(actor.sight(), device, vehicle));
            }
            addTold(known, vehicle, findings);
        }
        if (!Objects.equals(current, vehicle)) {
            store.save(device, row.customerId(), vehicle, journal.now());
            record(actor, known, "vehicle_edited", current, vehicle);
        }
        return findings;
    }

    /** Adds to the findings what the unit itself tells. */
    private static void addTold(Known known, Vehicle vehicle, Set<Vehicle.Finding> findings) {
        if (vehicle.differsFrom(known.device().facts().get(Fact.VIN))) {
            findings.add(Vehicle.Finding.OTHER_VIN_TOLD);
        }
    }

    private void record(Actor actor, Known known, String action, @Nullable Vehicle before, @Nullable Vehicle after) {
        String told = known.device().facts().get(Fact.VIN);
        List<Change.Field> fields = Vehicle.changes(before, after);
        if (after != null && after.differsFrom(told)) {
            fields.add(new Change.Field("vinTold", null, told));
        }
        if (!fields.isEmpty()) {
            journal.changed(actor.by(), known, action, fields);
        }
    }
}
