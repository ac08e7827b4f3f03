package io.muster.audit;

import io.muster.kernel.Change;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes changes into the history, in the transaction that makes them: either both are there, or neither. */
@Component
class HistoryWriter {

    private static final String INSERT = """
            insert into audit_entry
                (at, actor_id, actor_name, channel, kind, entity, label, customer_id, path, action, fields)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final int LONGEST_LABEL = 254;

    private final JdbcTemplate jdbc;
    private final JsonMapper json;

    HistoryWriter(JdbcTemplate jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    void write(Change.Changed event) {
        List<Change> changes = event.changes();
        jdbc.batchUpdate(INSERT, changes, changes.size(), (statement, change) -> {
            statement.setObject(1, change.at().atOffset(ZoneOffset.UTC));
            if (change.by().user() == null) {
                statement.setNull(2, Types.BIGINT);
            } else {
                statement.setLong(2, change.by().user().value());
            }
            statement.setString(3, cut(change.by().name()));
            statement.setString(4, change.by().channel());
            statement.setString(5, change.kind().name());
            statement.setString(6, change.entity());
            statement.setString(7, cut(change.label()));
            if (change.place() == null) {
                statement.setNull(8, Types.BIGINT);
                statement.setNull(9, Types.VARCHAR);
            } else {
                statement.setLong(8, change.place().customer().value());
                statement.setString(9, change.place().value());
            }
            statement.setString(10, change.action());
            statement.setString(11, json.writeValueAsString(change.fields()));
        });
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL);
    }
}
