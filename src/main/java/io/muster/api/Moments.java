package io.muster.api;

import io.muster.kernel.Rejected;
import io.muster.kernel.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the interface shows them: with milliseconds, whatever the database keeps. */
final class Moments {

    private Moments() {}

    /** Reads RFC 3339, with any offset. */
    static Instant parse(String text) {
        try {
            return TimeText.moment(text);
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "api.problem.time");
        }
    }

    static Instant shown(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    static @Nullable Instant orNull(@Nullable Instant moment) {
        return moment == null ? null : shown(moment);
    }
}
