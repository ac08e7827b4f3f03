package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.Device.Announced;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what units tell: any number of messages in one transaction, with the same few statements as for one. */
@Service
public class UnitIntake {

    private final DeviceRepository devices;
    private final PresenceBoard board;
    private final Quarantine quarantine;
    private final Journal journal;

    UnitIntake(DeviceRepository devices, PresenceBoard board, Quarantine quarantine, Journal journal) {
        this.devices = devices;
        this.board = board;
        this.quarantine = quarantine;
        this.journal = journal;
    }

    /**
     * Takes announcements. When it returns and the transaction has been committed, they are safe, and the units may be told.
     *
     * @return the answers, in the order of the announcements
     */
    @Unguarded("the broker lets a unit write under its own id only, and nothing in a message chooses a customer")
    @Transactional
    public List<Answer> announce(List<Announcement> batch) {
        Instant now = journal.now();
        Set<UnitId> units = new LinkedHashSet<>();
        batch.forEach(message -> units.add(message.unit()));
        Map<UnitId, Known> before = new LinkedHashMap<>(devices.lock(units));
        Map<UnitId, Quarantine.Admission.Refused> outside = admit(batch, before, now);
        Roll roll = new Roll(before, outside, now);
        List<Answer> answers = batch.stream().map(roll::take).toList();
        devices.update(roll.changedDevices(before));
        devices.updatePresences(roll.now.values().stream().map(Known::presence).toList());
        journal.record(roll.changes);
        journal.seen(roll.places());
        return answers;
    }

    /**
     * Lets in units that nobody knows; only a broker whose rules are not ours lets them announce themselves.
     *
     * @param known receives those that were let in
     * @return those that were not
     */
    private Map<UnitId, Quarantine.Admission.Refused> admit(
            List<Announcement> batch, Map<UnitId, Known> known, Instant now) {
        Map<UnitId, Facts> strangers = new LinkedHashMap<>();
        for (Announcement message : batch) {
            if (!known.containsKey(message.unit())) {
                strangers.putIfAbsent(message.unit(), message.facts());
            }
        }
        Map<UnitId, Quarantine.Admission.Refused> outside = new HashMap<>();
        if (!strangers.isEmpty()) {
            quarantine.admit(strangers, now).forEach((unit, admission) -> {
                switch (admission) {
                    case Quarantine.Admission.In in -> known.put(unit, in.known());
                    case Quarantine.Admission.Refused refused -> outside.put(unit, refused);
                }
            });
        }
        return outside;
    }

    /** The devices of one batch, as they become while its messages are taken one after the other. */
    private static final class Roll {

        private final Instant time;
        private final Map<UnitId, Known> now = new LinkedHashMap<>();
        private final Map<UnitId, Quarantine.Admission.Refused> outside;
        private final List<Change> changes = new ArrayList<>();

        Roll(Map<UnitId, Known> before, Map<UnitId, Quarantine.Admission.Refused> outside, Instant time) {
            this.now.putAll(before);
            this.outside = outside;
            this.time = time;
        }

        Answer take(Announcement message) {
            Known known = now.get(message.unit());
            if (known == null) {
                var refused = Objects.requireNonNull(outside.get(message.unit()));
                return new Answer.Refused(message.unit(), message.msgId(), refused.problem(), refused.message());
            }
            Announced announced = known.device().announced(message, known.presence(), time, known.suspended());
            Device device = announced instanceof Announced.Applied applied ? applied.device() : known.device();
            Known after = new Known(device, announced.presence(), known.place(), known.suspended());
            now.put(message.unit(), after);
            return switch (announced) {
                case Announced.Applied applied -> {
                    note(after, applied.events());
                    yield registration(after, message);
                }
                case Announced.Overtaken overtaken -> {
                    note(after, overtaken.events());
                    yield registration(after, message);
                }
                case Announced.Repeated repeated -> registration(after, message);
                case Announced.OnlySeen seen -> registration(after, message);
                case Announced.Late late -> new Answer.Silence(message.unit(), "late");
                case Announced.Ended ended ->
                    new Answer.Refused(
                            message.unit(),
                            message.msgId(),
                            ended.problem(),
                            "the registration is " + device.state().wire());
            };
        }

        private Answer registration(Known known, Announcement message) {
            return known.device().registration(message.msgId(), known.presence(), time, known.suspended());
        }

        /** A unit that belongs to nobody has no history: whoever names an id could fill it. */
        private void note(Known known, List<Device.Event> events) {
            if (known.place() != null) {
                Change.By unit = Change.By.unit(known.device().unitId());
                events.forEach(event -> changes.add(Journal.change(unit, known, event, time)));
            }
        }

        List<@Nullable TreePath> places() {
            List<@Nullable TreePath> places = new ArrayList<>();
            now.values().forEach(known -> places.add(known.place()));
            return places;
        }

        List<Device> changedDevices(Map<UnitId, Known> before) {
            return now.values().stream()
                    .map(Known::device)
                    .filter(device -> {
                        Known known = before.get(device.unitId());
                        return known != null && !known.device().equals(device);
                    })
                    .toList();
        }
    }

    /**
     * Takes heartbeats and news of connections.
     *
     * @return the units among them that nobody knows; their messages are dropped
     */
    @Unguarded("the broker lets a unit write under its own id only")
    @Transactional
    public Set<UnitId> heard(List<Heard> batch) {
        Instant now = journal.now();
        Set<UnitId> units = new HashSet<>();
        batch.forEach(message -> units.add(message.unit()));
        Map<UnitId, PresenceBoard.Line> lines = board.lines(units);
        Map<DeviceId, PresenceBoard.Line> after = new LinkedHashMap<>();
        for (Heard message : batch) {
            PresenceBoard.@Nullable Line line = lines.get(message.unit());
            if (line != null) {
                PresenceBoard.Line next = after.getOrDefault(line.device(), line);
                after.put(line.device(), next.heard(message, now));
            }
        }
        board.write(List.copyOf(after.values()));
        List<@Nullable TreePath> places = new ArrayList<>();
        after.values().forEach(line -> places.add(line.place()));
        journal.seen(places);
        units.removeAll(lines.keySet());
        return units;
    }
}
