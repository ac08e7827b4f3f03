package io.muster.api;

import io.muster.kernel.Rejected;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the interface shows them: with milliseconds, whatever the database keeps. */
final class Moments {

    private static final int LONGEST = 40;
    private static final int LAST_YEAR = 9999;

    private Moments() {}

    static Instant shown(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Reads a moment with its offset.
     *
     * @throws Rejected INVALID for anything else
     */
    static Instant parse(String text) {
        try {
            if (text.length() <= LONGEST) {
                OffsetDateTime time = OffsetDateTime.parse(text);
                if (time.getYear() <= LAST_YEAR && time.getYear() >= 0) {
                    return time.toInstant();
                }
            }
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "api.problem.time");
        }
        throw Rejected.invalid(null, "api.problem.time");
    }

    static @Nullable Instant orNull(@Nullable Instant moment) {
        return moment == null ? null : shown(moment);
    }
}
