package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Unguarded;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The end of a device's life: it is decommissioned for good, or another unit takes its place. */
@Service
public class Retirement {

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceSight sight;
    private final UnitCredentials credentials;
    private final ClaimCodes codes;
    private final WaitingClients waiting;
    private final Registrar registrar;
    private final Exchange exchange;
    private final SwapStore swaps;
    private final SwapReversal reversal;

    Retirement(
            Access access,
            DeviceRepository devices,
            DeviceSight sight,
            UnitCredentials credentials,
            ClaimCodes codes,
            WaitingClients waiting,
            Registrar registrar,
            Exchange exchange,
            SwapStore swaps,
            SwapReversal reversal) {
        this.access = access;
        this.devices = devices;
        this.sight = sight;
        this.credentials = credentials;
        this.codes = codes;
        this.waiting = waiting;
        this.registrar = registrar;
        this.exchange = exchange;
        this.swaps = swaps;
        this.reversal = reversal;
    }

    /**
     * The unit that took another one's place.
     *
     * @param credential the new unit's password, shown this once; null when it has one already
     */
    public record Swapped(DeviceRow device, @Nullable Credential credential) {}

    /**
     * A device that is in its place again, after a swap was taken back.
     *
     * @param signsIn false when it needs a new password: the broker beside Muster has forgotten the old one
     */
    public record Restored(DeviceRow device, boolean signsIn) {}

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
        exchange.end(before);
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
        Known next = both.get(successor);
        boolean spare = next != null && next.device().customerId() != null;
        if (next != null && spare) {
            requireSpare(actor, next);
        }
        Known now = exchange.put(actor.by(), old, next, successor).now();
        return new Swapped(sight.row(actor, now.device().id()), spare ? null : introduce(now));
    }

    /** A unit that nobody has registered yet gets its password, as at any registration. */
    private Credential introduce(Known now) {
        DeviceId id = now.device().id();
        waiting.forget(id);
        String password = credentials.issue(id);
        return registrar.credential(
                now.device().unitId(), password, codes.of(id).orElseThrow());
    }

    /**
     * What a unit does that is to take a device's place, and would then do no more; empty when it is a spare one, when nobody
     * knows it, and when the actor does not see it.
     */
    @Transactional(readOnly = true)
    public Optional<DeviceRow> otherUse(DeviceId old, UnitId successor) {
        Actor actor = access.actor();
        CustomerId customer = sight.seen(actor, Permission.RETIRE_DEVICE, old).customerId();
        return sight.find(actor, successor)
                .filter(row -> row.seen() && row.state().isOpen() && row.customerId() != null)
                .filter(row -> !Objects.equals(row.customerId(), customer)
                        || row.vehicle() != null
                        || row.lastSeenAt() != null
                        || !row.tags().isEmpty());
    }

    /** The device that has taken this one's place, when the actor's lists have it. */
    @Transactional(readOnly = true)
    public Optional<DeviceRow> successor(DeviceId old) {
        Actor actor = access.actor();
        UnitId unit = sight.seen(actor, Permission.SEE_DEVICES, old).replacedBy();
        return unit == null ? Optional.empty() : sight.find(actor, unit);
    }

    /** The unit in whose place this device came so lately that it can be taken back; empty when it cannot. */
    @Transactional(readOnly = true)
    public Optional<UnitId> replacedLately(DeviceId successor) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.SEE_DEVICES, successor);
        return swaps.last(successor)
                .filter(swap -> !registrar.now().isAfter(swap.at().plus(SwapReversal.UNDO)))
                .map(SwapStore.Swap::oldUnit);
    }

    /**
     * Takes it back that a device took another one's place: the other one is in its place again, and the device is what it was
     * before, or forgotten if nobody knew it and it has not been heard.
     *
     * @throws Rejected CONFLICT after 15 minutes, or when somebody has decided something else about one of the two since
     */
    @Transactional
    public Restored undo(DeviceId successor) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.RETIRE_DEVICE, successor);
        SwapStore.Swap swap = swaps.last(successor).orElseThrow(() -> Rejected.conflict("problem.swap.undo"));
        CustomerId before = swap.before().customer();
        if (before != null) {
            access.require(actor, Permission.RETIRE_DEVICE, before);
        }
        Swaps.Undone undone = reversal.undo(actor.by(), swap);
        return new Restored(sight.row(actor, undone.device()), undone.signsIn());
    }

    @Unguarded("forgets what can no longer be taken back")
    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT15M")
    @Transactional
    public void forgetPasswords() {
        swaps.forgetPasswords(registrar.now().minus(SwapReversal.UNDO));
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

    private static void requireVersion(Known known, @Nullable Long version) {
        if (version != null && known.device().version() != version) {
            throw Rejected.stale();
        }
    }
}
