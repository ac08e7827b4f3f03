package io.muster.device;

import io.muster.device.Heard.Connection;
import io.muster.device.Heard.Measures;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** What heartbeats and news of connections change: the narrow row of each unit's presence, and nothing else. */
@Repository
class PresenceBoard {

    private static final Rows<PresenceLine> ROWS = new Rows<PresenceLine>()
            .with("device_id", Type.LONG, line -> line.device().value())
            .with("last_seen_at", Type.TIME, PresenceLine::lastSeenAt)
            .with("beat_boot_id", Type.TEXT, PresenceLine::bootId)
            .with("beat_seq", Type.LONG, PresenceLine::seq)
            .with("clock_skew_s", Type.LONG, PresenceLine::clockSkewS)
            .with("conn_id", Type.TEXT, line -> line.said().connId())
            .with("connection", Type.TEXT, line -> name(line.said().connection()))
            .with("connection_at", Type.TIME, line -> line.said().at())
            .with("battery_v", Type.DOUBLE, line -> line.measures().batteryV())
            .with("rssi_dbm", Type.INT, line -> line.measures().rssiDbm())
            .with("cpu_c", Type.DOUBLE, line -> line.measures().cpuC())
            .with("uptime_s", Type.LONG, line -> line.measures().uptimeS())
            .with("queued", Type.LONG, line -> line.measures().queued())
            .with("lat", Type.DOUBLE, line -> part(line, Position::lat))
            .with("lon", Type.DOUBLE, line -> part(line, Position::lon))
            .with("acc_m", Type.DOUBLE, line -> part(line, Position::accM))
            .with("speed_kmh", Type.DOUBLE, line -> line.measures().speedKmh())
            .with("position_at", Type.TIME, PresenceLine::positionAt);

    /** Written by itself, because it changes only when a unit boots. */
    private static final Rows<PresenceLine> BOOTS = new Rows<PresenceLine>()
            .with("device_id", Type.LONG, line -> line.device().value())
            .with("last_boot_id", Type.TEXT, line -> line.boots().last())
            .with("previous_boot_id", Type.TEXT, line -> line.boots().previous())
            .with("boot_switches", Type.INT, line -> line.boots().switches())
            .with("switching_since", Type.TIME, line -> line.boots().since());

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    PresenceBoard(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    /**
     * Like {@link #lines}, and keeps others from changing them until the transaction ends: a line is written back whole, and a device
     * that is moved meanwhile must not take along where it was.
     */
    Map<UnitId, PresenceLine> lock(Collection<UnitId> units) {
        jdbc.sql("""
                        select device_id from device_presence where device_id in (select id from device where unit_id = any(?))
                        order by device_id for update
                        """).param(ids(units)).query(Long.class).list();
        return lines(units);
    }

    /** What is known of these units. */
    Map<UnitId, PresenceLine> lines(Collection<UnitId> units) {
        record Found(UnitId unit, PresenceLine line) {}
        return jdbc
                .sql("""
                        select d.id, d.unit_id, d.state, c.path, (c.id is not null and %s) as suspended, p.last_seen_at,
                               p.boot_id, p.beat_boot_id, p.beat_seq, p.clock_skew_s, p.conn_id, p.connection,
                               p.connection_at, p.battery_v, p.rssi_dbm, p.cpu_c, p.uptime_s, p.queued, p.lat, p.lon, p.acc_m, p.speed_kmh, p.position_at,
                               p.last_boot_id, p.previous_boot_id, p.boot_switches, p.switching_since, p.late_msg_id
                        from device d join device_presence p on p.device_id = d.id
                        left join customer c on c.id = d.customer_id where d.unit_id = any(?)
                        """.formatted(DeviceRepository.SUSPENDED))
                .param(ids(units))
                .query((row, number) -> new Found(new UnitId(row.getString("unit_id")), line(row)))
                .stream()
                .collect(Collectors.toMap(Found::unit, Found::line));
    }

    private static SqlArrayValue ids(Collection<UnitId> units) {
        return new SqlArrayValue("varchar", units.stream().map(UnitId::value).toArray());
    }

    void write(List<PresenceLine> lines) {
        write(ROWS, lines);
    }

    void writeBoots(List<PresenceLine> lines) {
        write(BOOTS, lines);
    }

    /** Writes the lines, always in the same order, so that two batches never wait for each other. */
    private void write(Rows<PresenceLine> rows, List<PresenceLine> lines) {
        String set = rows.names(1).stream().map(name -> name + " = s." + name).collect(Collectors.joining(", "));
        rows.update(
                template,
                "merge into device_presence p using " + rows.table("s")
                        + " on (p.device_id = s.device_id) when matched then update set " + set,
                lines.stream()
                        .sorted(Comparator.comparing(PresenceLine::device))
                        .toList());
    }

    private static @Nullable String name(@Nullable Connection connection) {
        return connection == null ? null : connection.name();
    }

    private static @Nullable Double part(PresenceLine line, Function<Position, @Nullable Double> of) {
        Position position = line.measures().position();
        return position == null ? null : of.apply(position);
    }

    private static PresenceLine line(ResultSet row) throws SQLException {
        UnitState state = UnitState.valueOf(row.getString("state"));
        String path = row.getString("path");
        String connection = row.getString("connection");
        return new PresenceLine(
                new DeviceId(row.getLong("id")),
                path == null ? null : new TreePath(path),
                !row.getBoolean("suspended") && (state == UnitState.PENDING || state == UnitState.ACCEPTED),
                DeviceColumns.instant(row, "last_seen_at"),
                row.getString("boot_id"),
                row.getString("beat_boot_id"),
                row.getObject("beat_seq", Long.class),
                row.getObject("clock_skew_s", Long.class),
                new PresenceLine.Said(
                        row.getString("conn_id"),
                        connection == null ? null : Connection.valueOf(connection),
                        DeviceColumns.instant(row, "connection_at")),
                new Measures(
                        row.getObject("battery_v", Double.class),
                        row.getObject("rssi_dbm", Integer.class),
                        row.getObject("cpu_c", Double.class),
                        row.getObject("uptime_s", Long.class),
                        row.getObject("queued", Long.class),
                        DeviceColumns.position(row),
                        row.getObject("speed_kmh", Double.class)),
                DeviceColumns.instant(row, "position_at"),
                DeviceColumns.boots(row));
    }
}
