package io.muster.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the interface shows them: with milliseconds, whatever the database keeps. */
final class Moments {

    private Moments() {}

    static Instant shown(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    static @Nullable Instant orNull(@Nullable Instant moment) {
        return moment == null ? null : shown(moment);
    }
}
