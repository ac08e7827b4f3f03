package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.user.ManagedUsers.Managed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change of many users: each goes through every guard for itself, and those that pass are written together. What is asked
 * again and again (a customer, a location) is looked up once a round.
 */
final class BatchRound {

    /** Whoever passed: what the user was, and is to be. */
    record Passed(@Nullable Managed before, User after, TreePath place) {}

    private record Offer(LocationId location, CustomerId customer) {}

    private final Actor actor;
    private final Access access;
    private final UserBatchStore store;
    private final UserGuards guards;
    private final UserMaker maker;
    private final Instant now;
    private final Map<CustomerId, Optional<TreePath>> customers = new HashMap<>();
    private final Map<Offer, Boolean> offered = new HashMap<>();
    private final Set<UserId> lost = new HashSet<>();
    private final List<Passed> passed = new ArrayList<>();

    BatchRound(Actor actor, Access access, UserBatchStore store, UserGuards guards, UserMaker maker, Instant now) {
        this.actor = actor;
        this.access = access;
        this.store = store;
        this.guards = guards;
        this.maker = maker;
        this.now = now;
    }

    Actor actor() {
        return actor;
    }

    Instant now() {
        return now;
    }

    List<Passed> passed() {
        return passed;
    }

    /** These stay as they are, although they passed. */
    void leaveOut(Set<UserId> users) {
        passed.removeIf(each -> users.contains(each.after().id()));
        lost.removeAll(users);
    }

    /**
     * Takes a change of a user, unless a guard refuses it.
     *
     * @return false when there is nothing to change
     */
    boolean change(Managed before, UserData data) {
        User user = before.user();
        guards.mayTouch(actor, user);
        TreePath target = customer(data.customer());
        guards.mayGrant(actor, data);
        guards.leavesOwnRights(actor, user, data);
        if (!user.isDeleted() && User.difference(user.data(), data).isEmpty()) {
            return false;
        }
        keepsAnAdministrator(before, data);
        boolean elsewhere = !data.customer().equals(user.customerId());
        if (elsewhere || !user.locations().containsAll(data.locations())) {
            checkLocations(data);
        }
        maker.checkEnd(user.data(), data);
        pass(before, user.edited(data).deleted(null), target, user, data);
        return true;
    }

    void delete(Managed before) {
        User user = before.user();
        guards.mayTouch(actor, user);
        if (actor.id().equals(user.id())) {
            throw Rejected.forbidden("problem.user.ownRights");
        }
        keepsAnAdministrator(before, null);
        pass(before, user.deleted(now), before.place(), user, null);
    }

    void create(UserId id, UserData data) {
        TreePath target = customer(data.customer());
        guards.mayGrant(actor, data);
        checkLocations(data);
        maker.checkEnd(null, data);
        passed.add(new Passed(null, User.created(id, data, null, now), target));
    }

    private void pass(Managed before, User after, TreePath place, User user, @Nullable UserData data) {
        if (data == null || !UserGuards.stays(user, data)) {
            lost.add(user.id());
        }
        passed.add(new Passed(before, after, place));
    }

    private void keepsAnAdministrator(Managed before, @Nullable UserData after) {
        if (!before.user().isDeleted()) {
            guards.rootKeepsAnAdministrator(before.user(), before.place(), after, lost);
        }
    }

    /** The customer that a user is to be assigned to; one out of reach is an error of that field, as an unknown one is. */
    TreePath customer(CustomerId id) {
        return customers
                .computeIfAbsent(id, this::find)
                .orElseThrow(() -> Rejected.invalid("customerId", "problem.customer.unknown"));
    }

    private Optional<TreePath> find(CustomerId id) {
        try {
            return Optional.of(access.require(actor, Permission.MANAGE_USERS, id));
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw rejected;
        }
    }

    private void checkLocations(UserData data) {
        if (!data.locations().stream().allMatch(location -> isOffered(location, data.customer()))) {
            throw Rejected.invalid("locationIds", "problem.location.unknown");
        }
    }

    /** Whether users of this customer can have the location. */
    boolean isOffered(LocationId location, CustomerId customer) {
        boolean own = !actor.restricted() || actor.locations().contains(location);
        return own
                && offered.computeIfAbsent(
                        new Offer(location, customer), offer -> store.isLocationIn(location, customer(customer)));
    }
}
