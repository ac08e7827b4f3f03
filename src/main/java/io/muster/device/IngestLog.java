package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.Text;
import io.muster.kernel.UnitId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * What was refused at the door, for the person who wonders why a unit does not appear. It is gathered in memory and written
 * every few seconds, the same thing as one row with a count, so that a unit gone mad costs nothing.
 */
@Service
public class IngestLog {

    private static final Logger LOG = LoggerFactory.getLogger(IngestLog.class);
    /** Different things that are remembered between two writes; what is more is only counted in the metrics. */
    private static final int MOST_KINDS = 500;

    /** Different things that one unit can add to them; what is more stands under no topic, so that there is room for others. */
    private static final int MOST_OF_A_SOURCE = 20;

    private static final long MOST_ROWS = 100_000;
    private static final long MOST_ROWS_OF_A_SOURCE = 1_000;
    private static final Duration RETENTION = Duration.ofDays(30);
    /** The same thing again within this time is the same row. */
    private static final Duration WINDOW = Duration.ofHours(1);

    private record Key(@Nullable UnitId unit, String topic, String reason) {}

    /** Who sends what is refused: a unit, whatever the reasons are; or, for each reason, all those that no topic names. */
    private record Source(@Nullable UnitId unit, String reason) {

        static Source of(Key key) {
            return new Source(key.unit(), key.unit() == null ? key.reason() : "");
        }
    }

    private record Entry(Key key, Instant first, Instant last, long times, String detail, String excerpt) {

        /** Once more; what is shown is the last one, since somebody may be mending what was wrong with the one before. */
        Entry again(Entry later) {
            return new Entry(key, first, later.last, times + 1, later.detail, later.excerpt);
        }
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Clock clock;
    private final Map<Key, Entry> gathered = new LinkedHashMap<>();
    private final Map<Source, Integer> kinds = new HashMap<>();

    IngestLog(JdbcClient jdbc, JdbcTemplate template, Clock clock) {
        this.jdbc = jdbc;
        this.template = template;
        this.clock = clock;
    }

    /**
     * Notes that something was refused.
     *
     * @param unit    null when the topic names none
     * @param reason  code of the reason, as units are told it
     * @param excerpt beginning of what was sent
     */
    @Unguarded("notes only what the listener and the broker refused")
    public void refused(@Nullable UnitId unit, String topic, String reason, String detail, String excerpt) {
        Key exact = new Key(unit, printable(topic, 256), reason);
        Instant now = clock.instant();
        synchronized (gathered) {
            Key key = isRoomFor(exact) ? exact : new Key(unit, "", reason);
            Entry there = gathered.get(key);
            if (there != null || gathered.size() < MOST_KINDS) {
                Entry entry = new Entry(key, now, now, 1, printable(detail, 200), printable(excerpt, 200));
                gathered.put(key, there == null ? entry : there.again(entry));
            }
        }
    }

    /** A unit that publishes to another topic each time has all the same only its share. */
    private boolean isRoomFor(Key key) {
        return gathered.containsKey(key) || kinds.merge(Source.of(key), 1, Integer::sum) <= MOST_OF_A_SOURCE;
    }

    /**
     * Notes the same of many units, at once and of all of them.
     *
     * @throws DataAccessException when the database cannot be reached
     */
    @Unguarded("notes only what the broker does not know")
    public void refusedAll(List<UnitId> units, String reason, String detail) {
        Instant now = clock.instant();
        write(units.stream()
                .map(unit -> new Entry(new Key(unit, "", reason), now, now, 1, printable(detail, 200), ""))
                .toList());
    }

    /** Writes what has been gathered. */
    @Unguarded("writes only what has been gathered")
    @Scheduled(fixedDelay = 2000)
    public void flush() {
        List<Entry> entries;
        synchronized (gathered) {
            entries = List.copyOf(gathered.values());
            gathered.clear();
            kinds.clear();
        }
        if (entries.isEmpty()) {
            return;
        }
        try {
            write(entries);
        } catch (DataAccessException e) {
            LOG.warn("{} kinds of refused messages could not be noted: {}", entries.size(), e.getMessage());
        }
    }

    private void write(List<Entry> entries) {
        Rows<Entry> rows = new Rows<Entry>()
                .with("first_at", Type.TIME, Entry::first)
                .with("last_at", Type.TIME, Entry::last)
                .with("times", Type.LONG, Entry::times)
                .with(
                        "unit_id",
                        Type.TEXT,
                        entry -> entry.key().unit() == null
                                ? ""
                                : entry.key().unit().value())
                .with("topic", Type.TEXT, entry -> entry.key().topic())
                .with("verdict", Type.TEXT, entry -> "refused")
                .with("reason", Type.TEXT, entry -> entry.key().reason())
                .with("detail", Type.TEXT, Entry::detail)
                .with("excerpt", Type.TEXT, Entry::excerpt)
                .with("since", Type.TIME, entry -> entry.last().minus(WINDOW));
        rows.update(
                template,
                "merge into ingest_log i using " + rows.table("s")
                        + " on (i.unit_id = s.unit_id and i.topic = s.topic"
                        + " and i.reason = s.reason and i.first_at > s.since)"
                        + " when matched then update set last_at = s.last_at, times = i.times + s.times,"
                        + " detail = s.detail, excerpt = s.excerpt"
                        + " when not matched then insert"
                        + " (first_at, last_at, times, unit_id, topic, verdict, reason, detail, excerpt) values"
                        + " (s.first_at, s.last_at, s.times, s.unit_id, s.topic, s.verdict, s.reason, s.detail, s.excerpt)",
                entries);
    }

    /** Forgets what is old, and the oldest when there is too much: first of who has very much, and then of all. */
    @Unguarded("removes only what is too old or too much")
    @Scheduled(initialDelay = 60_000, fixedDelay = 600_000)
    public void trim() {
        jdbc.sql("delete from ingest_log where last_at < ?")
                .param(clock.instant().minus(RETENTION).atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("""
                        delete from ingest_log where id in (select r.id from (
                            select i.id, row_number() over (
                                partition by i.unit_id, case when i.unit_id = '' then i.reason end order by i.id desc) as place
                            from ingest_log i) r where r.place > ?)
                        """).param(MOST_ROWS_OF_A_SOURCE).update();
        // Counted, and not told by the ids: whoever had very much has left gaps.
        jdbc.sql("delete from ingest_log where id <= (select id from ingest_log order by id desc limit 1 offset ?)")
                .param(MOST_ROWS)
                .update();
    }

    /** Text without what a log line or PostgreSQL would choke on. */
    private static String printable(String text, int max) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .limit(max)
                .forEach(point -> clean.appendCodePoint(Text.isPlain(Character.toString(point)) ? point : 0xFFFD));
        return clean.toString();
    }
}
