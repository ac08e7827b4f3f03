package io.muster.device;

import io.muster.kernel.LocationId;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/** Narrows a list of devices; null does not narrow, nor does false for {@code alerts}. */
public record DeviceFilter(
        @Nullable UnitState state,
        @Nullable LocationId location,
        @Nullable Boolean online,
        @Nullable UnitId unit,
        boolean alerts) {

    public static final DeviceFilter NONE = new DeviceFilter(null, null, null, null);

    /** Only devices that a person should look at. */
    public static final DeviceFilter ALERTS = new DeviceFilter(null, null, null, null, true);

    public DeviceFilter(
            @Nullable UnitState state, @Nullable LocationId location, @Nullable Boolean online, @Nullable UnitId unit) {
        this(state, location, online, unit, false);
    }
}
