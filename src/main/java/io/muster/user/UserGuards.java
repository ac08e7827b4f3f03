package io.muster.user;

import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.util.HashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The guards of the permission table: nobody hands out, or takes over, more than they hold themselves. */
@Component
class UserGuards {

    private final UserRepository users;

    UserGuards(UserRepository users) {
        this.users = users;
    }

    /** Guards 1 and 2: grants only groups that the actor holds, and of a restricted actor only their own locations. */
    void mayGrant(Actor actor, UserData data) {
        for (Group group : data.groups()) {
            if (!actor.groups().contains(group)) {
                throw Rejected.invalid("groups", "problem.groups.notHeld");
            }
        }
        if (actor.restricted() && !(data.restricted() && actor.locations().containsAll(data.locations()))) {
            throw Rejected.invalid("locations", "problem.locations.notHeld");
        }
    }

    /** Guard 3: a user who holds a group or a location that the actor lacks is not the actor's to change. */
    void mayTouch(Actor actor, User user) {
        if (isHigher(actor, user)) {
            throw Rejected.forbidden("problem.user.higher");
        }
    }

    static boolean isHigher(Actor actor, User user) {
        return isHigher(actor, user.groups(), user.restricted(), user.locations());
    }

    /** Holds a group or sees a location that the actor does not. */
    static boolean isHigher(Actor actor, Set<Group> groups, boolean restricted, Set<LocationId> locations) {
        return !actor.holdsAllOf(groups, restricted, locations);
    }

    /** Nobody changes their own groups, locations, customer or active flag. */
    void leavesOwnRights(Actor actor, User before, UserData after) {
        if (!actor.id().equals(before.id())) {
            return;
        }
        boolean same = before.groups().equals(after.groups())
                && before.locations().equals(after.locations())
                && before.restricted() == after.restricted()
                && before.active() == after.active()
                && before.customerId().equals(after.customer());
        if (!same) {
            throw Rejected.forbidden("problem.user.ownRights");
        }
    }

    /**
     * Guard 4: one active account administrator of the root remains. Whoever gets here waits for others who do the same.
     *
     * @param after what the user will be, null when deleted
     */
    void rootKeepsAnAdministrator(User user, TreePath place, @org.jspecify.annotations.Nullable UserData after) {
        Set<Group> remaining = new HashSet<>();
        if (after != null && after.active() && after.customer().equals(user.customerId())) {
            remaining.addAll(after.groups());
        }
        boolean loses = place.isRoot()
                && user.active()
                && user.groups().contains(Group.ACCOUNT_ADMINISTRATOR)
                && !remaining.contains(Group.ACCOUNT_ADMINISTRATOR);
        if (loses) {
            users.lockRoot();
            if (users.otherRootAdministrators(user.id()) == 0) {
                throw Rejected.conflict("problem.user.lastAdministrator");
            }
        }
    }
}
