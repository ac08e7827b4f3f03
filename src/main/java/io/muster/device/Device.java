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
import org.jspecify.annotations.Nullable;

/**
 * A telematics unit and its registration. Only people decide whose it is, what it is called and whether it is accepted; only
 * the unit tells its facts.
 *
 * @param customerId null while it belongs to nobody
 * @param rev        rises with every change of what the unit is told about its registration
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
        Instant createdAt,
        long version) {

    /** What became of an announcement. */
    sealed interface Announced {

        Presence presence();

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
        return new Device(id, unit, null, null, new Name(unit.shown()), UnitState.UNCLAIMED, 1, facts, now, 0);
    }

    /** A device that a person registers. */
    static Device registered(DeviceId id, RegisterDevice data, Instant now) {
        UnitId unit = data.unitId();
        Name name = new Name(unit.shown());
        return new Device(id, unit, null, null, name, UnitState.UNCLAIMED, 0, Facts.NONE, now, 0).registered(data);
    }

    /** A unit of the quarantine that a person registers by its id. */
    Device registered(RegisterDevice data) {
        Name called = data.name() == null ? name : data.name();
        UnitState next = data.accept() ? UnitState.ACCEPTED : UnitState.PENDING;
        return new Device(
                id, unitId, data.customerId(), data.locationId(), called, next, rev + 1, facts, createdAt, version);
    }

    Device approved(CustomerId customer) {
        if (state != UnitState.UNCLAIMED && state != UnitState.PENDING && state != UnitState.DENIED) {
            throw Rejected.conflict("problem.device.state", state.wire());
        }
        return new Device(
                id, unitId, customer, locationId, name, UnitState.ACCEPTED, rev + 1, facts, createdAt, version);
    }

    Device denied() {
        if (state != UnitState.UNCLAIMED && state != UnitState.PENDING) {
            throw Rejected.conflict("problem.device.state", state.wire());
        }
        return new Device(
                id, unitId, customerId, locationId, name, UnitState.DENIED, rev + 1, facts, createdAt, version);
    }

    Device edited(DeviceData data) {
        return new Device(
                id, unitId, customerId, data.locationId(), data.name(), state, rev, facts, createdAt, version);
    }

    /** At another customer, whose locations are others. */
    Device moved(CustomerId customer) {
        return new Device(id, unitId, customer, null, name, state, rev, facts, createdAt, version);
    }

    Device telling(Facts told) {
        return new Device(
                id, unitId, customerId, locationId, name, state, rev, facts.updatedBy(told), createdAt, version);
    }

    /** As the unit calls itself, as long as nobody has given it another name than its id. */
    Device introduced(@Nullable Name itself) {
        return itself == null || !name.value().equals(unitId.shown())
                ? this
                : new Device(id, unitId, customerId, locationId, itself, state, rev, facts, createdAt, version);
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
            return new Announced.Overtaken(
                    seen, differences.isEmpty() ? List.of() : List.of(new Event("announced_late", differences)));
        }
        return applied(message, before, now);
    }

    private Announced applied(Announcement message, Presence before, Instant now) {
        Device after = telling(message.facts());
        List<Event> events = new ArrayList<>();
        if (before.announcedAt() == null) {
            events.add(new Event("first_seen", facts.changesTo(after.facts)));
        } else {
            facts.changesByAction(after.facts).forEach((action, fields) -> events.add(new Event(action, fields)));
        }
        return new Announced.Applied(
                after.facts.equals(facts) ? this : after, before.announced(message, now), List.copyOf(events));
    }

    Answer.Registration registration(@Nullable String inReplyTo, Presence presence, Instant now, boolean suspended) {
        int heartbeatS = state == UnitState.UNCLAIMED ? QUARANTINE_HEARTBEAT_S : presence.heartbeatS();
        return new Answer.Registration(unitId, rev, state, inReplyTo, now, heartbeatS, suspended);
    }

    /** A unit that belongs to nobody need not be heard often. */
    private static final int QUARANTINE_HEARTBEAT_S = 3600;
}
