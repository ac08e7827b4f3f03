package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Sight;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which devices somebody may do something with: a permission at the device's customer, and the device in their sight. */
@Component
class DeviceSight {

    private final Access access;
    private final DeviceQueries queries;

    DeviceSight(Access access, DeviceQueries queries) {
        this.access = access;
        this.queries = queries;
    }

    Slice<DeviceRow> list(Actor actor, TreePath place, ListQuery query, DeviceFilter filter) {
        return queries.list(
                actor.sight(), place, query, filter, actor.preferences().timeZone());
    }

    /**
     * A device that stands in the actor's lists, if only by its name.
     *
     * @throws Rejected NOT_FOUND when it does not, FORBIDDEN when a group or scope is missing
     */
    DeviceRow listed(Actor actor, Permission permission, DeviceId id) {
        DeviceRow row = queries.find(actor.sight(), id).orElseThrow(Rejected::notFound);
        // Whoever opens the list of their home can open what stands there, at whichever customer below.
        if (row.customerId() == null || permission == Permission.SEE_DEVICES) {
            access.require(actor, permission, actor.home());
        } else {
            access.require(actor, permission, row.customerId());
        }
        return row;
    }

    /** Like {@link #listed}, but a device that is known by name only is not found. */
    DeviceRow seen(Actor actor, Permission permission, DeviceId id) {
        DeviceRow row = listed(actor, permission, id);
        if (!row.seen()) {
            throw Rejected.notFound();
        }
        return row;
    }

    /** A device that the actor has just acted upon, which is to know it by name at least. */
    DeviceRow row(Actor actor, DeviceId id) {
        Sight sight = actor.sight();
        Sight byName = new Sight(
                sight.user(),
                sight.subtree(),
                sight.all(),
                sight.restricted(),
                sight.locations(),
                sight.subtree(),
                true,
                sight.ownerless(),
                sight.positions());
        return queries.find(byName, id).orElseThrow(Rejected::notFound);
    }

    /** A unit that stands in the actor's lists, if only by its name. */
    Optional<DeviceRow> find(Actor actor, UnitId unit) {
        return queries.find(actor.sight(), unit);
    }

    /** Says that a unit id is taken; whether it is in the actor's lists decides how much is told. */
    Rejected taken(Actor actor, UnitId unit) {
        boolean known = find(actor, unit).isPresent();
        return Rejected.invalid("unitId", known ? "problem.device.registered" : "problem.device.unavailable");
    }

    /**
     * A device can be put at a location of its own customer only, and by a restricted user at one of their own only.
     *
     * @throws Rejected INVALID for any other location, whether it exists or not
     */
    void requireLocation(Actor actor, @Nullable CustomerId customer, @Nullable LocationId location) {
        if (location == null) {
            return;
        }
        boolean own = !actor.restricted() || actor.locations().contains(location);
        if (customer == null || !own || !queries.isAt(location, customer)) {
            throw Rejected.invalid("locationId", "problem.device.location");
        }
    }

    /**
     * Whoever lets others bring units in says where, if they are kept to some locations: what comes is not to be out of their
     * sight.
     *
     * @throws Rejected INVALID for no location then, and as for {@link #requireLocation}
     */
    void requireLocationOfOthers(Actor actor, CustomerId customer, @Nullable LocationId location) {
        if (location == null && !actor.minds(null)) {
            throw Rejected.invalid("locationId", "problem.device.location.own");
        }
        requireLocation(actor, customer, location);
    }
}
