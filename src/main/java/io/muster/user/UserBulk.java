package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import io.muster.user.BulkResult.Done;
import io.muster.user.BulkResult.Refused;
import io.muster.user.ManagedUsers.Managed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of many users at once, in one transaction. Each user goes through the same guards as alone; one who is refused does
 * not stop the others. One who is out of reach stops everything: such an id cannot have come from a list.
 */
@Service
public class UserBulk {

    /** Most users that can be changed at once. */
    public static final int MOST = 5_000;

    private final Access access;
    private final UserBatch batch;

    UserBulk(Access access, UserBatch batch) {
        this.access = access;
        this.batch = batch;
    }

    /**
     * Changes users.
     *
     * @throws Rejected NOT_FOUND when one of them is out of reach, with nothing changed
     */
    @Transactional
    public BulkResult apply(Collection<UserId> ids, BulkChange change) {
        Actor actor = access.actor();
        BatchRound round = batch.begin(actor);
        if (change instanceof BulkChange.MoveTo move) {
            round.customer(move.customer());
        }
        if (change instanceof BulkChange.AddGroup add && !actor.groups().contains(add.group())) {
            throw Rejected.invalid("groups", "problem.groups.notHeld");
        }
        return run(round, ids, false, managed -> {
            if (change instanceof BulkChange.Delete) {
                round.delete(managed);
                return true;
            }
            return round.change(managed, changed(round, managed.user(), change));
        });
    }

    /**
     * Takes a change back, for whoever has not been changed since. Who was created is deleted; and for good, if still without a
     * password, so that the same file can be imported again when it has been put right.
     */
    @Transactional
    public BulkResult undo(BulkResult result) {
        Actor actor = access.actor();
        BatchRound round = batch.begin(actor);
        Map<UserId, Done> earlier = result.done().stream().collect(Collectors.toMap(Done::id, Function.identity()));
        BulkResult undone = run(round, earlier.keySet(), true, managed -> {
            Done done = Objects.requireNonNull(earlier.get(managed.user().id()));
            if (managed.user().version() != done.version()) {
                throw Rejected.stale();
            }
            if (done.before() == null) {
                round.delete(managed);
                return true;
            }
            Instant deletedAt = managed.user().deletedAt();
            if (deletedAt != null && !deletedAt.isAfter(round.now().minus(Users.UNDO))) {
                throw Rejected.notFound();
            }
            return round.change(managed, done.before());
        });
        batch.forget(undone.done().stream()
                .map(Done::id)
                .filter(id -> Objects.requireNonNull(earlier.get(id)).before() == null)
                .toList());
        return undone;
    }

    private BulkResult run(
            BatchRound round, Collection<UserId> ids, boolean deleted, Function<Managed, Boolean> judge) {
        if (ids.size() > MOST) {
            throw Rejected.invalid(null, "problem.bulk.tooMany", MOST);
        }
        List<Refused> refused = new ArrayList<>();
        int unchanged = 0;
        for (Managed managed : batch.require(round.actor(), ids, deleted)) {
            try {
                unchanged += judge.apply(managed) ? 0 : 1;
            } catch (Rejected rejected) {
                User user = managed.user();
                refused.add(new Refused(user.id(), user.username(), user.email().value(), rejected.problems()));
            }
        }
        return new BulkResult(batch.write(round), refused, unchanged);
    }

    private static UserData changed(BatchRound round, User user, BulkChange change) {
        UserData data = user.data();
        return switch (change) {
            case BulkChange.Activate ignored -> reactivated(data, round.now());
            case BulkChange.Deactivate ignored -> data.active(false);
            case BulkChange.Delete ignored -> throw new IllegalArgumentException("leaves no data");
            case BulkChange.AddGroup add -> data.in(with(data.groups(), add.group()));
            case BulkChange.RemoveGroup remove -> data.in(without(data.groups(), Set.of(remove.group())));
            case BulkChange.MoveTo move ->
                data.at(move.customer()).seeing(data.restricted(), stillOffered(round, data, move));
            case BulkChange.SetLocations set -> data.seeing(true, set.locations());
            case BulkChange.AddLocations add -> {
                if (!data.restricted()) {
                    throw Rejected.conflict("problem.user.notRestricted");
                }
                Set<LocationId> all = new HashSet<>(data.locations());
                all.addAll(add.locations());
                yield data.seeing(true, all);
            }
            case BulkChange.RemoveLocations remove ->
                data.seeing(data.restricted(), without(data.locations(), remove.locations()));
            case BulkChange.Everywhere ignored -> data.seeing(false, Set.of());
        };
    }

    /** Active again: an end that has come would keep the user out all the same. */
    static UserData reactivated(UserData data, Instant now) {
        UserData active = data.active(true);
        return active.isServedAt(now) ? active : active.until(null);
    }

    private static Set<LocationId> stillOffered(BatchRound round, UserData data, BulkChange.MoveTo move) {
        return data.locations().stream()
                .filter(location -> round.isOffered(location, move.customer()))
                .collect(Collectors.toSet());
    }

    private static Set<Group> with(Set<Group> groups, Group added) {
        Set<Group> all = EnumSet.of(added);
        all.addAll(groups);
        return all;
    }

    private static <T> Set<T> without(Set<T> all, Set<T> gone) {
        return all.stream().filter(each -> !gone.contains(each)).collect(Collectors.toSet());
    }
}
