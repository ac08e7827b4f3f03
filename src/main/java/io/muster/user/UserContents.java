package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.customer.Contents;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The users inside a customer, when the customer is emptied, moved or deleted. */
@Component
class UserContents implements Contents {

    private static final String ALIVE = "from app_user u where u.customer_id = :customer and u.deleted_at is null";

    private final Access access;
    private final History history;
    private final JdbcClient jdbc;
    private final Clock clock;

    UserContents(Access access, History history, JdbcClient jdbc, Clock clock) {
        this.access = access;
        this.history = history;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Moved(UserId id, String username) {}

    /** Something below a branch that a user elsewhere was assigned to. */
    private record Reaching(UserId user, String username, TreePath place, String name) {}

    @Override
    public Sort sort() {
        return Sort.USERS;
    }

    @Override
    public long count(CustomerId customer) {
        return jdbc.sql("select count(*) " + ALIVE)
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    @Override
    public void moveUp(Actor actor, TreePath from, TreePath to) {
        access.require(actor, Permission.MANAGE_USERS, from);
        access.require(actor, Permission.MANAGE_USERS, to);
        refuseHigher(actor, from.customer());
        List<Moved> moved = jdbc.sql("select u.id, u.username " + ALIVE + " order by u.id for update")
                .param("customer", from.customer().value())
                .query((row, number) -> new Moved(new UserId(row.getLong("id")), row.getString("username")))
                .list();
        jdbc.sql("update app_user set customer_id = :to, version = version + 1 where id in (:ids)")
                .param("to", to.customer().value())
                .param("ids", moved.stream().map(user -> user.id().value()).toList())
                .update();
        Instant now = clock.instant();
        List<Change.Field> fields = Change.Field.of("customerId", from.customer(), to.customer());
        List<Change.Field> left = Change.Field.of("customerId", from.customer(), null);
        history.record(moved.stream()
                .flatMap(user -> Stream.of(
                        change(now, actor, user.id(), user.username(), to, fields),
                        new Change(
                                now,
                                actor.by(),
                                Change.Kind.USER,
                                user.id().toString(),
                                user.username(),
                                from,
                                "moved_away",
                                left)))
                .toList());
    }

    /** Guards 1 to 3 for all of them at once: further up their groups reach further. */
    private void refuseHigher(Actor actor, CustomerId customer) {
        Set<String> held = actor.groups().stream().map(Group::name).collect(Collectors.toSet());
        long higher = jdbc.sql("select count(*) " + ALIVE + " and exists (select 1 from user_group g"
                        + " where g.user_id = u.id and g.group_name not in (:held))")
                .param("customer", customer.value())
                .param("held", held)
                .query(Long.class)
                .single();
        if (higher > 0 || (actor.restricted() && wider(actor, customer) > 0)) {
            throw Rejected.forbidden("problem.customer.higherUsers");
        }
    }

    private long wider(Actor actor, CustomerId customer) {
        List<Long> own = actor.locations().isEmpty()
                ? List.of(0L)
                : actor.locations().stream().map(LocationId::value).toList();
        return jdbc.sql("select count(*) " + ALIVE + " and (not u.restricted or exists (select 1 from user_location ul"
                        + " where ul.user_id = u.id and ul.location_id not in (:own)))")
                .param("customer", customer.value())
                .param("own", own)
                .query(Long.class)
                .single();
    }

    /** Nobody keeps a location, or a device of their own, of customers that they do not see any more. */
    @Override
    public void arrived(Actor actor, TreePath branch) {
        end(actor, branch, "user_location", "location", "locations");
        end(actor, branch, "user_device", "device", "devices");
    }

    private void end(Actor actor, TreePath branch, String assignments, String table, String field) {
        String from = """
                from %s a join app_user u on u.id = a.user_id join customer uc on uc.id = u.customer_id
                join %s t on t.id = a.%s_id join customer tc on tc.id = t.customer_id
                where tc.path >= :path and tc.path < :end and not (uc.path >= :path and uc.path < :end)
                  and uc.id not in (:above)
                """.formatted(assignments, table, table);
        List<Long> above = branch.ids().stream().map(CustomerId::value).toList();
        List<Reaching> ended = jdbc.sql("select u.id, u.username, uc.path, t.name " + from + " order by u.id, t.id")
                .param("path", branch.value())
                .param("end", branch.end())
                .param("above", above)
                .query((row, number) -> new Reaching(
                        new UserId(row.getLong("id")),
                        row.getString("username"),
                        new TreePath(row.getString("path")),
                        row.getString("name")))
                .list();
        if (ended.isEmpty()) {
            return;
        }
        List<Long> users =
                ended.stream().map(each -> each.user().value()).distinct().toList();
        jdbc.sql("""
                        delete from %s where user_id in (:users) and %s_id in
                            (select t.id from %s t join customer tc on tc.id = t.customer_id
                             where tc.path >= :path and tc.path < :end)
                        """.formatted(assignments, table, table))
                .param("users", users)
                .param("path", branch.value())
                .param("end", branch.end())
                .update();
        jdbc.sql("update app_user set version = version + 1 where id in (:users)")
                .param("users", users)
                .update();
        Instant now = clock.instant();
        history.record(ended.stream()
                .map(each -> change(
                        now,
                        actor,
                        each.user(),
                        each.username(),
                        each.place(),
                        Change.Field.of(field, each.name(), null)))
                .toList());
    }

    @Override
    public void forget(CustomerId customer) {
        jdbc.sql("delete from app_user where customer_id = :customer and deleted_at is not null")
                .param("customer", customer.value())
                .update();
    }

    private static Change change(
            Instant at, Actor actor, UserId user, String username, TreePath place, List<Change.Field> fields) {
        return new Change(at, actor.by(), Change.Kind.USER, user.toString(), username, place, "edited", fields);
    }
}
