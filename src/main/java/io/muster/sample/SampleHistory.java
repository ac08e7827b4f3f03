package io.muster.sample;

import io.muster.kernel.TreePath;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** The history of what is made up: one line for each thing, by the program itself. */
final class SampleHistory {

    private final Bulk rows;
    private final OffsetDateTime now;

    SampleHistory(JdbcOperations jdbc, OffsetDateTime now) {
        this.now = now;
        this.rows = new Bulk(
                jdbc,
                "audit_entry",
                "at timestamp with time zone",
                "actor_name varchar",
                "channel varchar",
                "kind varchar",
                "entity varchar",
                "label varchar",
                "customer_id bigint",
                "path varchar",
                "action varchar",
                "fields varchar");
    }

    void add(String kind, long id, String label, @Nullable TreePath place, String action) {
        rows.add(
                now,
                "muster",
                "system",
                kind,
                String.valueOf(id),
                label,
                place == null ? null : place.customer().value(),
                place == null ? null : place.value(),
                action,
                "[]");
    }

    void flush() {
        rows.flush();
    }
}
