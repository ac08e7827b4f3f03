package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The users of customers. */
@Service
public class Users {

    /** How long a deleted user can be brought back. */
    public static final Duration UNDO = Duration.ofDays(30);

    private final Access access;
    private final UserRepository users;
    private final UserQueries queries;
    private final UserGuards guards;
    private final UserMaker maker;
    private final History history;
    private final Clock clock;

    Users(
            Access access,
            UserRepository users,
            UserQueries queries,
            UserGuards guards,
            UserMaker maker,
            History history,
            Clock clock) {
        this.access = access;
        this.users = users;
        this.queries = queries;
        this.guards = guards;
        this.maker = maker;
        this.history = history;
        this.clock = clock;
    }

    /** How a new user gets in: by a link of their own, or with a password that somebody has chosen for them. */
    public sealed interface FirstPassword {

        /** A welcome mail, or a link to hand over when mail is not configured. */
        record Invited() implements FirstPassword {}

        record Chosen(String password) implements FirstPassword {}
    }

    /**
     * A user who has just been created.
     *
     * @param link the one-time link, only when the user was invited and mail is not configured; shown once
     */
    public record Created(User user, @Nullable String link) {}

    /** Users of a customer and, for whoever administers the nested ones too, of those below it. */
    @Transactional(readOnly = true)
    public Slice<UserRow> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_USERS, customer);
        return queries.list(place, actor.mayBelowHome(Permission.SEE_USERS), query);
    }

    /** The whole list that a query finds, in its order, page by page, each with the rights of its moment. */
    public void export(CustomerId customer, ListQuery query, Consumer<UserRow> sink) {
        access.require(Permission.SEE_USERS, customer);
        UserQueries.each(query, page -> list(customer, page), sink);
    }

    @Transactional(readOnly = true)
    public User get(UserId id) {
        return get(Permission.SEE_USERS, id);
    }

    /** Deleted users of a customer, and of those below it, who can still be brought back. */
    @Transactional(readOnly = true)
    public Slice<UserRow> deleted(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_USERS, customer);
        return queries.deleted(
                place,
                actor.mayBelowHome(Permission.MANAGE_USERS),
                clock.instant().minus(UNDO),
                query);
    }

    /** One user, for whoever holds this permission at the user's customer. */
    @Transactional(readOnly = true)
    public User get(Permission permission, UserId id) {
        Actor actor = access.actor();
        User user = existing(id);
        access.require(actor, permission, user.customerId());
        return user;
    }

    /** Creates a user of a customer within the actor's reach, with at most the actor's own rights. */
    @Transactional
    public Created create(UserData data, FirstPassword first) {
        Actor actor = access.actor();
        TreePath place = requireCustomer(actor, data.customer());
        guards.mayGrant(actor, data);
        String hash = maker.hash(data, first);
        guards.fits(data.customer(), null);
        return maker.make(actor.by(), actor.id(), data, place, hash);
    }

    /**
     * Changes a user. An invitation follows the address: to another one a new link is mailed. Of
     * anybody else the address before is told.
     *
     * @param version the version that the change was made from
     */
    @Transactional
    public User edit(UserId id, long version, UserData data) {
        Actor actor = access.actor();
        User before = existing(id);
        TreePath place = access.require(actor, Permission.MANAGE_USERS, before.customerId());
        guards.mayTouch(actor, before);
        TreePath target = requireCustomer(actor, data.customer());
        guards.mayGrant(actor, data);
        guards.leavesOwnRights(actor, before, data);
        if (before.version() != version) {
            throw Rejected.stale();
        }
        guards.rootKeepsAnAdministrator(before, place, data);
        List<Change.Field> fields = User.difference(before.data(), data);
        if (fields.isEmpty()) {
            return before;
        }
        maker.checkUnique(data, id);
        boolean stays = before.customerId().equals(data.customer());
        maker.checkLocations(data, stays ? before.locations() : Set.of());
        maker.checkEnd(before.data(), data);
        guards.fits(data.customer(), before.customerId());
        User after = maker.save(before.edited(data));
        record(actor.by(), after, target, "edited", fields);
        if (after.isInvited() && !after.emailKey().equals(before.emailKey())) {
            maker.readdress(after, actor.id());
        }
        if (!after.isInvited() && !after.emailKey().equals(before.emailKey())) {
            maker.tellFormerAddress(before, after);
        }
        if (!target.customer().equals(place.customer())) {
            leave(actor, after, place, target);
        }
        return after;
    }

    /** The customer that a user was at is told too; devices there are theirs no longer. */
    private void leave(Actor actor, User user, TreePath from, TreePath to) {
        int devices = users.endAssignmentsOutside(user.id(), to.value(), to.end());
        List<Change.Field> fields = new ArrayList<>(Change.Field.of("customerId", from.customer(), null));
        if (devices > 0) {
            fields.addAll(Change.Field.of("devices", devices, null));
        }
        record(actor.by(), user, from, "moved_away", fields);
    }

    /** Lets a user in again, or ends all access of theirs at once, with everything else left as it is; an end of the account that has come is taken away. */
    @Transactional
    public User setActive(UserId id, boolean active) {
        User user = get(Permission.MANAGE_USERS, id);
        UserData data = user.data();
        return edit(id, user.version(), active ? UserBulk.reactivated(data, clock.instant()) : data.active(false));
    }

    /** Deletes a user: all access ends at once; {@link #restore} brings the user back within 30 days. */
    @Transactional
    public User delete(UserId id, @Nullable Long version) {
        Actor actor = access.actor();
        User user = existing(id);
        TreePath place = access.require(actor, Permission.MANAGE_USERS, user.customerId());
        guards.mayTouch(actor, user);
        if (actor.id().equals(id)) {
            throw Rejected.forbidden("problem.user.ownRights");
        }
        if (version != null && user.version() != version) {
            throw Rejected.stale();
        }
        guards.rootKeepsAnAdministrator(user, place, null);
        User deleted = maker.save(user.deleted(clock.instant()));
        record(actor.by(), deleted, place, "deleted", List.of());
        return deleted;
    }

    /** Undoes {@link #delete}. */
    @Transactional
    public User restore(UserId id) {
        Actor actor = access.actor();
        Instant earliest = clock.instant().minus(UNDO);
        User user = users.findById(id)
                .filter(found -> found.deletedAt() != null && found.deletedAt().isAfter(earliest))
                .orElseThrow(Rejected::notFound);
        TreePath place = access.require(actor, Permission.MANAGE_USERS, user.customerId());
        guards.mayTouch(actor, user);
        guards.fits(user.customerId(), null);
        User restored = maker.save(user.deleted(null));
        record(actor.by(), restored, place, "restored", List.of());
        return restored;
    }

    private User existing(UserId id) {
        return users.findById(id).filter(user -> !user.isDeleted()).orElseThrow(Rejected::notFound);
    }

    /** The customer that a user is to be assigned to; one out of reach is an error of that field, as an unknown one is. */
    private TreePath requireCustomer(Actor actor, CustomerId customer) {
        try {
            return access.require(actor, Permission.MANAGE_USERS, customer);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid("customerId", "problem.customer.unknown");
            }
            throw rejected;
        }
    }

    private void record(Change.By by, User user, TreePath place, String action, List<Change.Field> fields) {
        history.record(by, Change.Kind.USER, user.id(), user.username(), place, action, fields);
    }
}
