package io.muster.device;

import io.muster.device.Heard.Connection;
import io.muster.device.Heard.Heartbeat;
import io.muster.device.Heard.Measures;
import io.muster.device.Heard.Status;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** What heartbeats and news of connections change: the narrow row of each unit's presence, and nothing else. */
@Repository
class PresenceBoard {

    /** Data may be this late (MQTT contract, Order, duplicates, time). */
    private static final Duration LATEST = Duration.ofDays(30);

    /**
     * What heartbeats and status messages know of a unit.
     *
     * @param listening the unit's values are taken; else only that it was heard
     */
    record Line(
            DeviceId device,
            @Nullable TreePath place,
            boolean listening,
            @Nullable Instant lastSeenAt,
            @Nullable String bootId,
            @Nullable Long seq,
            @Nullable Long clockSkewS,
            @Nullable String connId,
            @Nullable Connection connection,
            Measures measures,
            @Nullable Instant positionAt,
            Boots boots) {

        Line heard(Heard message, Instant now) {
            return switch (message) {
                case Heartbeat beat -> heartbeat(beat, now);
                case Status status -> status(status, now);
            };
        }

        private Line heartbeat(Heartbeat beat, Instant now) {
            if (!listening) {
                return with(now, bootId, seq, clockSkewS, connId, connection, measures, positionAt);
            }
            return taken(beat, now).watching(boots.heard(beat.bootId(), now));
        }

        private Line taken(Heartbeat beat, Instant now) {
            if (beat.bootId().equals(bootId) && seq != null && beat.seq() <= seq) {
                return with(now, bootId, seq, clockSkewS, connId, connection, measures, positionAt);
            }
            boolean placed = beat.measures().lat() != null && beat.measures().lon() != null;
            return with(
                    now,
                    beat.bootId(),
                    beat.seq(),
                    Duration.between(now, beat.ts()).toSeconds(),
                    connId,
                    connection,
                    beat.measures().orElse(measures),
                    placed ? now : positionAt);
        }

        private Line status(Status status, Instant now) {
            boolean current =
                    status.connection() == Connection.ONLINE || status.connId().equals(connId);
            // The broker sends a will, not the unit: it is no sign of life.
            Instant seen = status.will() ? lastSeenAt : now;
            if (!listening || !current) {
                return with(seen, bootId, seq, clockSkewS, connId, connection, measures, positionAt);
            }
            return with(seen, bootId, seq, clockSkewS, status.connId(), status.connection(), measures, positionAt);
        }

        /** What a unit tells in another protocol than ours; the caller has seen to the order. */
        Line told(Telemetry message, Instant now) {
            Instant seen = message.lastWill() ? lastSeenAt : now;
            if (!listening) {
                return with(seen, bootId, seq, clockSkewS, connId, connection, measures, positionAt);
            }
            Instant stamp = message.stamp();
            return with(
                    seen,
                    bootId,
                    seq,
                    message.clock() && stamp != null
                            ? (Long) Duration.between(now, stamp).toSeconds()
                            : clockSkewS,
                    connId,
                    message.connection() == null ? connection : message.connection(),
                    message.measures().orElse(measures),
                    message.isPlaced() ? measuredAt(stamp, now) : positionAt);
        }

        /** A position may come late; a clock that is further off than that is wrong. */
        private static Instant measuredAt(@Nullable Instant stamp, Instant now) {
            return stamp == null || stamp.isAfter(now) || stamp.isBefore(now.minus(LATEST)) ? now : stamp;
        }

        private Line with(
                @Nullable Instant seen,
                @Nullable String boot,
                @Nullable Long sequence,
                @Nullable Long skew,
                @Nullable String connected,
                @Nullable Connection state,
                Measures measured,
                @Nullable Instant placed) {
            Instant latest = lastSeenAt != null && seen != null && lastSeenAt.isAfter(seen) ? lastSeenAt : seen;
            return new Line(
                    device, place, listening, latest, boot, sequence, skew, connected, state, measured, placed, boots);
        }

        /** The line, once a person is told that two units use one id. */
        Line told() {
            return watching(boots.told());
        }

        private Line watching(Boots heard) {
            return new Line(
                    device,
                    place,
                    listening,
                    lastSeenAt,
                    bootId,
                    seq,
                    clockSkewS,
                    connId,
                    connection,
                    measures,
                    positionAt,
                    heard);
        }
    }

    private static final Rows<Line> ROWS = new Rows<Line>()
            .with("device_id", Type.LONG, line -> line.device().value())
            .with("last_seen_at", Type.TIME, Line::lastSeenAt)
            .with("beat_boot_id", Type.TEXT, Line::bootId)
            .with("beat_seq", Type.LONG, Line::seq)
            .with("clock_skew_s", Type.LONG, Line::clockSkewS)
            .with("conn_id", Type.TEXT, Line::connId)
            .with(
                    "connection",
                    Type.TEXT,
                    line -> line.connection() == null ? null : line.connection().name())
            .with("battery_v", Type.DOUBLE, line -> line.measures().batteryV())
            .with("rssi_dbm", Type.INT, line -> line.measures().rssiDbm())
            .with("cpu_c", Type.DOUBLE, line -> line.measures().cpuC())
            .with("uptime_s", Type.LONG, line -> line.measures().uptimeS())
            .with("queued", Type.LONG, line -> line.measures().queued())
            .with("lat", Type.DOUBLE, line -> line.measures().lat())
            .with("lon", Type.DOUBLE, line -> line.measures().lon())
            .with("speed_kmh", Type.DOUBLE, line -> line.measures().speedKmh())
            .with("position_at", Type.TIME, Line::positionAt);

    /** Written by itself, because it changes only when a unit boots. */
    private static final Rows<Line> BOOTS = new Rows<Line>()
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

    Map<UnitId, Line> lines(Collection<UnitId> units) {
        record Found(UnitId unit, Line line) {}
        return jdbc
                .sql("""
                        select d.id, d.unit_id, d.state, c.path, (c.id is not null and %s) as suspended, p.last_seen_at,
                               p.beat_boot_id, p.beat_seq, p.clock_skew_s, p.conn_id, p.connection, p.battery_v,
                               p.rssi_dbm, p.cpu_c, p.uptime_s, p.queued, p.lat, p.lon, p.speed_kmh, p.position_at,
                               p.last_boot_id, p.previous_boot_id, p.boot_switches, p.switching_since
                        from device d join device_presence p on p.device_id = d.id
                        left join customer c on c.id = d.customer_id where d.unit_id = any(?)
                        """.formatted(DeviceRepository.SUSPENDED))
                .param(new SqlArrayValue(
                        "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> new Found(new UnitId(row.getString("unit_id")), line(row)))
                .stream()
                .collect(Collectors.toMap(Found::unit, Found::line));
    }

    void write(List<Line> lines) {
        write(ROWS, lines);
    }

    void writeBoots(List<Line> lines) {
        write(BOOTS, lines);
    }

    /** Writes the lines, always in the same order, so that two batches never wait for each other. */
    private void write(Rows<Line> rows, List<Line> lines) {
        String set = rows.names(1).stream().map(name -> name + " = s." + name).collect(Collectors.joining(", "));
        rows.update(
                template,
                "merge into device_presence p using " + rows.table("s")
                        + " on (p.device_id = s.device_id) when matched then update set " + set,
                lines.stream().sorted(Comparator.comparing(Line::device)).toList());
    }

    private static Line line(ResultSet row) throws SQLException {
        UnitState state = UnitState.valueOf(row.getString("state"));
        String path = row.getString("path");
        String connection = row.getString("connection");
        return new Line(
                new DeviceId(row.getLong("id")),
                path == null ? null : new TreePath(path),
                !row.getBoolean("suspended") && (state == UnitState.PENDING || state == UnitState.ACCEPTED),
                DeviceColumns.instant(row, "last_seen_at"),
                row.getString("beat_boot_id"),
                row.getObject("beat_seq", Long.class),
                row.getObject("clock_skew_s", Long.class),
                row.getString("conn_id"),
                connection == null ? null : Connection.valueOf(connection),
                new Measures(
                        row.getObject("battery_v", Double.class),
                        row.getObject("rssi_dbm", Integer.class),
                        row.getObject("cpu_c", Double.class),
                        row.getObject("uptime_s", Long.class),
                        row.getObject("queued", Long.class),
                        row.getObject("lat", Double.class),
                        row.getObject("lon", Double.class),
                        row.getObject("speed_kmh", Double.class)),
                DeviceColumns.instant(row, "position_at"),
                DeviceColumns.boots(row));
    }
}
