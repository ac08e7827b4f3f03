package io.muster.audit;

import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed, as a line of the history.
 *
 * @param actorId      null for a unit, and for the program itself
 * @param actor        name of who did it, at that moment
 * @param label        name of what was changed, at that moment
 * @param customerId   customer it belonged to; null for a unit that belonged to nobody
 * @param customerName name of that customer today; null when it is gone
 * @param fields       what changed from what to what; customers and locations by their names
 */
public record HistoryEntry(
        long id,
        Instant at,
        @Nullable UserId actorId,
        String actor,
        String channel,
        Change.Kind kind,
        String entity,
        String label,
        @Nullable CustomerId customerId,
        @Nullable String customerName,
        String action,
        List<Change.Field> fields) {

    HistoryEntry with(List<Change.Field> changed) {
        return new HistoryEntry(
                id, at, actorId, actor, channel, kind, entity, label, customerId, customerName, action, changed);
    }
}
