package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unit that somebody installed without a network, as their phone kept it.
 *
 * @param key      made by the phone, at random: the entry may arrive more than once
 * @param customer as the phone showed it then
 */
public record OfflineEntry(
        UUID key,
        UnitLabel label,
        CustomerId customer,
        @Nullable LocationId location,
        @Nullable Vehicle vehicle) {}
