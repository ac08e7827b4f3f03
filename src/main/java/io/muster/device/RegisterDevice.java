package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * What a person enters to register a device.
 *
 * @param name   the unit id when left out
 * @param accept accepted at once; else it waits for approval
 */
public record RegisterDevice(
        UnitId unitId,
        @Nullable Name name,
        CustomerId customerId,
        @Nullable LocationId locationId,
        boolean accept) {}
