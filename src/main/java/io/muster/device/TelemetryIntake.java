package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.Answer.Problem;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.Suspicions.Suspicion;
import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what units tell in other protocols than ours (MQTT contract, Real units), any number of messages at once. */
@Service
public class TelemetryIntake {

    private final Database database;
    private final DeviceRepository devices;
    private final PresenceBoard board;
    private final TelemetryOrder order;
    private final Quarantine quarantine;
    private final Suspicions suspicions;
    private final LastPlaces lastPlaces;
    private final Journal journal;

    TelemetryIntake(
            Database database,
            DeviceRepository devices,
            PresenceBoard board,
            TelemetryOrder order,
            Quarantine quarantine,
            Suspicions suspicions,
            LastPlaces lastPlaces,
            Journal journal) {
        this.database = database;
        this.devices = devices;
        this.board = board;
        this.order = order;
        this.quarantine = quarantine;
        this.suspicions = suspicions;
        this.lastPlaces = lastPlaces;
        this.journal = journal;
    }

    /**
     * A message that was not taken.
     *
     * @param problem as a unit of ours would be told
     */
    public record Refusal(Problem problem, String message) {}

    /**
     * Takes messages. When it returns and the transaction has been committed, what they tell is safe.
     *
     * @return for each message, in the order of the messages, why it was refused; empty when it was taken
     */
    @Unguarded("the broker lets a unit write under its own id only, and nothing in a message chooses a customer")
    @Transactional
    public List<Optional<Refusal>> take(List<Telemetry> batch) {
        database.byKeysAlone();
        Instant now = journal.now();
        Set<UnitId> units = new LinkedHashSet<>();
        batch.forEach(message -> units.add(message.unit()));
        Map<UnitId, Known> before = new LinkedHashMap<>(devices.lock(units));
        Map<UnitId, Refusal> outside = admit(batch, before, now);
        Map<UnitId, PresenceLine> lines = board.lock(before.keySet());
        TelemetryOrder.Book book = order.of(batch, before);
        Roll roll = new Roll(before, lines, book, now);
        List<Optional<Refusal>> refusals = new ArrayList<>();
        for (Telemetry message : batch) {
            Refusal refused = outside.get(message.unit());
            refusals.add(Optional.ofNullable(refused != null ? refused : roll.take(message)));
        }
        devices.update(roll.changedDevices(before));
        devices.updatePresences(roll.introduced);
        board.write(List.copyOf(roll.lines.values()));
        order.write(book);
        journal.record(roll.changes);
        journal.seen(roll.places());
        roll.now.forEach((unit, known) -> lastPlaces.heard(unit, known.place()));
        List<Suspicion> found = new ArrayList<>(roll.found);
        found.addAll(suspicions.conflicts(before, roll.now.values()));
        suspicions.raise(found);
        return refusals;
    }

    private Map<UnitId, Refusal> admit(List<Telemetry> batch, Map<UnitId, Known> known, Instant now) {
        Map<UnitId, Facts> strangers = new LinkedHashMap<>();
        for (Telemetry message : batch) {
            if (!known.containsKey(message.unit())) {
                strangers.merge(message.unit(), message.facts(), Facts::updatedBy);
            }
        }
        Map<UnitId, Refusal> outside = new LinkedHashMap<>();
        if (!strangers.isEmpty()) {
            quarantine.admit(strangers, now).forEach((unit, admission) -> {
                switch (admission) {
                    case Quarantine.Admission.In in -> known.put(unit, in.known());
                    case Quarantine.Admission.Refused refused ->
                        outside.put(unit, new Refusal(refused.problem(), refused.message()));
                }
            });
        }
        return outside;
    }

    /** The devices of one batch, as they become while its messages are taken one after the other. */
    private static final class Roll {

        private final Instant time;
        private final TelemetryOrder.Book book;
        private final Map<UnitId, Known> now;
        private final Map<UnitId, PresenceLine> lines;
        private final List<Presence> introduced = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<Suspicion> found = new ArrayList<>();

        Roll(Map<UnitId, Known> before, Map<UnitId, PresenceLine> lines, TelemetryOrder.Book book, Instant time) {
            this.now = new LinkedHashMap<>(before);
            this.lines = new LinkedHashMap<>(lines);
            this.book = book;
            this.time = time;
        }

        @Nullable
        Refusal take(Telemetry message) {
            UnitId unit = message.unit();
            Known known = Objects.requireNonNull(now.get(unit));
            PresenceLine line = Objects.requireNonNull(lines.get(unit));
            UnitState state = known.device().state();
            boolean ended = !state.isOpen();
            if (ended || known.suspended() || !book.isNext(message, line.device(), time)) {
                lines.put(unit, line.told(message.lastWill() ? message : Telemetry.life(unit), time));
                return ended
                        ? new Refusal(
                                state == UnitState.DENIED ? Problem.UNIT_DENIED : Problem.UNIT_DECOMMISSIONED,
                                "the registration is " + state.wire())
                        : null;
            }
            lines.put(unit, line.told(message, time));
            boolean first = known.presence().announcedAt() == null;
            Device device = known.device().telling(message);
            Presence presence = first ? known.presence().introduced(time) : known.presence();
            Known after = new Known(device, presence, known.place(), false);
            now.put(unit, after);
            if (first) {
                introduced.add(presence);
            }
            note(known.device(), after, first);
            return null;
        }

        /** A unit that belongs to nobody has no history: whoever names an id could fill it. */
        private void note(Device before, Known after, boolean first) {
            if (after.place() == null) {
                return;
            }
            Facts facts = before.facts();
            List<Device.Event> events = new ArrayList<>();
            if (first) {
                events.add(new Device.Event(
                        "first_seen", facts.changesTo(after.device().facts())));
            } else {
                facts.changesByAction(after.device().facts())
                        .forEach((action, fields) -> events.add(new Device.Event(action, fields)));
            }
            List<Change.Field> name =
                    Change.Field.of("name", before.name(), after.device().name());
            if (!name.isEmpty()) {
                events.add(new Device.Event("introduced", name));
            }
            Change.By unit = Change.By.unit(before.unitId());
            for (Device.Event event : events) {
                changes.add(Journal.change(unit, after, event, time));
                Suspicion.of(after, event).ifPresent(found::add);
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
                    .filter(device -> !device.equals(
                            Objects.requireNonNull(before.get(device.unitId())).device()))
                    .toList();
        }
    }
}
