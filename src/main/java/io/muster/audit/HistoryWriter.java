package io.muster.audit;

import io.muster.kernel.Change;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes changes into the history, in the transaction that makes them: either both are there, or neither. */
@Component
class HistoryWriter {

    private static final int LONGEST_LABEL = 254;

    private final JdbcTemplate jdbc;
    private final Rows<Change> rows;
    private final String insert;

    HistoryWriter(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = new Rows<Change>()
                .with("at", Type.TIME, Change::at)
                .with(
                        "actor_id",
                        Type.LONG,
                        change -> change.by().user() == null
                                ? null
                                : change.by().user().value())
                .with("actor_name", Type.TEXT, change -> cut(change.by().name()))
                .with("channel", Type.TEXT, change -> change.by().channel())
                .with("kind", Type.TEXT, change -> change.kind().name())
                .with("entity", Type.TEXT, Change::entity)
                .with("label", Type.TEXT, change -> cut(change.label()))
                .with(
                        "customer_id",
                        Type.LONG,
                        change -> change.place() == null
                                ? null
                                : change.place().customer().value())
                .with(
                        "path",
                        Type.TEXT,
                        change -> change.place() == null ? null : change.place().value())
                .with("action", Type.TEXT, Change::action)
                .with("fields", Type.TEXT, change -> json.writeValueAsString(change.fields()));
        this.insert =
                "insert into audit_entry (" + String.join(", ", rows.names(0)) + ") select * from " + rows.table("s");
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void write(Change.Changed event) {
        rows.update(jdbc, insert, event.changes());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL);
    }
}
