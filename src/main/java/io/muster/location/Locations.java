package io.muster.location;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.customer.QuotaGate;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The locations of customers. A restricted user knows only their own, and makes no others. */
@Service
public class Locations {

    private final Access access;
    private final LocationRepository locations;
    private final LocationQueries queries;
    private final LocationAssignments assignments;
    private final QuotaGate quotas;
    private final History history;
    private final Database database;
    private final Clock clock;

    Locations(
            Access access,
            LocationRepository locations,
            LocationQueries queries,
            LocationAssignments assignments,
            QuotaGate quotas,
            History history,
            Database database,
            Clock clock) {
        this.access = access;
        this.locations = locations;
        this.queries = queries;
        this.assignments = assignments;
        this.quotas = quotas;
        this.history = history;
        this.database = database;
        this.clock = clock;
    }

    /** A location to choose from. */
    public record Choice(LocationId id, Name name) {}

    /** A location that was deleted, with everybody and everything that was assigned to it, for {@link #restore}. */
    public record Deleted(Location location, List<UserId> users, List<DeviceId> devices) {

        public Deleted {
            users = List.copyOf(users);
            devices = List.copyOf(devices);
        }
    }

    /**
     * What deleting a location would mean.
     *
     * @param users   users who are assigned to it
     * @param blinded those of them who see devices at this location alone, and then see none
     * @param devices devices that lose it
     */
    public record Meaning(long users, long blinded, long devices) {}

    /** Locations of a customer and, in so far as the viewer's rights reach there, of those below it. */
    @Transactional(readOnly = true)
    public Slice<LocationRow> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.LIST_LOCATIONS, customer);
        boolean below = actor.mayBelowHome(Permission.LIST_LOCATIONS);
        return queries.list(actor, place, below ? LocationQueries.Part.SUBTREE : LocationQueries.Part.PLACE, query);
    }

    /** One location, for whoever holds this permission at its customer. */
    @Transactional(readOnly = true)
    public LocationRow get(Permission permission, LocationId id) {
        Actor actor = access.actor();
        return require(actor, permission, id);
    }

    /** The geofence of a location, if it has one and the viewer knows the location. */
    @Transactional(readOnly = true)
    public Optional<Geofence> geofence(LocationId id) {
        Actor actor = access.actor();
        return locations
                .findById(id)
                .filter(location -> !actor.restricted() || actor.locations().contains(id))
                .filter(location -> actor.may(Permission.SEE_LOCATIONS, access.place(location.customerId())))
                .map(location -> location.data().geofence());
    }

    @Transactional
    public Location create(CustomerId customer, Name name) {
        return create(customer, LocationData.named(name));
    }

    /** Adds a location to a customer. */
    @Transactional
    public Location create(CustomerId customer, LocationData data) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MANAGE_LOCATIONS, customer);
        if (actor.restricted()) {
            throw Rejected.forbidden("problem.location.restricted");
        }
        quotas.hold(customer);
        LocationId id = new LocationId(database.next("location_seq"));
        Location location = locations.save(Location.of(id, customer, data, clock.instant(), 0));
        record(actor, location, place, "created", Location.difference(null, data));
        return location;
    }

    /**
     * Changes what is known of a location.
     *
     * @param version the version that the change was made from
     * @throws Rejected STALE when somebody else has changed the location since
     */
    @Transactional
    public Location edit(LocationId id, long version, LocationData data) {
        Actor actor = access.actor();
        LocationRow row = require(actor, Permission.MANAGE_LOCATIONS, id);
        TreePath place = access.require(actor, Permission.MANAGE_LOCATIONS, row.customerId());
        Location before = locations.findById(id).orElseThrow(Rejected::notFound);
        if (before.version() != version) {
            throw Rejected.stale();
        }
        List<Change.Field> fields = Location.difference(before.data(), data);
        if (fields.isEmpty()) {
            return before;
        }
        Location after = locations.save(before.edited(data));
        record(actor, after, place, "edited", fields);
        return after;
    }

    /** Says what {@link #delete} would mean, in so far as the actor sees it. */
    @Transactional(readOnly = true)
    public Meaning meaning(LocationId id) {
        Actor actor = access.actor();
        LocationRow row = require(actor, Permission.MANAGE_LOCATIONS, id);
        return new Meaning(row.users(), assignments.onlyHere(actor.home(), id), row.devices());
    }

    /**
     * Deletes a location. Its devices stay with their customer; who saw devices at this location alone sees none from then
     * on, so that nobody's sight is ever widened.
     *
     * @param version the version that was looked at, or null
     */
    @Transactional
    public Deleted delete(LocationId id, @Nullable Long version) {
        Actor actor = access.actor();
        LocationRow row = require(actor, Permission.MANAGE_LOCATIONS, id);
        TreePath place = access.require(actor, Permission.MANAGE_LOCATIONS, row.customerId());
        Location location = locations.findById(id).orElseThrow(Rejected::notFound);
        if (version != null && location.version() != version) {
            throw Rejected.stale();
        }
        List<Change.Field> assigned = assigned(queries.users(actor.home(), id), row.devices());
        Deleted deleted = new Deleted(location, assignments.users(id), assignments.devices(id));
        assignments.release(id);
        locations.delete(id);
        record(actor, location, place, "deleted", assigned);
        return deleted;
    }

    /** Undoes {@link #delete}, for whoever and whatever still belongs there. */
    @Transactional
    public Location restore(Deleted deleted) {
        Actor actor = access.actor();
        Location before = deleted.location();
        TreePath place = access.require(actor, Permission.MANAGE_LOCATIONS, before.customerId());
        if (locations.findById(before.id()).isPresent()) {
            throw Rejected.stale();
        }
        Location location =
                locations.save(Location.of(before.id(), before.customerId(), before.data(), before.createdAt(), 0));
        assignments.assign(location, place, deleted.users(), deleted.devices());
        record(actor, location, place, "restored", List.of());
        return location;
    }

    /** The locations of a customer and, in so far as the viewer's rights reach there, of those below it, to hand out. */
    @Transactional(readOnly = true)
    public Slice<Choice> choices(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_LOCATIONS, customer);
        boolean below = actor.mayBelowHome(Permission.SEE_LOCATIONS);
        return queries.choices(actor, place, below ? LocationQueries.Part.SUBTREE : LocationQueries.Part.PLACE, query);
    }

    /** Those of these locations that {@link #choices} offers. */
    @Transactional(readOnly = true)
    public List<Choice> among(CustomerId customer, Set<LocationId> ids) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_LOCATIONS, customer);
        boolean below = actor.mayBelowHome(Permission.SEE_LOCATIONS);
        return queries.among(actor, place, below ? LocationQueries.Part.SUBTREE : LocationQueries.Part.PLACE, ids);
    }

    /** The locations of the customer itself, at which its devices can be. */
    @Transactional(readOnly = true)
    public Slice<Choice> ofCustomer(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_LOCATIONS, customer);
        return queries.choices(actor, place, LocationQueries.Part.PLACE, query);
    }

    /**
     * The location, if it belongs to this customer or to one below it and the viewer sees the locations there.
     *
     * @throws Rejected NOT_FOUND or FORBIDDEN otherwise
     */
    @Transactional(readOnly = true)
    public Location require(LocationId id, CustomerId customer) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_LOCATIONS, customer);
        CustomerId owner = queries.row(actor, id).map(LocationRow::customerId).orElseThrow(Rejected::notFound);
        if (!place.covers(access.require(actor, Permission.SEE_LOCATIONS, owner))) {
            throw Rejected.notFound();
        }
        return locations.findById(id).orElseThrow(Rejected::notFound);
    }

    private LocationRow require(Actor actor, Permission permission, LocationId id) {
        LocationRow row = queries.row(actor, id).orElseThrow(Rejected::notFound);
        access.require(actor, permission, row.customerId());
        return row;
    }

    private static List<Change.Field> assigned(long users, long devices) {
        List<Change.Field> fields = new ArrayList<>();
        if (users > 0) {
            fields.addAll(Change.Field.of("users", users, null));
        }
        if (devices > 0) {
            fields.addAll(Change.Field.of("devices", devices, null));
        }
        return fields;
    }

    private void record(Actor actor, Location location, TreePath place, String action, List<Change.Field> fields) {
        history.record(
                actor.by(), Change.Kind.LOCATION, location.id(), location.name().value(), place, action, fields);
    }
}
