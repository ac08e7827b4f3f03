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
 * @param unheard      it is about a device whose unit had never shown itself by then
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
        boolean unheard,
        List<Change.Field> fields) {

    HistoryEntry with(List<Change.Field> changed) {
        return new HistoryEntry(
                id,
                at,
                actorId,
                actor,
                channel,
                kind,
                entity,
                label,
                customerId,
                customerName,
                action,
                unheard,
                changed);
    }

    HistoryEntry heardOnlyLater() {
        return new HistoryEntry(
                id, at, actorId, actor, channel, kind, entity, label, customerId, customerName, action, true, fields);
    }

    /** A device was, or is now, in the state of units that wait to be let in, and of those that are awaited. */
    boolean isPending() {
        return kind == Change.Kind.DEVICE
                && fields.stream()
                        .anyMatch(field -> field.name().equals("state")
                                && ("pending".equalsIgnoreCase(field.from())
                                        || "pending".equalsIgnoreCase(field.to())));
    }
}
