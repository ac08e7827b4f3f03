package io.muster.api;

import io.muster.location.LocationRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A location. */
record LocationJson(
        String id,
        String customerId,
        String name,
        @Nullable String contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,
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
                new Counts(row.users(), row.devices()),
                Moments.shown(row.createdAt()));
    }
}
