package io.muster.device;

import io.muster.access.SightSql;
import io.muster.kernel.ListQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Devices by a part of what is known of them. What the viewer does not see of a device does not find it either.
 *
 * <p>As one condition for whoever goes through devices anyway, and as a table of what was found, in which each place that is
 * looked into is asked by itself: so PostgreSQL can take the index that a place has.
 */
final class DeviceSearch {

    /** Longest number that is surely an id. */
    private static final int ID_DIGITS = 18;

    /** Parted in other ways than it was written by whoever entered it; other signs are no part of a plate. */
    private static final Pattern PLATE = Pattern.compile("[\\p{L}\\p{N}]+([ .·-]+[\\p{L}\\p{N}]+)*");

    private static final Pattern THREE = Pattern.compile("[\\p{L}\\p{N}]{3}");

    private static final String NAMED = "d.found_by";
    private static final String TOLD = "d.told_by";
    /** To PostgreSQL this is another text than the one that has the index, and finds the same. */
    private static final String OTHERWISE = " collate \"C\"";

    private static final String BETWEEN = LetterPair.between(NAMED, TOLD);

    private final SightSql sees;
    private final FleetIndexes indexes;
    private final String search;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    DeviceSearch(SightSql sees, ListQuery query, FleetIndexes indexes) {
        this.sees = sees;
        this.indexes = indexes;
        search = query.search();
        if (search.isEmpty()) {
            return;
        }
        String pattern = query.pattern();
        parameters.put("q", pattern);
        query.undashed().filter(unit -> !unit.equals(pattern)).ifPresent(unit -> parameters.put("unitQ", unit));
        if (PLATE.matcher(search).matches()) {
            parameters.put("plateQ", "%" + Vehicle.plateKey(search) + "%");
        }
        if (search.length() <= ID_DIGITS && search.chars().allMatch(c -> c >= '0' && c <= '9')) {
            parameters.put("idQ", Long.parseLong(search));
        }
    }

    boolean isEmpty() {
        return parameters.isEmpty();
    }

    /** Whether what is searched for has an index, so that each place is asked by itself. */
    boolean hasIndex() {
        return !isEmpty() && indexes.isThere();
    }

    /**
     * An index of three letters each knows nothing of fewer, and would be read from its beginning to its end. PostgreSQL does not
     * know that, and follows it unless the text is made to look like another one.
     */
    private boolean canFollowIndex() {
        return THREE.matcher(search).find();
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** What a device "d" must fulfil to be found; "" when nothing is searched for, else it begins with "and". */
    String condition() {
        if (isEmpty()) {
            return "";
        }
        String vehicles = "(d.id, d.customer_id) in (select w.device_id, w.customer_id" + VehicleStore.LAST + " and "
                + vehicle("w");
        // Where few are seen, these are looked into once, and not each of those that are not.
        String known = sees.listsByName()
                ? "d.id in (select t.id from device t where t.id in (" + sees.seenIds() + ") and " + told("t.told_by")
                        + ") or " + vehicles + " and w.device_id in (" + sees.seenIds() + "))"
                : told(TOLD) + " or " + vehicles + ")";
        return " and (" + named(NAMED) + " or " + known + numbered(" or ") + ")";
    }

    /** The same, for whoever looks at few devices one after the other. */
    String conditionOfEach() {
        if (isEmpty()) {
            return "";
        }
        String built =
                "(select case when " + vehicle("w") + " then 1 else 0 end from vehicle w where w.device_id = d.id"
                        + " and w.customer_id = d.customer_id order by w.id desc limit 1) = 1";
        String seen = sees.listsByName() ? sees.seen() + " and " : "";
        return " and (" + named(NAMED) + " or (" + seen + "(" + told(TOLD) + " or " + built + "))" + numbered(" or ")
                + ")";
    }

    /** Whether each place has an index that leads to what is searched for. */
    boolean followsIndex() {
        return hasIndex() && canFollowIndex();
    }

    /**
     * Ids of those that are found where places have an index, as a table: all, or of a place more than {@link ListQuery#MANY}.
     * PostgreSQL looks into one place after the other until there are enough.
     *
     * @param devices "from …" with the devices "d"
     * @param where   "where …" that they fulfil besides
     */
    String found(String devices, String where) {
        return places(devices, where).stream()
                .map(place -> "(select d.id" + place + " limit " + (ListQuery.MANY + 1) + ")")
                .collect(Collectors.joining(" union all ", "(", ")"));
    }

    /**
     * "from … where …" of those that are found, for each place in which they are; what was found in one is left out of the next.
     *
     * @param devices "from …" with the devices "d"
     * @param where   "where …" that they fulfil besides
     */
    List<String> places(String devices, String where) {
        String seen = sees.listsByName() ? " and d.id in (" + sees.seenIds() + ")" : "";
        String as = canFollowIndex() ? "" : OTHERWISE;
        String named = named(NAMED + as);
        String told = told(TOLD + as);
        String ofAll = devices + where + " and ";
        String ofSeen = devices + where + seen + " and not (" + named + numbered(" or ") + ") and ";
        String built = devices + VehicleStore.BUILT_INTO + where + seen + " and not (" + named + numbered(" or ")
                + " or " + told + ") and ";
        Optional<LetterPair> rare = rarePair();
        if (rare.isPresent()) {
            LetterPair pair = rare.get();
            return List.of(
                    ofAll + "(" + pair.in(NAMED, named, BETWEEN) + numbered(" or ") + ")",
                    ofSeen + pair.in(TOLD, told, BETWEEN),
                    built + pair.in("v.found_by", vehicle("v"), LetterPair.between("v.found_by")));
        }
        if (sees.listsByName() || canFollowIndex()) {
            return List.of(ofAll + "(" + named + numbered(" or ") + ")", ofSeen + told, built + vehicle("v"));
        }
        return List.of(ofAll + "(" + named + numbered(" or ") + " or " + told + ")", built + vehicle("v"));
    }

    /** Two letters that few devices have. */
    private Optional<LetterPair> rarePair() {
        String pattern = String.valueOf(parameters.get("q"));
        return LetterPair.of(pattern.substring(1, pattern.length() - 1)).filter(pair -> indexes.isRare(pattern));
    }

    private String named(String text) {
        return text + " like :q escape '!'"
                + (parameters.containsKey("unitQ") ? " or " + text + " like :unitQ escape '!'" : "");
    }

    private static String told(String text) {
        return text + " like :q escape '!'";
    }

    private String vehicle(String alias) {
        String text = canFollowIndex() ? alias + ".found_by" : "(" + alias + ".found_by || '')";
        String plate = parameters.containsKey("plateQ") ? " or " + text + " like :plateQ" : "";
        return "(" + text + " like :q escape '!'" + plate + ")";
    }

    private String numbered(String before) {
        return parameters.containsKey("idQ") ? before + "d.id = :idQ" : "";
    }
}
