package io.muster.device;

import io.muster.kernel.Database;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Announcements that tell nothing new, by far the most: the next one of the same boot, with the same facts. For them
 * {@link Device#announced} changes nothing but the presence, so the database alone decides about them and writes it, without a
 * device being loaded. Whatever else there is to decide is left to {@link Roll}.
 */
@Repository
class SameAgain {

    /** What the answer to such an announcement says. */
    record Heard(UnitId unit, @Nullable TreePath place, Answer.Registration answer) {}

    private record Line(Announcement message, Instant now) {}

    private static final Rows<Line> LINES = new Rows<Line>()
            .with("unit_id", Type.TEXT, line -> line.message().unit().value())
            .with("at", Type.TIME, Line::now)
            .with("boot_id", Type.TEXT, line -> line.message().bootId())
            .with("boot_count", Type.LONG, line -> line.message().bootCount())
            .with("seq", Type.LONG, line -> line.message().seq())
            .with("last_msg_id", Type.TEXT, line -> line.message().msgId())
            .with("ts", Type.TIME, line -> line.message().ts())
            .with(
                    "clock_skew_s",
                    Type.LONG,
                    line -> Duration.between(line.now(), line.message().ts()).toSeconds())
            .with("last_told", Type.TEXT, line -> line.message().facts().digest())
            .with("heartbeat_s", Type.INT, line -> line.message().heartbeatS())
            .with("uptime_s", Type.LONG, line -> line.message().uptimeS())
            .with("lat", Type.DOUBLE, line -> of(line.message().position(), Position::lat))
            .with("lon", Type.DOUBLE, line -> of(line.message().position(), Position::lon))
            .with("acc_m", Type.DOUBLE, line -> of(line.message().position(), Position::accM))
            .with("ip", Type.TEXT, line -> of(line.message().network(), Announcement.Network::ip))
            .with("operator", Type.TEXT, line -> of(line.message().network(), Announcement.Network::operator))
            .with("rat", Type.TEXT, line -> of(line.message().network(), Announcement.Network::rat));

    private static final String SET = """
             set last_seen_at = case when p.last_seen_at > s.at then p.last_seen_at else s.at end,
                boot_count = coalesce(s.boot_count, p.boot_count),
                seq = s.seq, last_msg_id = s.last_msg_id, announced_at = s.at, announced_ts = s.ts,
                clock_skew_s = s.clock_skew_s, heartbeat_s = coalesce(s.heartbeat_s, p.heartbeat_s),
                uptime_s = coalesce(s.uptime_s, p.uptime_s), lat = coalesce(s.lat, p.lat), lon = coalesce(s.lon, p.lon),
                acc_m = case when s.lat is null then p.acc_m else s.acc_m end,
                position_at = case when s.lat is null then p.position_at else s.at end, ip = coalesce(s.ip, p.ip),
                operator = coalesce(s.operator, p.operator), rat = coalesce(s.rat, p.rat)
            """;

    private static final String SAME = " and d.last_told = s.last_told and d.state in ('PENDING', 'ACCEPTED')"
            + " and p.boot_id = s.boot_id and p.last_boot_id = s.boot_id and p.seq < s.seq"
            + " and (c.id is null or not " + DeviceRepository.SUSPENDED + ")";

    private static final String ANSWER =
            "d.unit_id, d.state, d.rev, coalesce(s.heartbeat_s, p.heartbeat_s) as heartbeat_s, c.path";

    private static final String JOINED =
            LINES.table("s") + " join device d on d.unit_id = s.unit_id left join customer c on c.id = d.customer_id";

    private final JdbcTemplate template;
    private final Database database;

    SameAgain(JdbcTemplate template, Database database) {
        this.template = template;
        this.database = database;
    }

    /**
     * Takes those of these announcements that tell nothing new. It is the first of a transaction that finds all its rows by
     * their keys, and says so ({@link Database#byKeysAlone}).
     *
     * @param messages at most one of each unit
     */
    Map<UnitId, Heard> take(List<Announcement> messages, Instant now) {
        // The first of a boot has no other one before it.
        Map<UnitId, Announcement> byUnit = messages.stream()
                .filter(message -> message.seq() > 0)
                .collect(Collectors.toMap(Announcement::unit, Function.identity()));
        if (byUnit.isEmpty()) {
            database.byKeysAlone();
            return Map.of();
        }
        List<Line> lines =
                byUnit.values().stream().map(message -> new Line(message, now)).toList();
        List<Heard> heard = database.isPostgres() ? update(lines, byUnit) : lookAndWrite(lines, byUnit);
        return heard.stream().collect(Collectors.toMap(Heard::unit, Function.identity()));
    }

    private List<Heard> update(List<Line> lines, Map<UnitId, Announcement> byUnit) {
        return LINES.query(
                template,
                database.byKeysAlone("update device_presence p" + SET + " from " + JOINED + " where p.device_id = d.id"
                        + SAME + " returning " + ANSWER),
                lines,
                (row, number) -> heard(row, byUnit, lines.getFirst().now()));
    }

    /** H2 cannot tell what an update has changed. A unit's messages come one after the other there, so nobody is in between. */
    private List<Heard> lookAndWrite(List<Line> lines, Map<UnitId, Announcement> byUnit) {
        List<Heard> heard = LINES.query(
                template,
                "select " + ANSWER + " from " + JOINED + " join device_presence p on p.device_id = d.id where true"
                        + SAME,
                lines,
                (row, number) -> heard(row, byUnit, lines.getFirst().now()));
        Map<UnitId, Heard> taken = heard.stream().collect(Collectors.toMap(Heard::unit, Function.identity()));
        int written = LINES.update(
                template,
                "merge into device_presence p using (select s.*, d.id as device_id from " + LINES.table("s")
                        + " join device d on d.unit_id = s.unit_id) s"
                        + " on (p.device_id = s.device_id and p.seq < s.seq) when matched then update" + SET,
                lines.stream()
                        .filter(line -> taken.containsKey(line.message().unit()))
                        .toList());
        if (written != heard.size()) {
            throw new OptimisticLockingFailureException("A unit was heard twice at once");
        }
        return heard;
    }

    private static Heard heard(ResultSet row, Map<UnitId, Announcement> byUnit, Instant now) throws SQLException {
        UnitId unit = new UnitId(row.getString("unit_id"));
        Announcement message = Objects.requireNonNull(byUnit.get(unit));
        String path = row.getString("path");
        return new Heard(
                unit,
                path == null ? null : new TreePath(path),
                new Answer.Registration(
                        unit,
                        row.getLong("rev"),
                        UnitState.valueOf(row.getString("state")),
                        null,
                        message.msgId(),
                        now,
                        row.getInt("heartbeat_s"),
                        false));
    }

    private static <T> @Nullable Object of(@Nullable T told, Function<T, @Nullable Object> part) {
        return told == null ? null : part.apply(told);
    }
}
