package io.muster.device;

import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A telematics unit and its registration. Only people decide whose it is, what it is called and whether it is accepted; only
 * the unit tells its facts.
 *
 * @param customerId null while it belongs to nobody
 * @param rev        rises with every change of what the unit is told about its registration
 * @param replacedBy the unit that took its place, when it has been replaced
 */
public record Device(
        DeviceId id,
        UnitId unitId,
        @Nullable CustomerId customerId,
        @Nullable LocationId locationId,
        Name name,
        UnitState state,
        long rev,
        Facts facts,
        @Nullable UnitId replacedBy,
        Instant createdAt,
        long version) {

    static final String FIRST_SEEN = "first_seen";

    /** What became of an announcement. */
    sealed interface Announced {

        Presence presence();

        /** What the history is to say of it. */
        default List<Event> events() {
            return List.of();
        }

        /** It was applied. The device is the same one as before when the unit told nothing new. */
        record Applied(Device device, Presence presence, List<Event> events) implements Announced {}

        /** It is of a boot before the one last heard of: the history keeps what it says, the device stays as it is. */
        record Overtaken(Presence presence, List<Event> events) implements Announced {}

        /** It repeats the last one: the unit did not get its answer. */
        record Repeated(Presence presence) implements Announced {}

        /** An old one, of which the unit has long been told. */
        record Late(Presence presence) implements Announced {}

        /** Only the sign of life is kept, because the customer is suspended. */
        record OnlySeen(Presence presence) implements Announced {}

        /** The registration has ended; it changes nothing. */
        record Ended(Presence presence, Answer.Problem problem) implements Announced {}
    }

    /** An entry for the history. */
    record Event(String action, List<Change.Field> fields) {}

    /** A unit that asked to be let in and belongs to nobody. */
    static Device quarantined(DeviceId id, UnitId unit, Facts facts, Instant now) {
        return new Device(id, unit, null, null, new Name(unit.shown()), UnitState.UNCLAIMED, 1, facts, null, now, 0);
    }

    /** A device that a person registers. */
    static Device registered(DeviceId id, RegisterDevice data, Instant now) {
        return unknown(id, data.unitId(), Facts.NONE, now).registered(data);
    }

    /** A unit that nobody has heard of, and that is about to become somebody's. */
    static Device unknown(DeviceId id, UnitId unit, Facts facts, Instant now) {
        return new Device(id, unit, null, null, new Name(unit.shown()), UnitState.UNCLAIMED, 0, facts, null, now, 0);
    }

    /** A unit of the quarantine that a person registers by its id. */
    Device registered(RegisterDevice data) {
        Name called = data.name() == null ? name : data.name();
        return decided(data.customerId(), data.locationId(), called, accepted(data.accept()));
    }

    /** A unit that belongs to nobody and showed a valid enrolment token. */
    Device enrolled(CustomerId customer, @Nullable LocationId location, boolean accept) {
        return decided(customer, location, name, accepted(accept));
    }

    Device approved(CustomerId customer) {
        require(UnitState.UNCLAIMED, UnitState.PENDING, UnitState.DENIED);
        return decided(customer, locationId, name, UnitState.ACCEPTED);
    }

    Device denied() {
        require(UnitState.UNCLAIMED, UnitState.PENDING);
        return decided(customerId, locationId, name, UnitState.DENIED);
    }

    /** Claimed by who read its label. At another customer its location ends. */
    Device claimed(CustomerId customer, @Nullable LocationId location) {
        LocationId kept = customer.equals(customerId) ? locationId : null;
        return decided(customer, location == null ? kept : location, name, UnitState.ACCEPTED);
    }

    /** As it was before it was claimed. */
    Device unclaimed(@Nullable CustomerId customer, @Nullable LocationId location, UnitState before) {
        return decided(customer, location, name, before);
    }

    Device edited(DeviceData data) {
        return with(customerId, data.locationId(), data.name(), state, rev, replacedBy);
    }

    /** At another customer, whose locations are others. */
    Device moved(CustomerId customer) {
        return decided(customer, null, name, state);
    }

    /** Out of use for good. */
    Device decommissioned() {
        require(UnitState.PENDING, UnitState.ACCEPTED, UnitState.DENIED);
        return decided(customerId, locationId, name, UnitState.DECOMMISSIONED);
    }

    /** Out of use for good, because another unit has taken its place, and with it its name and location. */
    Device replaced(UnitId successor) {
        require(UnitState.PENDING, UnitState.ACCEPTED);
        return with(customerId, null, new Name(unitId.shown()), UnitState.REPLACED, rev + 1, successor);
    }

    /**
     * In the place of another unit. The vehicle is the old one's too, until this one tells of another, and so is the name; where
     * the old one had none, this one has none either.
     */
    Device replacing(Device old) {
        require(UnitState.UNCLAIMED, UnitState.PENDING, UnitState.ACCEPTED);
        Device next = decided(old.customerId, old.locationId, nameOf(old), UnitState.ACCEPTED);
        String vin = old.facts.get(Fact.VIN);
        return vin == null ? next : next.telling(new Facts(Map.of(Fact.VIN, vin)));
    }

    /** In its place again, after another unit had been there: what that one is called, and where it is, is its again. */
    Device restored(UnitState before, Device successor) {
        return with(customerId, successor.locationId, nameOf(successor), before, rev + 1, null);
    }

    /** What another device is called; its own unit id where that one has no name. */
    private Name nameOf(Device other) {
        return other.isNamed() ? other.name : new Name(unitId.shown());
    }

    /** A device that nobody has named is called as its unit id is shown. */
    boolean isNamed() {
        return !name.value().equals(unitId.shown());
    }

    /** As it was before it took the place of another unit. The VIN that it had from there goes. */
    Device stoodDown(BeforeSwap before, Device predecessor) {
        UnitState then = before.state() == null ? UnitState.UNCLAIMED : before.state();
        Device earlier = decided(before.customer(), before.location(), before.name(), then);
        String vin = facts.get(Fact.VIN);
        boolean taken = vin != null && vin.equals(predecessor.facts.get(Fact.VIN));
        return taken ? earlier.knowing(facts.with(Fact.VIN, before.vin())) : earlier;
    }

    private Device knowing(Facts known) {
        return new Device(id, unitId, customerId, locationId, name, state, rev, known, replacedBy, createdAt, version);
    }

    /** As a message of another make tells. */
    Device telling(Telemetry message) {
        return telling(message.facts()).introduced(message.name());
    }

    Device telling(Facts told) {
        return knowing(facts.updatedBy(told));
    }

    private static UnitState accepted(boolean accept) {
        return accept ? UnitState.ACCEPTED : UnitState.PENDING;
    }

    private void require(UnitState... allowed) {
        if (!Set.of(allowed).contains(state)) {
            throw Rejected.conflict("problem.device.state", state.wire());
        }
    }

    /** A person, or a token in a person's stead, decided something that the unit is told of. */
    private Device decided(@Nullable CustomerId customer, @Nullable LocationId location, Name called, UnitState next) {
        return with(customer, location, called, next, rev + 1, replacedBy);
    }

    private Device with(
            @Nullable CustomerId customer,
            @Nullable LocationId location,
            Name called,
            UnitState next,
            long revision,
            @Nullable UnitId successor) {
        return new Device(id, unitId, customer, location, called, next, revision, facts, successor, createdAt, version);
    }

    /** As the unit calls itself, as long as nobody has given it another name than its id. */
    Device introduced(@Nullable Name itself) {
        return itself == null || isNamed() ? this : with(customerId, locationId, itself, state, rev, replacedBy);
    }

    /**
     * Decides what becomes of an announcement (MQTT contract, Life of a unit; Order, duplicates, time).
     *
     * @param now       receipt, by the server's clock
     * @param suspended the customer, or one above it, is suspended
     */
    Announced announced(Announcement message, Presence before, Instant now, boolean suspended) {
        Presence seen = before.heard(now);
        switch (state) {
            case DENIED -> {
                return new Announced.Ended(seen, Answer.Problem.UNIT_DENIED);
            }
            case DECOMMISSIONED, REPLACED -> {
                return new Announced.Ended(seen, Answer.Problem.UNIT_DECOMMISSIONED);
            }
            case UNCLAIMED, PENDING, ACCEPTED -> {}
        }
        if (suspended) {
            return new Announced.OnlySeen(seen);
        }
        if (before.isSameBoot(message)) {
            if (before.isBehind(message)) {
                return message.msgId().equals(before.lastMsgId())
                        ? new Announced.Repeated(seen)
                        : new Announced.Late(seen);
            }
        } else if (!before.isNewerBoot(message, now)) {
            List<Change.Field> differences = facts.changesTo(facts.updatedBy(message.facts()));
            boolean again = message.msgId().equals(before.boots().late());
            return new Announced.Overtaken(
                    seen.booted(before.boots().overtaken(message.msgId())),
                    differences.isEmpty() || again ? List.of() : List.of(new Event("announced_late", differences)));
        }
        return applied(message, before, now);
    }

    private Announced applied(Announcement message, Presence before, Instant now) {
        Device after = telling(message.facts());
        List<Event> events = new ArrayList<>();
        if (before.announcedAt() == null) {
            events.add(new Event(FIRST_SEEN, facts.changesTo(after.facts)));
        } else {
            facts.changesByAction(after.facts).forEach((action, fields) -> events.add(new Event(action, fields)));
        }
        return new Announced.Applied(
                after.facts.equals(facts) ? this : after, before.announced(message, now), List.copyOf(events));
    }

    Answer.Registration registration(@Nullable String inReplyTo, Presence presence, Instant now, boolean suspended) {
        int heartbeatS = state == UnitState.UNCLAIMED ? QUARANTINE_HEARTBEAT_S : Math.abs(presence.heartbeatS());
        return new Answer.Registration(unitId, rev, state, replacedBy, inReplyTo, now, heartbeatS, suspended);
    }

    /** A unit that belongs to nobody need not be heard often. */
    private static final int QUARANTINE_HEARTBEAT_S = 3600;
}
