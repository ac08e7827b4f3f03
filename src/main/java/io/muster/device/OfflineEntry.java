package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A unit that somebody installed without a network, as their phone kept it.
 *
 * @param key      made by the phone, at random: the entry may arrive more than once
 * @param replaces the label of the unit in whose place it came; null when none was there
 * @param customer as the phone showed it then; a unit that replaces another one comes to the customer and location of that one
 */
public record OfflineEntry(
        UUID key,
        UnitLabel label,
        @Nullable UnitLabel replaces,
        CustomerId customer,
        @Nullable LocationId location,
        @Nullable Vehicle vehicle) {}
