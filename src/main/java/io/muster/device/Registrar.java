package io.muster.device;

import io.muster.customer.Quota;
import io.muster.customer.QuotaGate;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Carries out what was decided about devices: the row, the history, and what the unit is told. Whatever makes a device a
 * customer's goes through {@link #add}, {@link #save}, {@link #take} or {@link #move}.
 */
@Component
class Registrar {

    private static final int PART = 1_000;
    /** What the history says of a device where it was. */
    private static final String MOVED_AWAY = "moved_away";

    private final DeviceRepository devices;
    private final UnitChannel channel;
    private final Journal journal;
    private final QuotaGate quotas;

    Registrar(DeviceRepository devices, UnitChannel channel, Journal journal, QuotaGate quotas) {
        this.devices = devices;
        this.channel = channel;
        this.journal = journal;
        this.quotas = quotas;
    }

    Instant now() {
        return journal.now();
    }

    DeviceId nextId() {
        return devices.nextId();
    }

    /** Keeps others from changing a device, before anything is decided by what it is: whose it is may just change. */
    Known lock(DeviceId id) {
        return devices.lock(id).orElseThrow(Rejected::notFound);
    }

    /**
     * Adds a device that nobody knew.
     *
     * @throws Rejected INVALID when somebody else was faster
     */
    Known add(Change.By by, Device device, String action) {
        if (device.customerId() != null) {
            quotas.admit(Quota.Sort.DEVICES, device.customerId(), 1);
        }
        try {
            devices.insert(List.of(device));
        } catch (DuplicateKeyException e) {
            // After an error PostgreSQL answers nothing more in this transaction.
            throw Rejected.invalid("unitId", "problem.device.unavailable");
        }
        return done(by, device.id(), action, Journal.difference(null, device));
    }

    /** Saves what was decided about a device; nothing when that is how it was. */
    Known save(Change.By by, Known before, Device changed, String action) {
        return save(by, before, changed, action, List.of());
    }

    /**
     * Like {@link #save(Change.By, Known, Device, String)}.
     *
     * @param more what else the history is to say
     */
    Known save(Change.By by, Known before, Device changed, String action, List<Change.Field> more) {
        if (changed.equals(before.device())) {
            return before;
        }
        List<Change.Field> fields = new ArrayList<>(Journal.difference(before.device(), changed));
        fields.addAll(more);
        CustomerId from = before.device().customerId();
        CustomerId to = changed.customerId();
        if (to != null && !to.equals(from)) {
            quotas.admit(Quota.Sort.DEVICES, to, Collections.singletonList(from));
        }
        if (from != null && !from.equals(to)) {
            devices.part(List.of(changed.id()));
        }
        devices.update(List.of(changed));
        return done(by, changed.id(), action, fields);
    }

    /**
     * Like {@link #save(Change.By, Known, Device, String, List)}, of what may be another customer's by that. The history of the
     * one that had the device says that it has gone, as after a move; not what is decided about it where it is now.
     */
    Known take(Change.By by, Known before, Device changed, String action, List<Change.Field> more) {
        CustomerId from = before.device().customerId();
        CustomerId to = changed.customerId();
        if (from != null && to != null && !to.equals(from)) {
            Device gone = before.device().moved(to);
            journal.changed(by, before, MOVED_AWAY, Journal.difference(before.device(), gone));
        }
        return save(by, before, changed, action, more);
    }

    private Known done(Change.By by, DeviceId id, String action, List<Change.Field> fields) {
        Known after = devices.lock(id).orElseThrow();
        journal.changed(by, after, action, fields);
        tell(after);
        return after;
    }

    /**
     * Moves devices to another customer, a thousand at a time by the same few statements. Their locations and direct
     * assignments end, and both customers' histories say so; what was before stays with the customer that had them.
     *
     * @param told hears how many have been moved so far
     */
    void move(Change.By by, Collection<Known> before, CustomerId target, IntConsumer told) {
        List<Known> moving = before.stream()
                .filter(known -> !target.equals(known.device().customerId()))
                // From part to part in the order in which the intake writes presences too.
                .sorted(Comparator.comparing(known -> known.device().id()))
                .toList();
        if (moving.isEmpty()) {
            return;
        }
        quotas.admit(
                Quota.Sort.DEVICES,
                target,
                moving.stream().map(known -> known.device().customerId()).toList());
        for (int from = 0; from < moving.size(); from += PART) {
            int end = Math.min(moving.size(), from + PART);
            movePart(by, moving.subList(from, end), target);
            told.accept(end);
        }
    }

    private void movePart(Change.By by, List<Known> part, CustomerId target) {
        Map<UnitId, Known> moving = new LinkedHashMap<>();
        part.forEach(known -> moving.put(known.device().unitId(), known));
        devices.part(moving.values().stream().map(known -> known.device().id()).toList());
        devices.update(moving.values().stream()
                .map(known -> known.device().moved(target))
                .toList());
        Instant now = journal.now();
        List<Change> changes = new ArrayList<>();
        devices.lock(moving.keySet()).forEach((unit, after) -> {
            Known old = Objects.requireNonNull(moving.get(unit));
            List<Change.Field> fields = Journal.difference(old.device(), after.device());
            changes.add(Journal.change(by, old, new Device.Event(MOVED_AWAY, fields), now));
            changes.add(Journal.change(by, after, new Device.Event("moved_here", fields), now));
            tell(after);
        });
        journal.record(changes);
    }

    /**
     * Saves the same decision about many devices, all of them by the same few statements; what it does not change stays.
     *
     * @return the devices as they are now
     */
    List<Known> saveAll(Change.By by, Collection<Known> before, Function<Device, Device> decision, String action) {
        Map<UnitId, Device> old = new LinkedHashMap<>();
        List<Device> changed = new ArrayList<>();
        Map<CustomerId, List<@Nullable CustomerId>> coming = new HashMap<>();
        for (Known known : before) {
            Device after = decision.apply(known.device());
            if (!after.equals(known.device())) {
                old.put(known.device().unitId(), known.device());
                changed.add(after);
                if (after.customerId() != null && known.device().customerId() == null) {
                    coming.computeIfAbsent(after.customerId(), first -> new ArrayList<>())
                            .add(null);
                }
            }
        }
        if (changed.isEmpty()) {
            return List.of();
        }
        quotas.admit(Quota.Sort.DEVICES, coming);
        devices.update(changed);
        Instant now = journal.now();
        List<Change> changes = new ArrayList<>();
        List<Known> decided = List.copyOf(devices.lock(old.keySet()).values());
        decided.forEach(after -> {
            Device was = Objects.requireNonNull(old.get(after.device().unitId()));
            List<Change.Field> fields = Journal.difference(was, after.device());
            changes.add(Journal.change(by, after, new Device.Event(action, fields), now));
            tell(after);
        });
        journal.record(changes);
        return decided;
    }

    /** Leaves the registration with the broker. */
    void tell(Known known) {
        Answer.Registration registration =
                known.device().registration(null, known.presence(), journal.now(), known.suspended());
        AfterCommit.run(() -> channel.registration(registration));
    }

    /** Ends the unit's connections, once it has been told why. */
    void disconnect(UnitId unit) {
        AfterCommit.run(() -> channel.disconnect(unit));
    }

    /** Sends a password to the one client that it is for. */
    void handOver(UnitId unit, WaitingClients.Client client, String password) {
        var issued = new EnrollAnswer.Issued(unit.value(), password);
        AfterCommit.run(() -> channel.enrolled(client.clientId(), client.msgId(), issued));
    }

    Credential credential(UnitId unit, String password, String claimCode) {
        return new Credential(channel.url(), unit, password, claimCode);
    }
}
