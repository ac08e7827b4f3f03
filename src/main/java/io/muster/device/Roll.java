package io.muster.device;

import io.muster.device.Device.Announced;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.Suspicions.Suspicion;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The devices of one batch, as they become while its messages are taken one after the other. */
final class Roll {

    final List<Change> changes = new ArrayList<>();
    final List<Suspicion> suspicions = new ArrayList<>();
    private final Instant time;
    private final Map<UnitId, Known> now = new LinkedHashMap<>();
    private final Map<UnitId, Newcomers.Refusal> outside = new HashMap<>();
    private final Map<UnitId, Device.Event> arrivals = new HashMap<>();

    /** @param newcomers what became of those units that belonged to nobody */
    Roll(Map<UnitId, Known> before, Map<UnitId, Newcomers.Outcome> newcomers, Instant time) {
        this.now.putAll(before);
        this.time = time;
        newcomers.forEach((unit, outcome) -> {
            if (outcome.refusal() != null) {
                outside.put(unit, outcome.refusal());
            }
            Device.Event arrival = outcome.arrival();
            if (arrival != null) {
                arrivals.put(unit, arrival);
            }
        });
    }

    Answer take(Announcement message) {
        Known known = now.get(message.unit());
        Newcomers.Refusal refusal = outside.get(message.unit());
        if (known == null || refusal != null) {
            if (known != null) {
                now.put(
                        message.unit(),
                        with(known, known.device(), known.presence().heard(time)));
            }
            Newcomers.Refusal why = Objects.requireNonNull(refusal);
            return new Answer.Refused(message.unit(), message.msgId(), why.problem(), why.message());
        }
        Announced announced = known.device().announced(message, known.presence(), time, known.suspended());
        Device device = announced instanceof Announced.Applied applied ? applied.device() : known.device();
        Known after = watched(with(known, device, announced.presence()), announced, message);
        now.put(message.unit(), after);
        note(after, together(arrivals.remove(message.unit()), announced.events()));
        return switch (announced) {
            case Announced.Applied applied -> registration(after, message);
            case Announced.Overtaken overtaken -> registration(after, message);
            case Announced.Repeated repeated -> registration(after, message);
            case Announced.OnlySeen seen -> registration(after, message);
            case Announced.Late late -> new Answer.Silence(message.unit(), "late");
            case Announced.Ended ended -> new Answer.Refused(registration(after, message), ended.problem());
        };
    }

    private static Known with(Known known, Device device, Presence presence) {
        return new Known(device, presence, known.place(), known.suspended());
    }

    /** Two boots that take turns are two units; a repetition and an old message tell of a boot as well. */
    private Known watched(Known known, Announced announced, Announcement message) {
        if (announced instanceof Announced.Ended || announced instanceof Announced.OnlySeen) {
            return known;
        }
        Boots boots = known.presence().boots().heard(message.bootId(), time);
        if (boots.areOfTwoUnits()) {
            suspicions.add(Suspicion.of(known, Alert.CLONE_SUSPECTED, false));
            boots = boots.told();
        }
        return with(known, known.device(), known.presence().booted(boots));
    }

    /** A unit that is let in and tells of itself for the first time has one entry for both. */
    private static List<Device.Event> together(Device.@Nullable Event arrival, List<Device.Event> events) {
        if (arrival == null) {
            return events;
        }
        if (events.size() == 1 && events.getFirst().action().equals(Device.FIRST_SEEN)) {
            List<Change.Field> fields = new ArrayList<>(arrival.fields());
            fields.addAll(events.getFirst().fields());
            return List.of(new Device.Event(arrival.action(), fields));
        }
        List<Device.Event> all = new ArrayList<>(List.of(arrival));
        all.addAll(events);
        return all;
    }

    private Answer.Registration registration(Known known, Announcement message) {
        return known.device().registration(message.msgId(), known.presence(), time, known.suspended());
    }

    /** A unit that belongs to nobody has no history: whoever names an id could fill it. */
    private void note(Known known, List<Device.Event> events) {
        if (known.place() == null) {
            return;
        }
        Change.By unit = Change.By.unit(known.device().unitId());
        for (Device.Event event : events) {
            changes.add(Journal.change(unit, known, event, time));
            Suspicion.of(known, event).ifPresent(suspicions::add);
        }
    }

    List<@Nullable TreePath> places() {
        List<@Nullable TreePath> places = new ArrayList<>();
        now.values().forEach(known -> places.add(known.place()));
        return places;
    }

    /** Presences of the units, but for some. */
    List<Presence> presences(Set<UnitId> others) {
        return now.entrySet().stream()
                .filter(entry -> !others.contains(entry.getKey()))
                .map(entry -> entry.getValue().presence())
                .toList();
    }

    /** These units, as they have become. */
    List<Known> those(Set<UnitId> units) {
        return now.entrySet().stream()
                .filter(entry -> units.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
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

    Collection<Known> after() {
        return now.values();
    }
}
