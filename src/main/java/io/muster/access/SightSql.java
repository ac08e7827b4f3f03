package io.muster.access;

import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user's sight as conditions on the device "d" and its customer "c", the same for every list, count and single row. */
public final class SightSql {

    private static final String TRUE = "1 = 1";
    private static final String FALSE = "1 = 0";
    private static final String OWNED = "d.customer_id is not null";

    private final Map<String, Object> parameters = new HashMap<>();
    private final String prefix;
    private final String seen;
    private final String seenIds;
    private final String listed;
    private final boolean byNameOnly;
    private final boolean positions;

    public SightSql(Sight sight) {
        this(sight, "");
    }

    /**
     * For where the sight of two users meets in one statement.
     *
     * @param prefix of the names of the parameters
     */
    public SightSql(Sight sight, String prefix) {
        this.prefix = prefix;
        positions = sight.positions();
        String reach = within(sight.subtree(), "home");
        List<String> narrow = new ArrayList<>();
        String atLocation = locations(sight);
        if (sight.restricted()) {
            narrow.add(atLocation);
        }
        if (!sight.all()) {
            // The same for every device, so that the database asks once.
            narrow.add("(" + atLocation + " or d.id in (" + assigned(sight) + "))");
        }
        String owned = narrow.isEmpty() ? TRUE : "(" + String.join(" and ", narrow) + ")";
        seen = owned.equals(TRUE) || !sight.ownerless() ? owned : "(d.customer_id is null or " + owned + ")";
        seenIds = seenIds(sight);
        String reached = owned.equals(TRUE) ? reach : reach + " and " + owned;
        TreePath inventory = sight.inventory();
        byNameOnly = inventory != null && !seen.equals(TRUE);
        if (inventory != null) {
            reached = sight.inventoryBelow() ? reach : "((" + reached + ") or " + exactly(inventory) + ")";
        }
        if (!sight.ownerless()) {
            listed = reached;
        } else {
            listed = reached.equals(OWNED) ? TRUE : "((" + reached + ") or d.customer_id is null)";
        }
    }

    /** What the viewer sees of a listed device; false: by name only. */
    public String seen() {
        return seen;
    }

    /** There is nothing that is not seen. */
    public boolean seesAll() {
        return seen.equals(TRUE);
    }

    /** The viewer's lists have devices that are known by name only. */
    public boolean listsByName() {
        return byNameOnly;
    }

    /**
     * A query for the ids of all that is seen, in the viewer's lists or not, where that is not all ({@link #listsByName}): so the
     * database begins with the few that are seen, and not with the very many that are known by name only.
     */
    public String seenIds() {
        return seenIds;
    }

    /** Whether the viewer is told where devices are that are seen. */
    public boolean seesPositions() {
        return positions;
    }

    /** Which devices are in the viewer's lists at all. */
    public String listed() {
        return listed;
    }

    /** An expression where the listed device is seen, and the other one where it is known by name only. */
    public String masked(String expression, String otherwise) {
        return byNameOnly ? "case when " + seen + " then " + expression + " else " + otherwise + " end" : expression;
    }

    /** Values of the named parameters in the conditions. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** The whole tree needs no look at the paths, which spares the database a join that it plans badly. */
    private String within(TreePath place, String name) {
        if (place.isRoot()) {
            return OWNED;
        }
        return "(c.path >= " + value(name, place.value()) + " and c.path < " + value(name + "End", place.end()) + ")";
    }

    private String exactly(TreePath place) {
        return "d.customer_id = " + value("inventory", place.customer().value());
    }

    private String value(String name, Object value) {
        parameters.put(prefix + name, value);
        return ":" + prefix + name;
    }

    private String locations(Sight sight) {
        return sight.locations().isEmpty()
                ? FALSE
                : "(d.location_id is not null and d.location_id in (" + keys(sight) + "))";
    }

    private String seenIds(Sight sight) {
        List<String> ways = new ArrayList<>();
        ways.add("select f.id from device f where "
                + (sight.locations().isEmpty() ? FALSE : "f.location_id in (" + keys(sight) + ")"));
        if (!sight.restricted()) {
            ways.add(assigned(sight));
        }
        if (sight.ownerless()) {
            ways.add("select o.id from device o where o.customer_id is null");
        }
        return String.join(" union all ", ways);
    }

    private String keys(Sight sight) {
        return value(
                "locations", sight.locations().stream().map(LocationId::value).toList());
    }

    private String assigned(Sight sight) {
        return "select ud.device_id from user_device ud where ud.user_id = "
                + value("viewer", sight.user().value());
    }
}
