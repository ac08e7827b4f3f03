package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.Suspicions.Suspicion;
import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what units tell: any number of messages in one transaction, with the same few statements as for one. */
@Service
public class UnitIntake {

    private final Database database;
    private final DeviceRepository devices;
    private final PresenceBoard board;
    private final SameAgain sameAgain;
    private final Newcomers newcomers;
    private final Suspicions suspicions;
    private final LastPlaces lastPlaces;
    private final Journal journal;

    UnitIntake(
            Database database,
            DeviceRepository devices,
            PresenceBoard board,
            SameAgain sameAgain,
            Newcomers newcomers,
            Suspicions suspicions,
            LastPlaces lastPlaces,
            Journal journal) {
        this.database = database;
        this.devices = devices;
        this.board = board;
        this.sameAgain = sameAgain;
        this.newcomers = newcomers;
        this.suspicions = suspicions;
        this.lastPlaces = lastPlaces;
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
        Map<UnitId, SameAgain.Heard> same = sameAgain.take(alone(batch), now);
        List<@Nullable TreePath> places = new ArrayList<>();
        same.values().forEach(heard -> {
            places.add(heard.place());
            lastPlaces.heard(heard.unit(), heard.place());
        });
        journal.seen(places);
        Iterator<Answer> others = decide(
                        batch.stream()
                                .filter(message -> !same.containsKey(message.unit()))
                                .toList(),
                        now)
                .iterator();
        return batch.stream()
                .map(message -> {
                    SameAgain.Heard heard = same.get(message.unit());
                    return heard == null ? others.next() : heard.answer();
                })
                .toList();
    }

    /** The messages of units of which there is but one; several have to be taken one after the other. */
    private static List<Announcement> alone(List<Announcement> batch) {
        Set<UnitId> once = new HashSet<>();
        Set<UnitId> often = new HashSet<>();
        batch.forEach(message -> {
            if (!once.add(message.unit())) {
                often.add(message.unit());
            }
        });
        return batch.stream().filter(message -> !often.contains(message.unit())).toList();
    }

    private List<Answer> decide(List<Announcement> batch, Instant now) {
        if (batch.isEmpty()) {
            return List.of();
        }
        Set<UnitId> units = new LinkedHashSet<>();
        batch.forEach(message -> units.add(message.unit()));
        Map<UnitId, Known> before = new LinkedHashMap<>(devices.lock(units));
        Set<UnitId> added = new HashSet<>();
        Map<UnitId, Newcomers.Outcome> newcomers = admit(batch, before, added, now);
        Roll roll = new Roll(before, newcomers, now);
        List<Answer> answers = batch.stream().map(roll::take).toList();
        devices.insertKnown(roll.those(added));
        devices.update(roll.changedDevices(before).stream()
                .filter(device -> !added.contains(device.unitId()))
                .toList());
        devices.updatePresences(roll.presences(added));
        journal.record(roll.changes);
        journal.seen(roll.places());
        roll.after().forEach(known -> lastPlaces.heard(known.device().unitId(), known.place()));
        suspect(roll, before);
        return answers;
    }

    private void suspect(Roll roll, Map<UnitId, Known> before) {
        List<Suspicion> found = new ArrayList<>(roll.suspicions);
        found.addAll(suspicions.conflicts(before, roll.after()));
        suspicions.raise(found);
    }

    /**
     * Lets in units that belong to nobody; only a broker whose rules are not ours lets them announce themselves.
     *
     * @param known receives those that were let in
     * @param added receives those of them that are to be added yet
     * @return what became of those who belong to nobody
     */
    private Map<UnitId, Newcomers.Outcome> admit(
            List<Announcement> batch, Map<UnitId, Known> known, Set<UnitId> added, Instant now) {
        Map<UnitId, Newcomers.Newcomer> newcomers = new LinkedHashMap<>();
        Map<UnitId, Known> unclaimed = new LinkedHashMap<>();
        for (Announcement message : batch) {
            Known there = known.get(message.unit());
            boolean nobodys = there == null || there.device().state() == UnitState.UNCLAIMED;
            if (nobodys && (there == null || message.token() != null)) {
                newcomers.merge(
                        message.unit(),
                        new Newcomers.Newcomer(message.token(), message.facts()),
                        (first, later) -> first.token() == null ? later : first);
                if (there != null) {
                    unclaimed.put(message.unit(), there);
                }
            }
        }
        if (newcomers.isEmpty()) {
            return Map.of();
        }
        Map<UnitId, Newcomers.Outcome> outcomes = this.newcomers.admit(newcomers, unclaimed, now);
        outcomes.forEach((unit, outcome) -> {
            if (outcome.known() != null) {
                known.put(unit, outcome.known());
                if (outcome.added()) {
                    added.add(unit);
                }
            }
        });
        return outcomes;
    }

    /**
     * Takes heartbeats and news of connections.
     *
     * @return the units among them that nobody knows; their messages are dropped
     */
    @Unguarded("the broker lets a unit write under its own id only")
    @Transactional
    public Set<UnitId> heard(List<Heard> batch) {
        database.byKeysAlone();
        Instant now = journal.now();
        Set<UnitId> units = new HashSet<>();
        batch.forEach(message -> units.add(message.unit()));
        Map<UnitId, PresenceLine> lines = board.lock(units);
        lines.forEach((unit, line) -> lastPlaces.heard(unit, line.place()));
        Map<DeviceId, PresenceLine> after = new LinkedHashMap<>();
        for (Heard message : batch) {
            @Nullable PresenceLine line = lines.get(message.unit());
            if (line != null) {
                PresenceLine next = after.getOrDefault(line.device(), line);
                after.put(line.device(), next.heard(message, now));
            }
        }
        board.write(List.copyOf(after.values()));
        watchBoots(lines, after.values());
        List<@Nullable TreePath> places = new ArrayList<>();
        after.values().forEach(line -> places.add(line.place()));
        journal.seen(places);
        units.removeAll(lines.keySet());
        return units;
    }

    /** Seldom there is anything to do: only a heartbeat of another boot than the message before it changes what is known. */
    private void watchBoots(Map<UnitId, PresenceLine> before, Collection<PresenceLine> after) {
        Map<DeviceId, UnitId> units = new HashMap<>();
        before.forEach((unit, line) -> units.put(line.device(), unit));
        List<PresenceLine> changed = after.stream()
                .filter(line -> {
                    PresenceLine old = before.get(units.get(line.device()));
                    return old != null && !old.boots().equals(line.boots());
                })
                .toList();
        Set<UnitId> twice = changed.stream()
                .filter(line -> line.boots().areOfTwoUnits())
                .map(line -> Objects.requireNonNull(units.get(line.device())))
                .collect(Collectors.toSet());
        board.writeBoots(changed.stream()
                .map(line -> line.boots().areOfTwoUnits() ? line.told() : line)
                .toList());
        if (!twice.isEmpty()) {
            suspicions.raise(devices.lock(twice).values().stream()
                    .map(known -> Suspicion.of(known, Alert.CLONE_SUSPECTED, false))
                    .toList());
        }
    }
}
