package io.muster.location;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A location as a line of a list.
 *
 * @param users   users of the viewer's subtree who are assigned to it
 * @param devices devices there that the viewer sees
 */
public record LocationRow(
        LocationId id,
        CustomerId customerId,
        String customerName,
        String name,
        @Nullable String contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,
        @Nullable Geofence geofence,
        long users,
        long devices,
        Instant createdAt,
        long version) {}
