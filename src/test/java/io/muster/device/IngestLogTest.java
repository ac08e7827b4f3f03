package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.kernel.UnitId;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever sends very much that is refused takes no room from others in the ingest log. */
@MusterTest
class IngestLogTest {

    private static final String REASON = "schema_invalid";
    private static final String INSERT = """
            insert into ingest_log (id, first_at, last_at, times, unit_id, topic, verdict, reason, detail, excerpt)
            values (?, ?, ?, 1, ?, ?, 'refused', 'schema_invalid', '', '')
            """;

    private final UnitId mad = new UnitId("mad-" + Cast.next());
    private final UnitId other = new UnitId("other-" + Cast.next());

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate template;

    /** One of its own, that nobody else writes into and that is written when the test says so. */
    private IngestLog log;

    @BeforeEach
    void an_empty_log() {
        log = new IngestLog(jdbc, template, Clock.systemUTC());
    }

    private long count(UnitId unit, String more) {
        return jdbc.sql("select coalesce(sum(times), 0) from ingest_log where unit_id = ?" + more)
                .param(unit.value())
                .query(Long.class)
                .single();
    }

    private long rows(UnitId unit) {
        return jdbc.sql("select count(*) from ingest_log where unit_id = ?")
                .param(unit.value())
                .query(Long.class)
                .single();
    }

    @Test
    void a_unit_that_publishes_to_another_topic_each_time_leaves_room_for_the_others() {
        for (int i = 0; i < 600; i++) {
            log.refused(mad, "muster/v1/" + mad + "/" + i, REASON, "", "");
        }
        log.refused(other, "muster/v1/" + other + "/announce", REASON, "", "");
        log.flush();
        assertThat(rows(mad)).isEqualTo(21);
        assertThat(count(mad, " and topic = ''")).isEqualTo(580);
        assertThat(rows(other)).isEqualTo(1);
        log.refused(mad, "muster/v1/" + mad + "/new", REASON, "", "");
        log.flush();
        assertThat(count(mad, " and topic like '%/new'")).as("the next time").isEqualTo(1);
    }

    @Test
    void so_do_all_that_no_topic_names_for_each_reason() {
        String one = "reason-" + Cast.next();
        String two = "reason-" + Cast.next();
        for (int i = 0; i < 600; i++) {
            log.refused(null, "nobody/" + i, one, "", "");
        }
        log.refused(null, "nobody/0", two, "", "");
        log.flush();
        for (String reason : List.of(one, two)) {
            assertThat(jdbc.sql("select count(*) from ingest_log where reason = ?")
                            .param(reason)
                            .query(Long.class)
                            .single())
                    .isEqualTo(reason.equals(one) ? 21 : 1);
        }
    }

    @Test
    void what_very_much_is_kept_of_goes_first_and_nothing_of_the_others() {
        long last = jdbc.sql("select coalesce(max(id), 0) from ingest_log")
                .query(Long.class)
                .single();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        template.update(INSERT, last + 1_000_000, now, now, other.value(), "");
        // As far apart as if it had long been trimmed again and again.
        template.batchUpdate(
                INSERT,
                IntStream.rangeClosed(1, 1_100)
                        .mapToObj(i -> new Object[] {last + 2_000_000 + i, now, now, mad.value(), "topic/" + i})
                        .toList());
        try {
            log.trim();
            assertThat(rows(other)).isEqualTo(1);
            assertThat(rows(mad)).isEqualTo(1_000);
            assertThat(count(mad, " and topic = 'topic/1100'")).isEqualTo(1);
            assertThat(count(mad, " and topic = 'topic/100'")).isZero();
        } finally {
            // No id that is given out later is to be one of these.
            jdbc.sql("delete from ingest_log where unit_id in (?, ?)")
                    .params(other.value(), mad.value())
                    .update();
        }
    }
}
