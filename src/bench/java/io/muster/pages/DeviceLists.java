package io.muster.pages;

import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.FleetFigures;
import io.muster.device.LastSeen;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that a list of devices can be asked for: each order, each filter, each way to search. */
final class DeviceLists {

    private static final int FAR = 10;

    private final DeviceRegistry devices;
    private final FleetFigures figures;
    private final Map<CustomerId, Long> totals = new HashMap<>();

    DeviceLists(DeviceRegistry devices, FleetFigures figures) {
        this.devices = devices;
        this.figures = figures;
    }

    /**
     * What is measured, by name.
     *
     * @param some a device of the tree, by which it is searched
     * @param all  how many devices there are
     */
    Map<String, Consumer<CustomerId>> rows(DeviceRow some, LocationId location, long all) {
        Map<String, Consumer<CustomerId>> rows = new LinkedHashMap<>();
        rows.put("devices", home -> list(home, ListQuery.all(), DeviceFilter.NONE));
        for (String field : List.of(
                "name", "unitId", "id", "imei", "iccid", "vin", "customer", "location", "vehicle", "plate", "lastSeenAt",
                "firmware", "model", "board", "voltage", "createdAt", "state", "online")) {
            rows.put("devices, by " + field, home -> list(home, by(field, 0), DeviceFilter.NONE));
            rows.put("devices, by -" + field, home -> list(home, by("-" + field, 0), DeviceFilter.NONE));
        }
        for (String field : List.of("name", "vin", "firmware", "customer", "location", "lastSeenAt", "voltage")) {
            rows.put("devices, order changed to " + field, home -> again(home, by(field, 0)));
        }
        int far = (int) (all - all / FAR);
        rows.put("devices, at the far end", home -> list(home, by("name", far), DeviceFilter.NONE));
        rows.put("devices, by -lastSeenAt, far end", home -> list(home, by("-lastSeenAt", far), DeviceFilter.NONE));
        rows.put("devices, page after cursor", this::next);
        for (LastSeen when : LastSeen.values()) {
            rows.put("devices, seen " + when, home -> list(home, ListQuery.all(), seen(when)));
            rows.put("devices, seen " + when + ", by last seen", home -> list(home, by("-lastSeenAt", 0), seen(when)));
        }
        for (UnitState state : UnitState.values()) {
            rows.put("devices, " + state, home -> list(home, ListQuery.all(), new DeviceFilter(state, null, null, null)));
        }
        rows.put("devices, undecided", home -> list(home, ListQuery.all(), DeviceFilter.UNDECIDED));
        rows.put("devices, undecided, by -createdAt", home -> list(home, by("-createdAt", 0), DeviceFilter.UNDECIDED));
        rows.put("devices, alerts", home -> list(home, ListQuery.all(), DeviceFilter.ALERTS));
        rows.put("devices, offline", home -> list(home, ListQuery.all(), new DeviceFilter(null, null, false, null)));
        rows.put("devices, firmware", home -> list(home, ListQuery.all(), told(some.firmware(), null, null)));
        rows.put("devices, model", home -> list(home, ListQuery.all(), told(null, some.model(), null)));
        rows.put("devices, unknown firmware", home -> list(home, ListQuery.all(), told("none such", null, null)));
        rows.put("devices, tag", home -> list(home, ListQuery.all(), told(null, null, "winter")));
        rows.put("devices, rare tag", home -> list(home, ListQuery.all(), told(null, null, "rare")));
        rows.put("devices, location", home -> list(home, ListQuery.all(), new DeviceFilter(null, location, null, null)));
        rows.put("devices, firmwares to choose", home -> figures.spread(home, FleetFigures.Spread.FIRMWARE, ListQuery.all()));
        searches(some).forEach((name, text) -> {
            ListQuery query = ListQuery.search(text);
            rows.put("devices, search " + name, home -> list(home, query.roughly(), DeviceFilter.NONE));
            rows.put("devices, found all " + name, home -> list(home, query, DeviceFilter.NONE));
        });
        return rows;
    }

    private static Map<String, String> searches(DeviceRow some) {
        String unit = some.unitId().value();
        Map<String, String> searches = new LinkedHashMap<>();
        searches.put("frequent name", "van x");
        searches.put("rare name", some.name());
        searches.put("name of all", "van");
        searches.put("two letters", "qx");
        searches.put("two frequent letters", "ab");
        searches.put("one letter", "a");
        searches.put("part of a unit id", unit.substring(5, 15));
        searches.put("dashed UUID", unit.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"));
        searches.put("IMEI", Objects.requireNonNullElse(some.imei(), "none"));
        searches.put("part of an IMEI", Objects.requireNonNullElse(some.imei(), "none such").substring(4));
        searches.put("number", some.id().toString());
        searches.put("plate", "AB 12 345");
        searches.put("nothing", "no such thing");
        return searches;
    }

    /** The page that a program asks for after the first one. */
    private void next(CustomerId home) {
        Slice<DeviceRow> first = list(home, by("name", 0), DeviceFilter.NONE);
        if (first.nextCursor() != null) {
            list(home, new ListQuery("", ListQuery.order("name"), 50, 0, first.nextCursor()), DeviceFilter.NONE);
        }
    }

    /** Another order of a list that is open, whose rows have been counted. */
    private void again(CustomerId home, ListQuery query) {
        long total = totals.computeIfAbsent(
                home, key -> list(key, ListQuery.all(), DeviceFilter.NONE).total());
        list(home, query.counted(total), DeviceFilter.NONE);
    }

    private Slice<DeviceRow> list(CustomerId home, ListQuery query, DeviceFilter filter) {
        return devices.list(home, query, filter);
    }

    private static ListQuery by(String sort, int offset) {
        return new ListQuery("", ListQuery.order(sort), 50, offset, null);
    }

    private static DeviceFilter seen(LastSeen when) {
        return new DeviceFilter(null, null, null, null, false, when, null, null, false, null);
    }

    private static DeviceFilter told(@Nullable String firmware, @Nullable String model, @Nullable String tag) {
        return new DeviceFilter(null, null, null, null, false, null, firmware, model, false, tag);
    }
}
