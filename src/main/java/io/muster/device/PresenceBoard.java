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

    /** Data may be this late (MQTT contract, Order, duplicates, time). */
    private static final Duration LATEST = Duration.ofDays(30);

    /** A boot that is heard of for the first time may tell a time that is so much before the last one. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** Which connection a unit last told of, what it said, and when that came. */
    record Said(
            @Nullable String connId,
            @Nullable Connection connection,
            @Nullable Instant at) {

        static final Said NOTHING = new Said(null, null, null);
    }

    /**
     * What heartbeats and status messages know of a unit.
     *
     * @param listening     the unit's values are taken; else only that it was heard
     * @param announcedBoot boot of the last announcement that was applied
     * @param bootId        boot of the last heartbeat whose values were taken
     */
    record Line(
            DeviceId device,
            @Nullable TreePath place,
            boolean listening,
            @Nullable Instant lastSeenAt,
            @Nullable String announcedBoot,
            @Nullable String bootId,
            @Nullable Long seq,
            @Nullable Long clockSkewS,
            Said said,
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
                return with(now, bootId, seq, clockSkewS, said, measures, positionAt);
            }
            return taken(beat, now).watching(boots.heard(beat.bootId(), now));
        }

        private Line taken(Heartbeat beat, Instant now) {
            boolean behind = beat.bootId().equals(bootId) && seq != null && beat.seq() <= seq;
            if (behind || isOfEarlierBoot(beat, now)) {
                return with(now, bootId, seq, clockSkewS, said, measures, positionAt);
            }
            return with(
                    now,
                    beat.bootId(),
                    beat.seq(),
                    Duration.between(now, beat.ts()).toSeconds(),
                    said,
                    beat.measures().orElse(measures),
                    beat.measures().position() == null ? positionAt : measuredAt(beat.ts(), now));
        }

        /** True when it is not of the boot that was announced, and tells a time before the one that the unit told last. */
        private boolean isOfEarlierBoot(Heartbeat beat, Instant now) {
            if (announcedBoot == null || beat.bootId().equals(announcedBoot) || lastSeenAt == null) {
                return false;
            }
            long skew = clockSkewS == null ? 0 : Math.min(clockSkewS, 0);
            Instant ts = beat.ts().isAfter(now) ? now : beat.ts();
            return ts.isBefore(lastSeenAt.plusSeconds(skew).minus(CLOCK_TOLERANCE));
        }

        private Line status(Status status, Instant now) {
            boolean current = !status.will() || status.connId().equals(said.connId());
            // The broker sends a will, not the unit: it is no sign of life.
            Instant seen = status.will() ? lastSeenAt : now;
            if (!listening || !current) {
                return with(seen, bootId, seq, clockSkewS, said, measures, positionAt);
            }
            return with(
                    seen,
                    bootId,
                    seq,
                    clockSkewS,
                    new Said(status.connId(), status.connection(), now),
                    measures,
                    positionAt);
        }

        /** What a unit tells in another protocol than ours; the caller has seen to the order. */
        Line told(Telemetry message, Instant now) {
            Instant seen = message.lastWill() ? lastSeenAt : now;
            if (!listening) {
                return with(seen, bootId, seq, clockSkewS, said, measures, positionAt);
            }
            Instant stamp = message.stamp();
            return with(
                    seen,
                    bootId,
                    seq,
                    message.clock() && stamp != null
                            ? (Long) Duration.between(now, stamp).toSeconds()
                            : clockSkewS,
                    message.connection() == null ? said : new Said(said.connId(), message.connection(), now),
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
                Said told,
                Measures measured,
                @Nullable Instant placed) {
            Instant latest = lastSeenAt != null && seen != null && lastSeenAt.isAfter(seen) ? lastSeenAt : seen;
            return new Line(
                    device,
                    place,
                    listening,
                    latest,
                    announcedBoot,
                    boot,
                    sequence,
                    skew,
                    told,
                    measured,
                    placed,
                    boots);
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
                    announcedBoot,
                    bootId,
                    seq,
                    clockSkewS,
                    said,
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
                               p.boot_id, p.beat_boot_id, p.beat_seq, p.clock_skew_s, p.conn_id, p.connection, p.connection_at, p.battery_v,
                               p.rssi_dbm, p.cpu_c, p.uptime_s, p.queued, p.lat, p.lon, p.acc_m, p.speed_kmh, p.position_at,
                               p.last_boot_id, p.previous_boot_id, p.boot_switches, p.switching_since, p.late_msg_id
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

    private static @Nullable String name(@Nullable Connection connection) {
        return connection == null ? null : connection.name();
    }

    private static @Nullable Double part(Line line, Function<Position, @Nullable Double> of) {
        Position position = line.measures().position();
        return position == null ? null : of.apply(position);
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
                row.getString("boot_id"),
                row.getString("beat_boot_id"),
                row.getObject("beat_seq", Long.class),
                row.getObject("clock_skew_s", Long.class),
                new Said(
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
