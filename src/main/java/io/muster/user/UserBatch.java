package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.customer.QuotaForecast.Arrival;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import io.muster.user.BatchRound.Passed;
import io.muster.user.BulkResult.Deed;
import io.muster.user.BulkResult.Done;
import io.muster.user.ManagedUsers.Managed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes many users in one transaction: finds them, lets each through the guards, writes and records them together. */
@Component
class UserBatch {

    private final Access access;
    private final UserGuards guards;
    private final UserMaker maker;
    private final UserBatchStore store;
    private final History history;
    private final Clock clock;

    UserBatch(Access access, UserGuards guards, UserMaker maker, UserBatchStore store, History history, Clock clock) {
        this.access = access;
        this.guards = guards;
        this.maker = maker;
        this.store = store;
        this.history = history;
        this.clock = clock;
    }

    BatchRound begin(Actor actor) {
        return new BatchRound(actor, access, store, guards, maker, clock.instant());
    }

    /**
     * Users in the order of their ids as given, whom nobody else changes meanwhile.
     *
     * @throws Rejected NOT_FOUND when only one of them is out of reach or does not exist; FORBIDDEN when a group is missing
     */
    List<Managed> require(Actor actor, Collection<UserId> ids, boolean deleted) {
        Set<UserId> wanted = new LinkedHashSet<>(ids);
        Map<UserId, Managed> found = store.lock(wanted);
        List<Managed> users = new ArrayList<>();
        for (UserId id : wanted) {
            Managed managed = found.get(id);
            if (managed == null || managed.user().isDeleted() && !deleted || !actor.reaches(managed.place())) {
                throw Rejected.notFound();
            }
            users.add(managed);
        }
        users.stream()
                .map(Managed::place)
                .distinct()
                .forEach(place -> access.require(actor, Permission.MANAGE_USERS, place));
        return users;
    }

    /** Writes whoever passed, by a few statements; sessions of those who have no access any more end. */
    List<Done> write(BatchRound round) {
        List<User> created = new ArrayList<>();
        List<User> changed = new ArrayList<>();
        for (Passed passed : round.passed()) {
            (passed.before() == null ? created : changed).add(passed.after());
        }
        admit(round);
        store.insert(created);
        store.update(changed);
        leave(round);
        store.endSessions(
                changed.stream().filter(user -> !user.hasAccess(round.now())).toList());
        history.record(round.passed().stream()
                .flatMap(passed -> changes(round.actor(), passed, round.now()))
                .toList());
        return round.passed().stream().map(UserBatch::done).collect(Collectors.toList());
    }

    /** Takes back that these users were made, of whom nobody has signed in yet. */
    void forget(Collection<UserId> users) {
        store.forget(users);
    }

    /**
     * Takes out of a round whoever would find no room, so that the others can be written.
     *
     * @return why, by the user who is left out
     */
    Map<UserId, Rejected.Problem> leaveOut(BatchRound round) {
        Map<UserId, Rejected.Problem> noRoom = guards.noRoom(arrivals(round));
        round.leaveOut(noRoom.keySet());
        return noRoom;
    }

    /** Whoever is new at a customer fits in there, and above it. */
    private void admit(BatchRound round) {
        Map<CustomerId, List<@Nullable CustomerId>> coming = new HashMap<>();
        arrivals(round)
                .values()
                .forEach(arrival -> coming.computeIfAbsent(arrival.to(), first -> new ArrayList<>())
                        .add(arrival.from()));
        guards.fit(coming);
    }

    private static Map<UserId, Arrival> arrivals(BatchRound round) {
        Map<UserId, Arrival> arrivals = new LinkedHashMap<>();
        for (Passed passed : round.passed()) {
            CustomerId to = passed.place().customer();
            CustomerId from = origin(passed);
            if (!passed.after().isDeleted() && !to.equals(from)) {
                arrivals.put(passed.after().id(), new Arrival(to, from));
            }
        }
        return arrivals;
    }

    private static @Nullable CustomerId origin(Passed passed) {
        Managed before = passed.before();
        return before == null || before.user().isDeleted()
                ? null
                : before.place().customer();
    }

    private static boolean moved(Passed passed) {
        Managed before = passed.before();
        return before != null && !before.place().equals(passed.place());
    }

    /** Devices at the customer that a user has left are theirs no longer. */
    private void leave(BatchRound round) {
        round.passed().stream()
                .filter(UserBatch::moved)
                .collect(Collectors.groupingBy(
                        Passed::place,
                        Collectors.mapping(passed -> passed.after().id(), Collectors.toList())))
                .forEach((place, users) -> store.endAssignmentsOutside(users, place));
    }

    /** The customer that a user has left is told too. */
    private static Stream<Change> changes(Actor actor, Passed passed, Instant now) {
        Change change = change(actor, passed, now);
        Managed before = passed.before();
        if (before == null || !moved(passed)) {
            return Stream.of(change);
        }
        return Stream.of(
                change,
                new Change(
                        now,
                        actor.by(),
                        Change.Kind.USER,
                        change.entity(),
                        change.label(),
                        before.place(),
                        "moved_away",
                        Change.Field.of("customerId", before.place().customer(), null)));
    }

    private static Done done(Passed passed) {
        User after = passed.after();
        Managed before = passed.before();
        return new Done(
                deed(passed),
                after.id(),
                after.username(),
                after.email().value(),
                before == null ? null : before.user().data(),
                before == null ? 1 : before.user().version() + 1);
    }

    private static Change change(Actor actor, Passed passed, Instant now) {
        Managed before = passed.before();
        UserData data = before == null ? null : before.user().data();
        Deed deed = deed(passed);
        List<Change.Field> fields = deed == Deed.DELETED
                ? List.of()
                : User.difference(data, passed.after().data());
        return new Change(
                now,
                actor.by(),
                Change.Kind.USER,
                passed.after().id().toString(),
                passed.after().username(),
                passed.place(),
                deed == Deed.CHANGED ? "edited" : deed.name().toLowerCase(Locale.ROOT),
                fields);
    }

    private static Deed deed(Passed passed) {
        Managed before = passed.before();
        if (before == null) {
            return Deed.CREATED;
        }
        if (passed.after().isDeleted()) {
            return Deed.DELETED;
        }
        return before.user().isDeleted() ? Deed.RESTORED : Deed.CHANGED;
    }
}
