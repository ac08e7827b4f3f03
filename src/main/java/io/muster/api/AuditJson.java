package io.muster.api;

import io.muster.audit.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that was changed.
 *
 * @param channel    {@code web}, {@code api}, {@code mqtt} or {@code system}
 * @param kind       sort of thing that was changed
 * @param entity     id of it
 * @param label      name of it at that moment
 * @param customerId customer it belonged to; null for a unit that belonged to nobody
 * @param action     what happened to it
 */
record AuditJson(
        String id,
        Instant at,
        Actor actor,
        String channel,
        String kind,
        String entity,
        String label,
        @Nullable String customerId,
        String action,
        List<Changed> changes) {

    /**
     * Who did it.
     *
     * @param id null for a unit, and for the program itself
     */
    record Actor(@Nullable String id, String name) {}

    /** One field that changed; customers and locations by their names, null is nothing. */
    record Changed(
            String field, @Nullable String from, @Nullable String to) {}

    static AuditJson of(HistoryEntry entry) {
        return new AuditJson(
                Long.toString(entry.id()),
                Moments.shown(entry.at()),
                new Actor(entry.actorId() == null ? null : entry.actorId().toString(), entry.actor()),
                entry.channel(),
                entry.kind().name().toLowerCase(Locale.ROOT),
                entry.entity(),
                entry.label(),
                entry.customerId() == null ? null : entry.customerId().toString(),
                entry.action(),
                entry.fields().stream()
                        .map(field -> new Changed(field.name(), field.from(), field.to()))
                        .toList());
    }
}
