package io.muster.device;

import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import org.jspecify.annotations.Nullable;

/** What people enter about a device. */
public record DeviceData(Name name, @Nullable LocationId locationId) {}
