package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The end of a device's life: it is decommissioned, or another unit takes its place. Neither is ever undone. */
@Service
public class Retirement {

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceSight sight;
    private final UnitCredentials credentials;
    private final WaitingClients waiting;
    private final Registrar registrar;
    private final Luggage luggage;

    Retirement(
            Access access,
            DeviceRepository devices,
            DeviceSight sight,
            UnitCredentials credentials,
            WaitingClients waiting,
            Registrar registrar,
            Luggage luggage) {
        this.access = access;
        this.devices = devices;
        this.sight = sight;
        this.credentials = credentials;
        this.waiting = waiting;
        this.registrar = registrar;
        this.luggage = luggage;
    }

    /**
     * The unit that took another one's place.
     *
     * @param credential the new unit's password, shown this once; null when it has one already
     */
    public record Swapped(DeviceRow device, @Nullable Credential credential) {}

    /**
     * Takes a device out of use. Its password no longer holds, its connection ends, and whatever it announces later is
     * refused.
     *
     * @param version the version that was looked at, or null
     * @throws Rejected STALE when somebody else has changed the device since; CONFLICT when it is out of use already, or
     *                  belongs to nobody
     */
    @Transactional
    public DeviceRow decommission(DeviceId id, @Nullable Long version) {
        Actor actor = access.actor();
        Known before = registrar.lock(id);
        sight.seen(actor, Permission.RETIRE_DEVICE, id);
        requireVersion(before, version);
        registrar.save(actor.by(), before, before.device().decommissioned(), "decommissioned");
        end(before);
        return sight.row(actor, id);
    }

    /**
     * Puts another unit in the place of a device: it takes over name, vehicle, location, customer and direct assignments. It
     * can be one that nobody knows yet, one of the quarantine, or a spare one of the actor's. The old one is told which unit
     * replaced it; its password no longer holds.
     *
     * @param version the version that was looked at, or null
     * @throws Rejected INVALID when the new unit is out of reach; CONFLICT when one of the two is not in a state for it
     */
    @Transactional
    public Swapped swap(DeviceId id, @Nullable Long version, UnitId successor) {
        Actor actor = access.actor();
        UnitId own = sight.seen(actor, Permission.RETIRE_DEVICE, id).unitId();
        if (own.equals(successor)) {
            throw Rejected.invalid("newUnitId", "problem.device.same");
        }
        // Both at once, in the order in which everybody locks.
        var both = devices.lock(java.util.List.of(own, successor));
        Known old = Optional.ofNullable(both.get(own)).orElseThrow(Rejected::notFound);
        sight.seen(actor, Permission.RETIRE_DEVICE, id);
        requireVersion(old, version);
        Device retired = old.device().replaced(successor);
        Known next = both.get(successor);
        if (next != null && next.device().customerId() != null) {
            requireSpare(actor, next);
        }
        registrar.save(actor.by(), old, retired, "replaced", Change.Field.of("replacedBy", null, successor));
        end(old);
        Credential credential = next == null || next.device().customerId() == null
                ? introduce(actor, old, next, successor)
                : takeOver(actor, old, next);
        DeviceId taken = devices.lock(successor).orElseThrow().device().id();
        return new Swapped(sight.row(actor, taken), credential);
    }

    private void requireSpare(Actor actor, Known next) {
        try {
            sight.seen(actor, Permission.RETIRE_DEVICE, next.device().id());
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid("newUnitId", "problem.device.unavailable");
            }
            throw rejected;
        }
    }

    /** A unit that nobody has registered yet gets its password, as at any registration. */
    private Credential introduce(Actor actor, Known old, @Nullable Known next, UnitId successor) {
        Known saved;
        if (next == null) {
            Device fresh = Device.unknown(registrar.nextId(), successor, Facts.NONE, registrar.now());
            saved = registrar.add(actor.by(), fresh.replacing(old.device()), "registered");
        } else {
            saved = registrar.save(
                    actor.by(),
                    next,
                    next.device().replacing(old.device()),
                    "registered",
                    Change.Field.of("unitId", null, successor));
            waiting.forget(next.device().id());
        }
        DeviceId id = saved.device().id();
        String password = credentials.issue(id, false);
        luggage.carry(actor.by(), old.device().id(), saved);
        return registrar.credential(
                successor, password, credentials.claimCode(id).orElseThrow());
    }

    private @Nullable Credential takeOver(Actor actor, Known old, Known next) {
        Known saved = registrar.save(
                actor.by(),
                next,
                next.device().replacing(old.device()),
                "took_over",
                Change.Field.of("replaces", null, old.device().unitId()));
        luggage.carry(actor.by(), old.device().id(), saved);
        return null;
    }

    private void end(Known known) {
        credentials.revoke(known.device().id());
        waiting.forget(known.device().id());
        registrar.disconnect(known.device().unitId());
    }

    private static void requireVersion(Known known, @Nullable Long version) {
        if (version != null && known.device().version() != version) {
            throw Rejected.stale();
        }
    }
}
