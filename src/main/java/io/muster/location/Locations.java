package io.muster.location;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The locations of customers. */
@Service
public class Locations {

    private final Access access;
    private final LocationRepository locations;
    private final History history;
    private final Database database;
    private final JdbcClient jdbc;
    private final Clock clock;

    Locations(
            Access access,
            LocationRepository locations,
            History history,
            Database database,
            JdbcClient jdbc,
            Clock clock) {
        this.access = access;
        this.locations = locations;
        this.history = history;
        this.database = database;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A location to choose from. */
    public record Choice(LocationId id, Name name) {}

    @Transactional
    public Location create(CustomerId customer, Name name) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_LOCATIONS, customer);
        LocationId id = new LocationId(database.next("location_seq"));
        Location location = locations.save(new Location(id, customer, name, clock.instant(), 0));
        history.record(
                actor.by(),
                Change.Kind.LOCATION,
                id,
                name.value(),
                place,
                "created",
                Change.Field.of("name", null, name));
        return location;
    }

    /**
     * The locations of a customer and of those nested below it that the viewer may hand out: all, or only their own when the
     * viewer is restricted.
     */
    @Transactional(readOnly = true)
    public List<Choice> choices(CustomerId customer) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_LOCATIONS, customer);
        return jdbc
                .sql("""
                        select l.id, l.name from location l join customer c on c.id = l.customer_id
                        where c.path >= :path and c.path < :end order by l.name, l.id limit 1000
                        """)
                .param("path", place.value())
                .param("end", place.end())
                .query((row, number) -> new Choice(new LocationId(row.getLong("id")), new Name(row.getString("name"))))
                .list()
                .stream()
                .filter(choice -> !actor.restricted() || actor.locations().contains(choice.id()))
                .toList();
    }

    /**
     * The location, if it belongs to this customer or to one below it and is within reach.
     *
     * @throws Rejected NOT_FOUND otherwise
     */
    @Transactional(readOnly = true)
    public Location require(LocationId id, CustomerId customer) {
        return choices(customer).stream()
                .filter(choice -> choice.id().equals(id))
                .findFirst()
                .flatMap(choice -> locations.findById(id))
                .orElseThrow(Rejected::notFound);
    }
}
