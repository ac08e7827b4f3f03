package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Where the enrolment tokens and install jobs are that somebody gets to see.
 *
 * @param below also those of the customers below
 * @param only  locations to which whoever looks is kept; null for everywhere
 */
record ManagedPlaces(
        TreePath place, boolean below, @Nullable Set<LocationId> only) {

    static ManagedPlaces of(Actor actor, Permission permission, TreePath place) {
        return new ManagedPlaces(place, actor.mayBelowHome(permission), actor.restricted() ? actor.locations() : null);
    }

    /** A condition on a table that is named by one letter, joined to its customer {@code c}. */
    String where(String table, Map<String, Object> parameters) {
        String where;
        if (below) {
            where = "c.path >= :place and c.path < :placeEnd";
            parameters.put("place", place.value());
            parameters.put("placeEnd", place.end());
        } else {
            where = table + ".customer_id = :customer";
            parameters.put("customer", place.customer().value());
        }
        if (only == null) {
            return where;
        }
        parameters.put(
                "own",
                new SqlArrayValue("bigint", only.stream().map(LocationId::value).toArray()));
        return where + " and " + table + ".location_id = any(:own)";
    }
}
