package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * What a unit was before it took another one's place.
 *
 * @param customer null when it belonged to nobody, or the customer is gone
 * @param owned    it belonged to somebody
 * @param state    null when nobody knew it
 */
record BeforeSwap(
        @Nullable CustomerId customer,
        boolean owned,
        @Nullable LocationId location,
        @Nullable UnitState state,
        Name name,
        @Nullable String vin,
        Luggage.Had luggage) {

    static BeforeSwap of(@Nullable Device device, UnitId unit, Luggage.Had luggage) {
        return device == null
                ? new BeforeSwap(null, false, null, null, new Name(unit.shown()), null, luggage)
                : new BeforeSwap(
                        device.customerId(),
                        device.customerId() != null,
                        device.locationId(),
                        device.state(),
                        device.name(),
                        device.facts().get(Fact.VIN),
                        luggage);
    }
}
