package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** What the log says of work that is done from time to time and fails. */
@Tag("pure")
@ExtendWith(OutputCaptureExtension.class)
class ChoresTest {

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final InstantSource source = () -> now;
    private final Chores chores = new Chores(source.withZone(ZoneOffset.UTC));

    @Test
    void a_database_that_is_away_is_one_line_a_minute(CapturedOutput log) {
        for (int second = 0; second < 90; second += 2) {
            chores.handleError(
                    second % 4 == 0
                            ? new CannotCreateTransactionException("Could not open a connection")
                            : new DataAccessResourceFailureException("Connection refused"));
            now = now.plusSeconds(2);
        }
        assertThat(log.getOut().lines().filter(line -> line.contains("The database is not there")))
                .hasSize(2);
        assertThat(log.getOut()).doesNotContain("at io.muster");
    }

    @Test
    void anything_else_is_said_each_time_and_where_it_happened(CapturedOutput log) {
        chores.handleError(new IllegalStateException("a defect"));
        chores.handleError(new IllegalStateException("a defect"));
        assertThat(log.getOut().lines().filter(line -> line.contains("IllegalStateException: a defect")))
                .hasSize(2);
        assertThat(log.getOut()).contains("at io.muster.kernel.ChoresTest");
    }
}
