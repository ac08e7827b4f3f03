package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the enrolment tokens and install jobs are that somebody gets to see.
 *
 * @param below also those of the customers below
 * @param only  locations to which whoever looks is kept; null for everywhere
 */
record ManagedPlaces(
        TreePath place, boolean below, @Nullable Set<LocationId> only) {

    /** No location has this key, and SQL takes no empty list. */
    private static final long NOWHERE = -1;

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
        List<Long> own = only.stream().map(LocationId::value).toList();
        parameters.put("own", own.isEmpty() ? List.of(NOWHERE) : own);
        return where + " and " + table + ".location_id in (:own)";
    }
}
