package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ingest log, for people: what units sent and Muster refused. Each sees what their own devices did; of units that nobody
 * knows, only the account's own device managers hear.
 */
@Service
public class IngestLogReader {

    private static final Keyset.Column ID = new Keyset.Column("id", "i.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("lastAt", "i.last_at", Keyset.Type.TIME),
            new Keyset.Column("times", "i.times", Keyset.Type.NUMBER),
            new Keyset.Column("unitId", "i.unit_id", Keyset.Type.TEXT),
            new Keyset.Column("reason", "i.reason", Keyset.Type.TEXT),
            ID);

    private final Access access;
    private final JdbcClient jdbc;

    IngestLogReader(Access access, JdbcClient jdbc) {
        this.access = access;
        this.jdbc = jdbc;
    }

    /** What was refused of a customer's units, and of those below it; the latest first. */
    @Transactional(readOnly = true)
    public Slice<IngestRow> list(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_INGEST_LOG, customer);
        SightSql sees = new SightSql(actor.sight());
        Map<String, Object> parameters = new HashMap<>(sees.parameters());
        String from = " from ingest_log i left join device d on d.unit_id = i.unit_id"
                + " left join customer c on c.id = d.customer_id where " + visible(actor, sees);
        if (!place.isRoot()) {
            from += " and c.path >= :place and c.path < :placeEnd";
            parameters.put("place", place.value());
            parameters.put("placeEnd", place.end());
        }
        if (!query.search().isEmpty()) {
            from += " and (i.unit_id like :q escape '!' or lower(i.topic) like :q escape '!'"
                    + " or i.reason like :q escape '!' or lower(d.name) like :q escape '!')";
            parameters.put("q", query.pattern());
        }
        String select = "select i.id, i.first_at, i.last_at, i.times, i.unit_id, i.topic, i.reason, i.detail, "
                + "d.name, c.name as customer_name, " + sees.masked("i.excerpt", "''") + " as excerpt";
        return new Keyset(query, SORTABLE, new ListQuery.Order("lastAt", true), ID)
                .page(jdbc, select, from, parameters, (row, number) -> row(row));
    }

    /** Who sees no ownerless unit does not see an unknown one either. */
    private static String visible(Actor actor, SightSql sees) {
        return actor.sight().ownerless()
                ? "(d.id is null or " + sees.listed() + ")"
                : "d.id is not null and " + sees.listed();
    }

    private static IngestRow row(ResultSet row) throws SQLException {
        return new IngestRow(
                row.getLong("id"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                row.getLong("times"),
                row.getString("unit_id"),
                row.getString("name"),
                row.getString("customer_name"),
                row.getString("topic"),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("excerpt"));
    }
}
