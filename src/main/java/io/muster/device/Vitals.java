package io.muster.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a unit was when it was last heard; null for what it has not told.
 *
 * @param announcedAt when its last announcement came
 * @param positionAt  when it was at its position
 * @param speedKmh    km/h
 * @param rssiDbm     strength of the radio signal, dBm
 * @param cpuC        °C
 * @param uptimeS     seconds since it started
 * @param queued      messages that wait in the unit
 * @param rat         sort of radio network
 * @param passwordAt  when its password was made; null when it has none
 */
public record Vitals(
        @Nullable Instant announcedAt,
        @Nullable Instant positionAt,
        @Nullable Double speedKmh,
        @Nullable Integer rssiDbm,
        @Nullable Double cpuC,
        @Nullable Long uptimeS,
        @Nullable Long queued,
        @Nullable String ip,
        @Nullable String operator,
        @Nullable String rat,
        @Nullable Instant passwordAt) {

    static final Vitals UNTOLD = new Vitals(null, null, null, null, null, null, null, null, null, null, null);
}
