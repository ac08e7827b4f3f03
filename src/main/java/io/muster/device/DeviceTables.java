package io.muster.device;

import io.muster.access.SightSql;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListTables;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tables a list of devices is read from. Only what decides which rows there are, and in which order, is joined to all of
 * them, and the rest to those of the page alone: with a million devices each join costs as much as the whole list.
 */
final class DeviceTables {

    static final String DEVICES = " from device d";

    /** Each device has one. */
    static final String PRESENCE = " join device_presence p on p.device_id = d.id";

    static final String CUSTOMER = " left join customer c on c.id = d.customer_id";

    /** A device has it once. Found from the tag where few have it, and from the devices where many do. */
    static final String TAG = "tg.tag = :tag";

    /**
     * What its customer has put to it. An equation of the customers would say the same, but PostgreSQL would then expect one device of
     * three hundred that there are, because it does not know that who has the device is nearly always who has put the tag to it.
     */
    private static final String TAGS = " join device_tag tg on tg.device_id = d.id"
            + " and tg.customer_id between d.customer_id and d.customer_id";

    private static final String HEARD_OF = " from device_presence p";

    /** Whose the device is stands in its presence too. */
    private static final String HEARD_AT = " join customer c on c.id = p.customer_id";

    /** The id of a device, where nothing but its presence decides. */
    static final Keyset.Column HEARD = new Keyset.Column("id", "p.device_id", Keyset.Type.NUMBER);

    /** Only for an order; a row of the page asks for its location by itself. */
    private static final String LOCATION = " left join location l on l.id = d.location_id";

    /** What a list can be followed from, by its alias: only devices that have one, so that there is an index of their order. */
    private static final Map<String, String> LEADING = Map.of(
            "c", " join customer c on c.id = d.customer_id",
            "l", " join location l on l.id = d.location_id",
            "v", VehicleStore.BUILT_INTO);

    /** Orders of devices that have an index in fleets of any size. */
    private static final Pattern INDEXED = Pattern.compile("(d\\.(name|unit_id), )?d\\.id");

    private static final Pattern LEADS = Pattern.compile("\\b([clv])\\.");

    private final String where;
    private final DeviceSearch search;
    private final DeviceFilter filter;
    private final boolean ordered;

    /**
     * Tables of a list.
     *
     * @param where   what devices must fulfil before it is searched for
     * @param filter  by which it was narrowed
     * @param ordered vehicles have an index of what devices are sorted by
     */
    DeviceTables(String where, DeviceFilter filter, DeviceSearch search, boolean ordered) {
        this.where = where;
        this.filter = filter;
        this.ordered = ordered;
        this.search = search;
    }

    /** Whether the list is about nothing but when devices were heard, perhaps in a branch. */
    boolean isOfPresence(String order) {
        return isByPresence(order) && isHeard(all());
    }

    /** Whether this speaks of nothing but when devices were heard. */
    static boolean isByPresence(String sql) {
        return isHeard(sql) && !uses(sql, "c");
    }

    /** Whether this speaks of when devices were heard, and of nothing else but whose they are. */
    private static boolean isHeard(String sql) {
        return uses(sql, "p") && Stream.of("d", "v", "l", "tg").noneMatch(other -> uses(sql, other));
    }

    /** For such a list. */
    ListTables ofPresence() {
        String from = heard(where);
        String rows = HEARD_OF + " join device d on d.id = p.device_id" + CUSTOMER + VehicleStore.JOIN;
        ListTables.Ahead ahead = from.equals(HEARD_OF) ? null : new ListTables.Ahead(HEARD_OF, where);
        return new ListTables(from, rows, where, from + where, null, List.of(), null, ahead, HEARD_OF, null);
    }

    private static String heard(String sql) {
        return HEARD_OF + (uses(sql, "c") ? HEARD_AT : "");
    }

    /**
     * For any other list. An order by customers follows their index; one by locations or vehicles as well, where the viewer sees
     * that of each device. Where not, the few that are seen are sorted by themselves.
     */
    ListTables sorted(String order, SightSql sees) {
        String all = all();
        String from = DEVICES + joins(all + " " + order);
        boolean goesThroughAll = filter.hasNoIndex() || !search.isEmpty();
        String found = goesThroughAll ? found(all) : null;
        String heard = isByPresence(order) ? HEARD_OF : null;
        boolean scattered = goesThroughAll || filter.tag() != null;
        String ordered = scattered && INDEXED.matcher(order).matches() ? DEVICES : heard;
        ListTables.Ahead ahead =
                ordered == null ? null : new ListTables.Ahead(ordered, where + search.conditionOfEach());
        return new ListTables(
                from,
                DeviceRows.FROM,
                all,
                counted(all),
                found,
                places(order),
                leading(all, order, sees.seesAll()),
                ahead,
                heard,
                apart(all, order, sees));
    }

    private static ListTables.@Nullable Apart apart(String all, String order, SightSql sees) {
        if (!sees.listsByName()) {
            return null;
        }
        String vehicles = uses(all + " " + order, "v") ? VehicleStore.JOIN : "";
        return new ListTables.Apart(
                DEVICES + joins(all + " " + order, "v") + vehicles, "d.id in (" + sees.seenIds() + ")");
    }

    private ListTables.@Nullable Leading leading(String all, String order, boolean seesAll) {
        Matcher first = LEADS.matcher(order);
        if (!first.find() || !seesAll && !first.group(1).equals("c")) {
            return null;
        }
        String by = first.group(1);
        String vehicles = ordered && by.equals("v") && uses(all, "c") ? VehicleStore.VEHICLES : null;
        return new ListTables.Leading(
                DEVICES + LEADING.get(by) + joins(all + " " + order, by) + all, vehicles, "v.device_id");
    }

    private String found(String all) {
        return search.hasIndex()
                ? "select found.id from " + search.found(DEVICES + joins(where), where) + " found"
                : "select d.id" + DEVICES + joins(all) + all;
    }

    /** Of an order by vehicles each part would join them once more. */
    private List<String> places(String order) {
        return search.followsIndex() && !uses(order, "v")
                ? search.places(DEVICES + joins(where + " " + order), where)
                : List.of();
    }

    private String all() {
        return where + search.condition();
    }

    /** "from … where …" of as many rows as this finds. */
    static String counted(String where) {
        return counted("", where);
    }

    /** The same, for columns that are counted by. */
    static String counted(String columns, String where) {
        String all = columns + " " + where;
        return (isHeard(all) ? heard(all) : DEVICES + joins(all)) + where;
    }

    /** Tables besides "device" that this speaks of. */
    private static String joins(String sql) {
        return joins(sql, "");
    }

    /** Those but for one, which is there already. */
    private static String joins(String sql, String but) {
        return (uses(sql, "tg") ? TAGS : "")
                + (uses(sql, "p") ? PRESENCE : "")
                + (uses(sql, "c") && !but.equals("c") ? CUSTOMER : "")
                + (uses(sql, "v") && !but.equals("v") ? VehicleStore.ALL : "")
                + (uses(sql, "l") && !but.equals("l") ? LOCATION : "");
    }

    private static boolean uses(String sql, String alias) {
        return Pattern.compile("\\b" + alias + "\\.").matcher(sql).find();
    }
}
