package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lets many units in at once, or turns them away, by the same few statements. What one alone could not be, is left out. */
@Service
public class DeviceDecisions {

    /** Most units at once. */
    public static final int MOST = 5_000;

    private static final Set<UnitState> APPROVABLE =
            EnumSet.of(UnitState.UNCLAIMED, UnitState.PENDING, UnitState.DENIED);
    private static final Set<UnitState> DENIABLE = EnumSet.of(UnitState.UNCLAIMED, UnitState.PENDING);

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final UnitCredentials credentials;
    private final WaitingClients waiting;
    private final Registrar registrar;

    DeviceDecisions(
            Access access,
            DeviceRepository devices,
            DeviceQueries queries,
            UnitCredentials credentials,
            WaitingClients waiting,
            Registrar registrar) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.credentials = credentials;
        this.waiting = waiting;
        this.registrar = registrar;
    }

    /**
     * A unit that was looked at.
     *
     * @param waitingClient what {@link DeviceRow#waitingClient} showed; only that client is to get the password
     */
    public record Seen(UnitId unit, @Nullable String waitingClient) {

        public static Seen of(DeviceRow row) {
            return new Seen(row.unitId(), row.waitingClient());
        }
    }

    /**
     * What was done.
     *
     * @param left units that are in another state now, for which another client asks, or that are not the actor's to decide
     */
    public record Summary(int decided, List<UnitId> left) {}

    /**
     * Lets units in.
     *
     * @param target customer that gets those that belong to nobody; null when there are none
     */
    @Transactional
    public Summary approve(Collection<Seen> seen, @Nullable CustomerId target) {
        Actor actor = access.actor();
        return approve(actor, seen, target, Map.of());
    }

    /**
     * Lets units in, of those that belong to nobody some for a customer of their own.
     *
     * @param target customer that gets the others; null to leave them out
     * @param own    whose each of these units is to be
     */
    @Transactional
    public Summary approve(Collection<Seen> seen, @Nullable CustomerId target, Map<UnitId, CustomerId> own) {
        Actor actor = access.actor();
        return approve(actor, seen, target, own);
    }

    private Summary approve(
            Actor actor, Collection<Seen> seen, @Nullable CustomerId target, Map<UnitId, CustomerId> own) {
        Set<CustomerId> targets = new HashSet<>(own.values());
        if (target != null) {
            targets.add(target);
        }
        targets.forEach(each -> access.require(actor, Permission.APPROVE_DEVICE, each));
        Map<UnitId, Seen> looked = looked(seen);
        Predicate<DeviceRow> fits = row -> APPROVABLE.contains(row.state())
                && (row.customerId() != null || target != null || own.containsKey(row.unitId()))
                && Objects.equals(
                        row.waitingClient(),
                        Objects.requireNonNull(looked.get(row.unitId())).waitingClient());
        Function<Device, Device> decision = device -> {
            CustomerId chosen = own.get(device.unitId());
            CustomerId gets = chosen == null ? target : chosen;
            return device.approved(device.customerId() == null ? Objects.requireNonNull(gets) : device.customerId());
        };
        List<Known> decided = decide(actor, looked.keySet(), fits, decision, "approved");
        handOver(decided.stream().map(Known::device).toList());
        return summary(looked.keySet(), decided);
    }

    /** Refuses units. */
    @Transactional
    public Summary deny(Collection<UnitId> units) {
        Actor actor = access.actor();
        List<Known> decided = decide(actor, units, row -> DENIABLE.contains(row.state()), Device::denied, "denied");
        waiting.forget(decided.stream().map(known -> known.device().id()).toList());
        return summary(units, decided);
    }

    private List<Known> decide(
            Actor actor,
            Collection<UnitId> units,
            Predicate<DeviceRow> fits,
            Function<Device, Device> decision,
            String action) {
        if (units.size() > MOST) {
            throw Rejected.invalid(null, "problem.device.tooMany", MOST);
        }
        Map<UnitId, Known> locked = devices.lock(units);
        // Only now: what a device is may have changed until it was locked.
        List<Known> before = queries.rows(actor.sight(), locked.keySet()).stream()
                .filter(fits)
                .map(row -> Objects.requireNonNull(locked.get(row.unitId())))
                .filter(known -> mayDecide(actor, known.place()))
                .toList();
        return registrar.saveAll(actor.by(), before, decision, action);
    }

    private static boolean mayDecide(Actor actor, @Nullable TreePath place) {
        return actor.may(Permission.APPROVE_DEVICE, place == null ? actor.home() : place);
    }

    /** Each client whose request was approved gets a password. */
    private void handOver(List<Device> decided) {
        var clients = waiting.approve(decided.stream().map(Device::id).toList());
        List<Device> asking = decided.stream()
                .filter(device -> clients.containsKey(device.id()))
                .toList();
        credentials
                .issue(
                        asking,
                        device -> credentials.passwordOf(device.id(), Objects.requireNonNull(clients.get(device.id()))))
                .forEach((device, issued) -> registrar.handOver(
                        device.unitId(), Objects.requireNonNull(clients.get(device.id())), issued.password()));
    }

    private static Map<UnitId, Seen> looked(Collection<Seen> seen) {
        return seen.stream().collect(Collectors.toMap(Seen::unit, each -> each, (one, other) -> one));
    }

    private static Summary summary(Collection<UnitId> wanted, List<Known> decided) {
        List<UnitId> left = new ArrayList<>(wanted);
        left.removeAll(decided.stream().map(known -> known.device().unitId()).collect(Collectors.toSet()));
        return new Summary(decided.size(), left);
    }
}
