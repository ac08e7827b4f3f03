package io.muster.device;

import io.muster.kernel.LocationId;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * Narrows a list of devices; null does not narrow, nor does false.
 *
 * @param alerts    only devices that a person should look at
 * @param undecided only units that wait for a person to let them in
 * @param tag       only devices with this tag
 */
public record DeviceFilter(
        @Nullable UnitState state,
        @Nullable LocationId location,
        @Nullable Boolean online,
        @Nullable UnitId unit,
        boolean alerts,
        @Nullable LastSeen lastSeen,
        @Nullable String firmware,
        @Nullable String model,
        boolean undecided,
        @Nullable String tag) {

    public static final DeviceFilter NONE = new DeviceFilter(null, null, null, null);

    /** Only devices that a person should look at. */
    public static final DeviceFilter ALERTS = new DeviceFilter(null, null, null, null, true);

    /** Only units that wait for a person to let them in. */
    public static final DeviceFilter UNDECIDED =
            new DeviceFilter(null, null, null, null, false, null, null, null, true, null);

    public DeviceFilter(
            @Nullable UnitState state,
            @Nullable LocationId location,
            @Nullable Boolean online,
            @Nullable UnitId unit,
            boolean alerts) {
        this(state, location, online, unit, alerts, null, null, null, false, null);
    }

    public DeviceFilter(
            @Nullable UnitState state, @Nullable LocationId location, @Nullable Boolean online, @Nullable UnitId unit) {
        this(state, location, online, unit, false);
    }

    /** Whether the database goes through all devices of a list for it. */
    boolean hasNoIndex() {
        return firmware != null || model != null;
    }
}
