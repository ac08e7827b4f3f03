package io.muster.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a unit is already that somebody is about to install, and would be no more. Everything is null where it is not for them to
 * know: the holder of the link of a job, and whoever is restricted to other locations, are told that it is in use, and no more.
 *
 * @param placed     it has a vehicle, or was let in under a name of its own: it is no spare one that was only tried out
 * @param name       null too when nobody has named it
 * @param lastSeenAt when it was last heard
 */
public record UnitUse(
        boolean placed,
        @Nullable String name,
        @Nullable String customerName,
        @Nullable String locationName,
        @Nullable Vehicle vehicle,
        @Nullable Instant lastSeenAt) {}
