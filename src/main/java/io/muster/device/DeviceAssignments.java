package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.device.AssignmentQueries.Pair;
import io.muster.device.DeviceViewers.Candidate;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.user.ManagedUsers;
import io.muster.user.ManagedUsers.Managed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Devices that are assigned to users directly, which opens them to users without Full Device Access. Whoever assigns sees the
 * device, and may change the user.
 */
@Service
public class DeviceAssignments {

    private final Access access;
    private final DeviceSight sight;
    private final ManagedUsers managed;
    private final AssignmentQueries queries;
    private final ViewerQueries viewers;
    private final History history;
    private final Clock clock;

    DeviceAssignments(
            Access access,
            DeviceSight sight,
            ManagedUsers managed,
            AssignmentQueries queries,
            ViewerQueries viewers,
            History history,
            Clock clock) {
        this.access = access;
        this.sight = sight;
        this.managed = managed;
        this.queries = queries;
        this.viewers = viewers;
        this.history = history;
        this.clock = clock;
    }

    /** A user of whom a device is, or can be. */
    public record Assignee(UserId id, String username, String customer) {}

    /**
     * Who has a device directly.
     *
     * @param assigned those whom the viewer may change
     * @param offered  those who could have it too
     * @param others   how many more have it, whom the viewer may not change
     */
    public record Assignees(DeviceRow device, List<Assignee> assigned, List<Assignee> offered, long others) {}

    /** Devices that a user has directly, in so far as the viewer knows them. */
    @Transactional(readOnly = true)
    public Slice<AssignableDevice> of(UserId user, ListQuery query) {
        Actor actor = access.actor();
        managed.require(actor, user);
        return queries.assigned(actor.sight(), user, query);
    }

    /** Devices that the viewer sees, which this user could have too. */
    @Transactional(readOnly = true)
    public Slice<AssignableDevice> offered(UserId user, ListQuery query) {
        Actor actor = access.actor();
        Managed found = managed.require(actor, user);
        return queries.offered(actor.sight(), found.place(), user, query);
    }

    /** Who has a device, and who could have it, of the users whom the viewer may change. */
    @Transactional(readOnly = true)
    public Assignees of(DeviceId id) {
        Actor actor = access.actor();
        DeviceRow device = sight.seen(actor, Permission.SEE_DEVICES, id);
        access.require(actor, Permission.MANAGE_USERS, actor.home());
        CustomerId customer = device.customerId();
        if (customer == null) {
            throw Rejected.conflict("problem.assign.ownerless");
        }
        List<Candidate> known = viewers.candidates(id, DeviceViewers.way(actor, access.place(customer)));
        List<Candidate> changeable = known.stream()
                .filter(user -> actor.may(Permission.MANAGE_USERS, user.home())
                        && actor.holdsAllOf(user.groups(), user.restricted(), user.locations()))
                .toList();
        long others = known.stream()
                .filter(user -> user.assigned() && !changeable.contains(user))
                .count();
        return new Assignees(device, assignees(changeable, true), assignees(changeable, false), others);
    }

    private static List<Assignee> assignees(List<Candidate> users, boolean assigned) {
        return users.stream()
                .filter(user -> user.assigned() == assigned)
                .map(user -> new Assignee(user.id(), user.username(), user.customer()))
                .toList();
    }

    /**
     * Assigns each of these devices to each of these users: all of it, or nothing.
     *
     * @return number of assignments that are new
     * @throws Rejected NOT_FOUND for a device that the actor does not see; INVALID for one outside a user's own customer and
     *                  those nested below
     */
    @Transactional
    public int assign(Collection<UserId> users, Collection<DeviceId> devices) {
        Actor actor = access.actor();
        queries.lock(devices);
        return change(actor, users, queries.seen(actor.sight(), Set.copyOf(devices)), devices, true);
    }

    /**
     * Takes devices away from users.
     *
     * @return number of assignments that ended
     * @throws Rejected NOT_FOUND for a device that the actor does not even know by name
     */
    @Transactional
    public int remove(Collection<UserId> users, Collection<DeviceId> devices) {
        Actor actor = access.actor();
        queries.lock(devices);
        return change(actor, users, queries.listed(actor.sight(), Set.copyOf(devices)), devices, false);
    }

    private int change(
            Actor actor,
            Collection<UserId> users,
            List<AssignmentQueries.Known> known,
            Collection<DeviceId> wanted,
            boolean assign) {
        List<Managed> people = Set.copyOf(users).stream()
                .sorted()
                .map(user -> managed.require(actor, user))
                .toList();
        if (known.size() != Set.copyOf(wanted).size()) {
            throw Rejected.notFound();
        }
        Set<Pair> there = queries.pairs(users, wanted);
        List<Pair> changed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        Instant now = clock.instant();
        for (Managed person : people) {
            for (AssignmentQueries.Known device : known) {
                if (assign && !person.place().covers(device.place())) {
                    throw Rejected.invalid("devices", "problem.assign.place", device.name());
                }
                Pair pair = new Pair(person.user().id(), device.id());
                if (there.contains(pair) != assign) {
                    changed.add(pair);
                    changes.addAll(told(now, actor, person, device, assign));
                }
            }
        }
        if (assign) {
            queries.add(changed);
        } else {
            queries.end(changed);
        }
        history.record(changes);
        return changed.size();
    }

    /** The history of both. */
    private static List<Change> told(
            Instant now, Actor actor, Managed person, AssignmentQueries.Known device, boolean assign) {
        String user = person.user().username();
        List<Change.Field> ofUser = assign
                ? Change.Field.of("devices", null, device.name())
                : Change.Field.of("devices", device.name(), null);
        List<Change.Field> ofDevice =
                assign ? Change.Field.of("assignedTo", null, user) : Change.Field.of("assignedTo", user, null);
        String action = assign ? "assigned" : "unassigned";
        TreePath place = person.place();
        return List.of(
                new Change(
                        now, actor.by(), Change.Kind.USER, person.user().id().toString(), user, place, action, ofUser),
                new Change(
                        now,
                        actor.by(),
                        Change.Kind.DEVICE,
                        device.id().toString(),
                        device.name(),
                        device.place(),
                        action,
                        ofDevice));
    }
}
