package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Quota;
import io.muster.customer.QuotaForecast;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moving devices from customer to customer. The units themselves need not be touched. */
@Service
public class DeviceMoves {

    /** Most units that are moved at once. */
    public static final int MOST = 10_000;

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final Registrar registrar;
    private final QuotaForecast quotas;

    DeviceMoves(
            Access access, DeviceRepository devices, DeviceQueries queries, Registrar registrar, QuotaForecast quotas) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.registrar = registrar;
        this.quotas = quotas;
    }

    /** What became of one unit of the list. */
    public enum Outcome {
        MOVED,
        /** There is no such device among those that the actor sees. */
        NOT_FOUND
    }

    /** What would become of one unit of the list. */
    public enum Kind {
        MOVES,
        /** The customer has it already. */
        THERE,
        /** There is no such device among those that the actor sees. */
        NOT_FOUND,
        /** The actor sees it, and may not move it; then none is moved. */
        NOT_YOURS,
        /** A quota leaves no room for it, after those named before it; then none is moved. */
        NO_ROOM
    }

    /** Where a unit is before it is moved, and what state it is in. */
    public record Origin(
            CustomerId customer, UnitState state, @Nullable LocationId location) {}

    /**
     * What would become of one unit, and whose it is now.
     *
     * @param customerName empty where nothing was found
     * @param problem      says more of it where there is no room; null anywhere else
     */
    public record Verdict(Kind kind, @Nullable Origin from, String customerName, Rejected.@Nullable Problem problem) {

        Verdict(Kind kind, @Nullable Origin from, String customerName) {
            this(kind, from, customerName, null);
        }

        private Verdict refused(Rejected.Problem noRoom) {
            return new Verdict(Kind.NO_ROOM, from, customerName, noRoom);
        }
    }

    /** Says what {@link #move} would do, by a few statements, and does nothing. */
    @Transactional(readOnly = true)
    public Map<UnitId, Verdict> check(CustomerId target, Collection<UnitId> units) {
        Actor actor = access.actor();
        requireTarget(actor, target);
        Set<UnitId> wanted = wanted(units);
        Map<UnitId, DeviceQueries.Whereabouts> found = queries.whereabouts(actor.sight(), wanted);
        Map<UnitId, Verdict> verdicts = new LinkedHashMap<>();
        Map<UnitId, QuotaForecast.Arrival> arrivals = new LinkedHashMap<>();
        wanted.forEach(unit -> {
            Verdict verdict = verdict(actor, target, found.get(unit));
            verdicts.put(unit, verdict);
            if (verdict.kind() == Kind.MOVES && verdict.from() != null) {
                arrivals.put(
                        unit, new QuotaForecast.Arrival(target, verdict.from().customer()));
            }
        });
        quotas.refused(Quota.Sort.DEVICES, arrivals)
                .forEach((unit, noRoom) -> verdicts.computeIfPresent(unit, (key, verdict) -> verdict.refused(noRoom)));
        return verdicts;
    }

    private static Verdict verdict(Actor actor, CustomerId target, DeviceQueries.@Nullable Whereabouts found) {
        if (found == null) {
            return new Verdict(Kind.NOT_FOUND, null, "");
        }
        CustomerId from = found.place().customer();
        Kind kind = !actor.may(Permission.MOVE_DEVICE, found.place())
                ? Kind.NOT_YOURS
                : from.equals(target) ? Kind.THERE : Kind.MOVES;
        return new Verdict(kind, new Origin(from, found.state(), found.location()), found.customerName());
    }

    private static Set<UnitId> wanted(Collection<UnitId> units) {
        Set<UnitId> wanted = new LinkedHashSet<>(units);
        if (wanted.size() > MOST) {
            throw Rejected.invalid("unitIds", "problem.device.tooMany", MOST);
        }
        return wanted;
    }

    /**
     * Moves devices to a customer, however many in the same few statements. Each loses its location and its direct user
     * assignments; the history stays with the customer that had it. A unit that is there already counts as moved.
     *
     * @return the units in the order in which they were named, and what became of each
     * @throws Rejected INVALID when the customer is out of reach or there are too many; FORBIDDEN when one of the devices is
     *                  seen but not the actor's to move, and then none is moved
     */
    @Transactional
    public Map<UnitId, Outcome> move(CustomerId target, Collection<UnitId> units) {
        Actor actor = access.actor();
        return move(actor, target, units, count -> {});
    }

    /**
     * Like {@link #move(CustomerId, Collection)}.
     *
     * @param told hears how many have been moved so far, and takes all of it back by an exception
     */
    @Transactional
    public Map<UnitId, Outcome> move(CustomerId target, Collection<UnitId> units, IntConsumer told) {
        Actor actor = access.actor();
        return move(actor, target, units, told);
    }

    /**
     * Takes a move back. A unit that somebody has moved on, turned away or put out of use since is left as it is: what they did
     * later counts. Each stands at its location again, when that is still one of its customer; assignments do not come back.
     *
     * @param place where the move has put them
     * @param from  where each was before
     * @return the units that are left as they are
     * @throws Rejected like {@link #move(CustomerId, Collection)}, and then none is moved
     */
    @Transactional
    public List<UnitId> back(CustomerId place, Map<UnitId, Origin> from) {
        Actor actor = access.actor();
        Map<UnitId, Known> locked = devices.lock(wanted(from.keySet()));
        Map<CustomerId, List<UnitId>> going = new LinkedHashMap<>();
        Set<UnitId> left = new LinkedHashSet<>(from.keySet());
        from.forEach((unit, origin) -> {
            Known known = locked.get(unit);
            if (known != null && isStill(known.device(), place, origin.state())) {
                going.computeIfAbsent(origin.customer(), first -> new ArrayList<>())
                        .add(unit);
            }
        });
        going.forEach((customer, units) -> move(actor, customer, units, count -> {})
                .forEach((unit, outcome) -> {
                    if (outcome == Outcome.MOVED) {
                        left.remove(unit);
                    }
                }));
        Map<UnitId, Origin> came = new LinkedHashMap<>(from);
        came.keySet().removeAll(left);
        stand(actor, came);
        return List.copyOf(left);
    }

    private void stand(Actor actor, Map<UnitId, Origin> came) {
        Map<LocationId, CustomerId> owners = queries.owners(came.values().stream()
                .map(Origin::location)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        registrar.saveAll(
                actor.by(),
                devices.lock(came.keySet()).values(),
                device -> {
                    Origin origin = Objects.requireNonNull(came.get(device.unitId()));
                    boolean there = origin.location() != null
                            && Objects.equals(owners.get(origin.location()), device.customerId())
                            && (!actor.restricted() || actor.locations().contains(origin.location()));
                    return there ? device.edited(new DeviceData(device.name(), origin.location())) : device;
                },
                "edited");
    }

    private static boolean isStill(Device device, CustomerId place, UnitState state) {
        return place.equals(device.customerId()) && (device.state().isOpen() || device.state() == state);
    }

    private Map<UnitId, Outcome> move(Actor actor, CustomerId target, Collection<UnitId> units, IntConsumer told) {
        requireTarget(actor, target);
        Set<UnitId> wanted = wanted(units);
        Map<UnitId, Known> locked = devices.lock(wanted);
        // Only now: whose a device is may have changed until it was locked.
        Set<UnitId> listed = queries.listed(actor.sight(), locked.keySet());
        List<Known> moving = locked.values().stream()
                .filter(known ->
                        known.place() != null && listed.contains(known.device().unitId()))
                .toList();
        moving.forEach(known -> {
            if (known.place() != null) {
                access.require(actor, Permission.MOVE_DEVICE, known.place());
            }
        });
        registrar.move(actor.by(), moving, target, told);
        Set<UnitId> moved = new LinkedHashSet<>();
        moving.forEach(known -> moved.add(known.device().unitId()));
        Map<UnitId, Outcome> outcomes = new LinkedHashMap<>();
        wanted.forEach(unit -> outcomes.put(unit, moved.contains(unit) ? Outcome.MOVED : Outcome.NOT_FOUND));
        return outcomes;
    }

    /** A place out of reach is an error of that field, as an unknown one is. */
    private void requireTarget(Actor actor, CustomerId target) {
        try {
            access.require(actor, Permission.MOVE_DEVICE, target);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid("customerId", "problem.customer.unknown");
            }
            throw rejected;
        }
    }
}
