package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds users whom an administrator is about to change: within reach, and with no rights that the administrator lacks. */
@Component
public class ManagedUsers {

    private final Access access;
    private final UserRepository users;
    private final UserGuards guards;
    private final History history;

    ManagedUsers(Access access, UserRepository users, UserGuards guards, History history) {
        this.access = access;
        this.users = users;
        this.guards = guards;
        this.history = history;
    }

    /** A user and the place of the user's customer. */
    public record Managed(User user, TreePath place) {}

    /**
     * A user whom this actor may change.
     *
     * @throws Rejected NOT_FOUND when the user is out of reach or deleted, FORBIDDEN when a group is missing or the user holds
     *                  more than the actor
     */
    public Managed require(Actor actor, UserId id) {
        User user = users.findById(id).filter(found -> !found.isDeleted()).orElseThrow(Rejected::notFound);
        TreePath place = access.require(actor, Permission.MANAGE_USERS, user.customerId());
        guards.mayTouch(actor, user);
        return new Managed(user, place);
    }

    void record(Actor actor, Managed managed, String action) {
        User user = managed.user();
        history.record(actor.by(), Change.Kind.USER, user.id(), user.username(), managed.place(), action, List.of());
    }
}
