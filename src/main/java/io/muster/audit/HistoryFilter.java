package io.muster.audit;

import io.muster.kernel.Change;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the history is wanted; null is "any".
 *
 * @param entity outside form of the id of what was changed
 * @param actor  id or name of who did it
 * @param from   the earliest moment
 * @param to     the first moment that is too late
 */
public record HistoryFilter(
        Change.@Nullable Kind kind,
        @Nullable String entity,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final HistoryFilter NONE = new HistoryFilter(null, null, null, null, null);
}
