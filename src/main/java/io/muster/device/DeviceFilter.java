package io.muster.device;

import io.muster.kernel.LocationId;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/** Narrows a list of devices; null does not narrow. */
public record DeviceFilter(
        @Nullable UnitState state,
        @Nullable LocationId location,
        @Nullable Boolean online,
        @Nullable UnitId unit) {

    public static final DeviceFilter NONE = new DeviceFilter(null, null, null, null);
}
