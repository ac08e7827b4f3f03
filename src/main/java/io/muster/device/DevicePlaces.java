package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.AssignmentQueries.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Pasted;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts devices at locations, many at once: all of them, or none. A restricted user only at one of their own. */
@Service
public class DevicePlaces {

    private final Access access;
    private final DeviceSight sight;
    private final DeviceRepository devices;
    private final AssignmentQueries queries;
    private final Journal journal;

    DevicePlaces(
            Access access, DeviceSight sight, DeviceRepository devices, AssignmentQueries queries, Journal journal) {
        this.access = access;
        this.sight = sight;
        this.devices = devices;
        this.queries = queries;
        this.journal = journal;
    }

    /**
     * What became of it.
     *
     * @param placed devices that are elsewhere now
     * @param there  devices that were there already
     */
    public record Summary(int placed, int there) {}

    /** Devices of a customer that the viewer sees, to be put somewhere. */
    @Transactional(readOnly = true)
    public Slice<AssignableDevice> offered(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        access.require(actor, Permission.LOCATE_DEVICE, customer);
        return queries.of(actor.sight(), customer, query);
    }

    /**
     * Puts devices at a location of their customer.
     *
     * @param location null takes them away from where they are
     * @param pasted   more of them, one a line: unit ids or names
     * @throws Rejected NOT_FOUND for a device that the actor does not see; INVALID for a line that is none of them, and for a
     *                  location of another customer or, when the actor is restricted, not of their own
     */
    @Transactional
    public Summary put(@Nullable LocationId location, Collection<DeviceId> chosen, String pasted) {
        Actor actor = access.actor();
        Set<Known> wanted = new LinkedHashSet<>(queries.seen(actor.sight(), Set.copyOf(chosen)));
        if (wanted.size() != Set.copyOf(chosen).size()) {
            throw Rejected.notFound();
        }
        wanted.addAll(read(actor, Pasted.lines(pasted)));
        if (wanted.isEmpty()) {
            throw Rejected.invalid("chosen", "problem.pasted.nothing");
        }
        for (TreePath place : wanted.stream().map(Known::place).collect(Collectors.toSet())) {
            access.require(actor, Permission.LOCATE_DEVICE, place);
            sight.requireLocation(actor, place.customer(), location);
        }
        return move(actor, location, wanted);
    }

    /**
     * Puts one device at a location of its customer, if it is still as it was looked at.
     *
     * @param location null takes it away from where it is
     * @throws Rejected STALE when it was changed meanwhile; else as {@link #put(LocationId, Collection, String)}
     */
    @Transactional
    public void put(@Nullable LocationId location, DeviceRow before) {
        boolean same = devices.lock(before.unitId())
                .filter(now -> now.device().version() == before.version())
                .isPresent();
        if (!same) {
            throw Rejected.stale();
        }
        put(location, Set.of(before.id()), "");
    }

    private Summary move(Actor actor, @Nullable LocationId location, Set<Known> wanted) {
        List<UnitId> units = wanted.stream().map(Known::unitId).toList();
        Map<UnitId, DeviceRepository.Known> before = devices.lock(units);
        for (Known device : wanted) {
            DeviceRepository.Known now = before.get(device.unitId());
            if (now == null || !device.place().equals(now.place())) {
                // Moved to another customer a moment ago, whose locations are others.
                throw Rejected.stale();
            }
        }
        List<Device> moved = before.values().stream()
                .map(DeviceRepository.Known::device)
                .filter(device -> !Objects.equals(device.locationId(), location))
                .map(device -> device.edited(new DeviceData(device.name(), location)))
                .toList();
        devices.update(moved);
        Instant at = journal.now();
        Set<DeviceId> ids = moved.stream().map(Device::id).collect(Collectors.toSet());
        List<Change> changes = new ArrayList<>();
        before.values().stream()
                .filter(known -> ids.contains(known.device().id()))
                .forEach(known -> {
                    List<Change.Field> fields =
                            Change.Field.of("location", known.device().locationId(), location);
                    changes.add(Journal.change(actor.by(), known, new Device.Event("edited", fields), at));
                });
        journal.record(changes);
        return new Summary(moved.size(), before.size() - moved.size());
    }

    /** Every line must be one device, and one only. */
    private List<Known> read(Actor actor, List<String> lines) {
        Set<String> units = lines.stream().map(DevicePlaces::unit).collect(Collectors.toSet());
        Set<String> names =
                lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        List<Known> found = queries.seen(actor.sight(), units, names);
        List<String> unknown = new ArrayList<>();
        Set<Known> read = new HashSet<>();
        for (String line : lines) {
            List<Known> matches = found.stream()
                    .filter(device -> device.unitId().value().equals(unit(line)))
                    .toList();
            if (matches.isEmpty()) {
                matches = found.stream()
                        .filter(device -> device.name().equalsIgnoreCase(line))
                        .toList();
            }
            if (matches.size() == 1) {
                read.addAll(matches);
            } else {
                unknown.add(line);
            }
        }
        Pasted.refuse(unknown, "problem.pasted.devices");
        return List.copyOf(read);
    }

    private static String unit(String line) {
        try {
            return UnitId.of(line).value();
        } catch (Rejected notAnId) {
            return "";
        }
    }
}
