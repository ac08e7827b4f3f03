package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A unit is taken out of a vehicle and another one built in, by the labels of both: on site, for whoever may claim units there.
 * At the desk it is {@link Retirement#swap}.
 */
@Service
public class Swaps {

    private final Access access;
    private final DeviceSight sight;
    private final DeviceRepository devices;
    private final Labels labels;
    private final OnSite onSite;
    private final Exchange exchange;
    private final SwapStore store;
    private final VehicleStore vehicles;
    private final UnitUses uses;

    Swaps(
            Access access,
            DeviceSight sight,
            DeviceRepository devices,
            Labels labels,
            OnSite onSite,
            Exchange exchange,
            SwapStore store,
            VehicleStore vehicles,
            UnitUses uses) {
        this.access = access;
        this.sight = sight;
        this.devices = devices;
        this.labels = labels;
        this.onSite = onSite;
        this.exchange = exchange;
        this.store = store;
        this.vehicles = vehicles;
        this.uses = uses;
    }

    /**
     * A unit that is to be taken out, for whoever holds its label.
     *
     * @param vehicle null when nobody has entered one
     */
    public record Outgoing(
            UnitLabel label,
            String name,
            String customerName,
            @Nullable String locationName,
            @Nullable Vehicle vehicle) {}

    /**
     * A swap that was taken back.
     *
     * @param device  that is in its place again
     * @param signsIn false when it needs a new password: the broker beside Muster has forgotten the old one
     */
    public record Undone(DeviceId device, UnitId unit, boolean signsIn) {}

    /**
     * Says which unit this is, before anything is decided. A wrong code counts as a guess.
     *
     * @throws Rejected as {@link #swap} does
     */
    @Transactional
    public Outgoing check(UnitLabel old) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, actor.home());
        onSite.requireLeft(actor);
        Known known = outgoing(actor, old);
        Device device = known.device();
        SwapStore.Place at = store.place(device.id());
        return new Outgoing(
                old,
                device.name().value(),
                at.customerName(),
                at.locationName(),
                vehicles.of(device.id()).orElse(null));
    }

    /**
     * Puts the unit with one label in the place of the one with the other. It takes over name, customer, location, vehicle,
     * tags and direct assignments; the old one's password holds no more. For 15 minutes whoever did it can take it back
     * ({@link Installations#undo}). It counts as one unit of the job by which the actor came.
     *
     * @return the unit that is in the place now
     * @throws Rejected NOT_FOUND, always the same, for a label that leads to no unit which the actor could claim, or to one
     *                  that is out of use; TOO_MANY_REQUESTS after too many of these; CONFLICT when the job has no unit left
     *                  or is for another location
     */
    @Transactional
    public DeviceRow swap(UnitLabel old, UnitLabel successor) {
        return swap(old, successor, true);
    }

    /**
     * Like {@link #swap}, where nobody could be asked whether the unit that goes in is to be taken out of where it is.
     *
     * @throws Rejected CONFLICT too when it has a place already
     */
    @Transactional
    public DeviceRow swapUnasked(UnitLabel old, UnitLabel successor) {
        return swap(old, successor, false);
    }

    private DeviceRow swap(UnitLabel old, UnitLabel successor, boolean asked) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, actor.home());
        if (old.unit().equals(successor.unit())) {
            throw Rejected.invalid("unitId", "problem.device.same");
        }
        onSite.take(actor, null);
        // Both at once, in the order in which everybody locks.
        devices.lock(List.of(old.unit(), successor.unit()));
        Known out = outgoing(actor, old);
        Labels.Found in = labels.read(actor, successor.unit(), successor.code());
        if (!asked && uses.of(actor, in.known()).filter(UnitUse::placed).isPresent()) {
            throw Rejected.conflict("problem.swap.placed");
        }
        Exchange.Put put = exchange.put(actor.by(), out, in.known(), successor.unit());
        labels.use(successor, in);
        onSite.beginSwap(actor, in.known().device(), put);
        return sight.row(actor, put.now().device().id());
    }

    private Known outgoing(Actor actor, UnitLabel label) {
        Known known = labels.inUse(actor, label.unit(), label.code());
        LocationId at = known.device().locationId();
        if (actor.guest() == null
                && actor.restricted()
                && (at == null || !actor.locations().contains(at))) {
            throw Rejected.notFound("problem.swap");
        }
        LocationId ofJob = onSite.locationOfJob(actor);
        if (ofJob != null && !ofJob.equals(at)) {
            throw Rejected.conflict("problem.swap.elsewhere");
        }
        return known;
    }
}
