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
import io.muster.user.BulkResult.Deed;
import io.muster.user.BulkResult.Done;
import io.muster.user.BulkResult.Refused;
import io.muster.user.ManagedUsers.Managed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds users who have access and have not used it for long, so that somebody decides whether they still need it. */
@Service
public class AccessReview {

    /** So long without a login, and so long a decision to keep somebody holds. */
    public static final Duration PERIOD = Duration.ofDays(90);

    private final Access access;
    private final UserQueries queries;
    private final UserBatch batch;
    private final UserGuards guards;
    private final JdbcClient jdbc;
    private final History history;
    private final Clock clock;

    AccessReview(
            Access access,
            UserQueries queries,
            UserBatch batch,
            UserGuards guards,
            JdbcClient jdbc,
            History history,
            Clock clock) {
        this.access = access;
        this.queries = queries;
        this.batch = batch;
        this.guards = guards;
        this.jdbc = jdbc;
        this.history = history;
        this.clock = clock;
    }

    /** Users of a customer, and of those below it, who could sign in and have not for 90 days, nor have been kept since. */
    @Transactional(readOnly = true)
    public Slice<UserRow> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_USERS, customer);
        return queries.unused(
                place,
                actor.mayBelowHome(Permission.MANAGE_USERS),
                clock.instant().minus(PERIOD),
                query);
    }

    /** The whole list, page by page, each with the rights of its moment. */
    public void export(CustomerId customer, ListQuery query, Consumer<UserRow> sink) {
        access.require(Permission.MANAGE_USERS, customer);
        UserQueries.each(query, page -> list(customer, page), sink);
    }

    /**
     * Keeps users: the history says so, and they are not listed again for 90 days.
     *
     * @throws Rejected NOT_FOUND when one of them is out of reach, with nobody kept
     */
    @Transactional
    public BulkResult keep(Collection<UserId> ids) {
        Actor actor = access.actor();
        Instant now = clock.instant();
        List<Done> kept = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Managed managed : batch.require(actor, ids, false)) {
            User user = managed.user();
            try {
                guards.mayTouch(actor, user);
                kept.add(new Done(
                        Deed.CHANGED, user.id(), user.username(), user.email().value(), user.data(), user.version()));
                changes.add(new Change(
                        now,
                        actor.by(),
                        Change.Kind.USER,
                        user.id().toString(),
                        user.username(),
                        managed.place(),
                        "accessKept",
                        List.of()));
            } catch (Rejected rejected) {
                refused.add(new Refused(user.id(), user.username(), user.email().value(), rejected.problems()));
            }
        }
        if (!kept.isEmpty()) {
            jdbc.sql("update app_user set access_kept_at = :now where id in (:ids)")
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .param("ids", kept.stream().map(done -> done.id().value()).toList())
                    .update();
            history.record(changes);
        }
        return new BulkResult(kept, refused, 0);
    }
}
