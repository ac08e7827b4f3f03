package io.muster.location;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.customer.Contents;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The locations inside a customer, when the customer is emptied. */
@Component
class LocationContents implements Contents {

    private final Access access;
    private final History history;
    private final JdbcClient jdbc;
    private final Clock clock;

    LocationContents(Access access, History history, JdbcClient jdbc, Clock clock) {
        this.access = access;
        this.history = history;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Moved(LocationId id, String name) {}

    @Override
    public Sort sort() {
        return Sort.LOCATIONS;
    }

    @Override
    public long count(CustomerId customer) {
        return jdbc.sql("select count(*) from location where customer_id = :customer")
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    @Override
    public void moveUp(Actor actor, TreePath from, TreePath to) {
        access.require(actor, Permission.MANAGE_LOCATIONS, from);
        access.require(actor, Permission.MANAGE_LOCATIONS, to);
        List<Moved> moved = jdbc.sql("select id, name from location where customer_id = :from order by id for update")
                .param("from", from.customer().value())
                .query((row, number) -> new Moved(new LocationId(row.getLong("id")), row.getString("name")))
                .list();
        if (actor.restricted()
                && !actor.locations().containsAll(moved.stream().map(Moved::id).toList())) {
            throw Rejected.forbidden("problem.locations.notHeld");
        }
        jdbc.sql("update location set customer_id = :to, version = version + 1 where customer_id = :from")
                .param("to", to.customer().value())
                .param("from", from.customer().value())
                .update();
        Instant now = clock.instant();
        history.record(moved.stream()
                .map(each -> new Change(
                        now,
                        actor.by(),
                        Change.Kind.LOCATION,
                        each.id().toString(),
                        each.name(),
                        to,
                        "edited",
                        Change.Field.of("customerId", from.customer(), to.customer())))
                .toList());
    }
}
