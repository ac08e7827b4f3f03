package io.muster.audit;

import io.muster.kernel.Change;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the history is wanted; null, and an empty set, is "any".
 *
 * @param kinds  sorts of things that were changed
 * @param entity outside form of the id of what was changed
 * @param actor  id or name of who did it
 * @param from   the earliest moment
 * @param to     the first moment that is too late
 */
public record HistoryFilter(
        Set<Change.Kind> kinds,
        @Nullable String entity,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to) {

    public static final HistoryFilter NONE = new HistoryFilter(Set.of(), null, null, null, null);

    public HistoryFilter {
        kinds = Set.copyOf(kinds);
    }
}
