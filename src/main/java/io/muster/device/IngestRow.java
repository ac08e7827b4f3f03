package io.muster.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was refused, as often as it was.
 *
 * @param unitId       empty when the topic names no unit
 * @param deviceName   null for a unit that nobody knows
 * @param customerName null for a unit that belongs to nobody
 * @param reason       code of the reason, as units are told it
 * @param excerpt      beginning of what was sent; empty when the viewer knows the device by name only
 */
public record IngestRow(
        long id,
        Instant firstAt,
        Instant lastAt,
        long times,
        String unitId,
        @Nullable String deviceName,
        @Nullable String customerName,
        String topic,
        String reason,
        String detail,
        String excerpt) {}
