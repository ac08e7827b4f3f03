package io.muster.api;

import io.muster.location.GeoJson;
import io.muster.location.LocationRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A location.
 *
 * @param geofence area that belongs to it, in one of the two forms of {@link LocationGeofence}
 */
record LocationJson(
        String id,
        String customerId,
        String name,
        @Nullable String contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,

        @Nullable @Schema(implementation = LocationGeofence.class)
        JsonNode geofence,

        Counts counts,
        Instant createdAt) {

    /** How many users are assigned to it, and how many devices that the reader sees are there. */
    @Schema(name = "LocationCounts")
    record Counts(long users, long devices) {}

    static LocationJson of(LocationRow row) {
        return new LocationJson(
                row.id().toString(),
                row.customerId().toString(),
                row.name(),
                row.contactEmail(),
                row.phone(),
                row.address(),
                row.notes(),
                row.color(),
                row.geofence() == null ? null : GeoJson.write(row.geofence()),
                new Counts(row.users(), row.devices()),
                Moments.shown(row.createdAt()));
    }
}
