package io.muster.device;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** When devices were last heard, as a list is narrowed by it. */
public enum LastSeen {
    /** Within three heartbeats, or 15 minutes. */
    ONLINE(null),
    QUARTER(Duration.ofMinutes(15)),
    HOUR(Duration.ofHours(1)),
    /** Since midnight, where the viewer is. */
    TODAY(null),
    WEEK(Duration.ofDays(7)),
    MONTH(Duration.ofDays(30)),
    NEVER(null);

    private final @Nullable Duration within;

    LastSeen(@Nullable Duration within) {
        this.within = within;
    }

    /** The earliest moment that counts; null where a moment does not decide. */
    @Nullable
    Instant since(Instant now, ZoneId zone) {
        if (this == TODAY) {
            return LocalDate.ofInstant(now, zone).atStartOfDay(zone).toInstant();
        }
        return within == null ? null : now.minus(within);
    }
}
