package io.muster.user;

import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.customer.Quota;
import io.muster.customer.QuotaForecast;
import io.muster.customer.QuotaForecast.Arrival;
import io.muster.customer.QuotaGate;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The guards of the permission table: nobody hands out, or takes over, more than they hold themselves. */
@Component
class UserGuards {

    private final UserRepository users;
    private final QuotaGate quotas;
    private final QuotaForecast forecast;

    UserGuards(UserRepository users, QuotaGate quotas, QuotaForecast forecast) {
        this.users = users;
        this.quotas = quotas;
        this.forecast = forecast;
    }

    /** One more user fits in at a customer, and at those above it that have a limit. */
    void fits(CustomerId to, @Nullable CustomerId from) {
        if (!to.equals(from)) {
            quotas.admit(Quota.Sort.USERS, to, Collections.singletonList(from));
        }
    }

    /** Many users fit in, of whom each comes from a customer, or from nowhere; by the customer that they come into. */
    void fit(Map<CustomerId, List<@Nullable CustomerId>> arrivals) {
        quotas.admit(Quota.Sort.USERS, arrivals);
    }

    /** Who of many would not fit in, and why, before anything is done. */
    Map<UserId, Rejected.Problem> noRoom(Map<UserId, Arrival> arrivals) {
        return forecast.refused(Quota.Sort.USERS, arrivals);
    }

    /**
     * Guards 1, 2 and 5: grants only groups that the actor holds, by a token only those whose rights the token has, and of a
     * restricted actor only their own locations.
     */
    void mayGrant(Actor actor, UserData data) {
        mayGrant(actor, data.groups());
        if (!actor.scopesCover(data.groups())) {
            throw Rejected.forbidden("problem.scope.groups");
        }
        if (actor.restricted() && !(data.restricted() && actor.locations().containsAll(data.locations()))) {
            throw Rejected.invalid("locationIds", "problem.locations.notHeld");
        }
    }

    /** Nobody grants a group that they do not hold. */
    static void mayGrant(Actor actor, Set<Group> groups) {
        if (!actor.groups().containsAll(groups)) {
            throw Rejected.invalid("groups", "problem.groups.notHeld");
        }
    }

    /** Guards 3 and 5: a user who holds a group or a location that the actor lacks is not the actor's to change. */
    void mayTouch(Actor actor, User user) {
        if (isHigher(actor, user)) {
            throw Rejected.forbidden(actor.scopesCover(user.groups()) ? "problem.user.higher" : "problem.scope.groups");
        }
    }

    static boolean isHigher(Actor actor, User user) {
        return isHigher(actor, user.groups(), user.restricted(), user.locations());
    }

    /** Holds a group or sees a location that the actor does not. */
    static boolean isHigher(Actor actor, Set<Group> groups, boolean restricted, Set<LocationId> locations) {
        return !actor.holdsAllOf(groups, restricted, locations);
    }

    /**
     * Nobody changes their own groups, locations, customer or active flag; nor, in this way, their address: whoever has a
     * session or a token of somebody must not become the owner of the account by it.
     */
    void leavesOwnRights(Actor actor, User before, UserData after) {
        if (!actor.id().equals(before.id())) {
            return;
        }
        boolean same = before.groups().equals(after.groups())
                && before.locations().equals(after.locations())
                && before.restricted() == after.restricted()
                && before.active() == after.active()
                && Objects.equals(before.expiresAt(), after.expiresAt())
                && before.customerId().equals(after.customer());
        if (!same) {
            throw Rejected.forbidden("problem.user.ownRights");
        }
        if (!before.email().equals(after.email())) {
            throw Rejected.forbidden("problem.user.ownEmail");
        }
    }

    /** Is an administrator of the same customer afterwards, too. */
    static boolean stays(User user, UserData after) {
        return after.customer().equals(user.customerId()) && lasts(after);
    }

    /** An account administrator whom no date takes away: only such a one keeps the account from being nobody's. */
    static boolean lasts(UserData data) {
        return data.active() && data.expiresAt() == null && data.groups().contains(Group.ACCOUNT_ADMINISTRATOR);
    }

    /**
     * Guard 4: one active account administrator of the root, without an end, remains. Whoever gets here waits for others who do the same.
     *
     * @param after what the user will be, null when deleted
     */
    void rootKeepsAnAdministrator(User user, TreePath place, @Nullable UserData after) {
        rootKeepsAnAdministrator(user, place, after, Set.of());
    }

    /** The same, where others are taken away together with this user. */
    void rootKeepsAnAdministrator(User user, TreePath place, @Nullable UserData after, Set<UserId> lost) {
        if (place.isRoot() && lasts(user.data()) && !(after != null && stays(user, after))) {
            users.lockRoot();
            boolean another = users.rootAdministrators().stream()
                    .anyMatch(other -> !other.equals(user.id().value()) && !lost.contains(new UserId(other)));
            if (!another) {
                throw Rejected.conflict("problem.user.lastAdministrator");
            }
        }
    }
}
