package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What an operator reads when the program does not start. */
@Tag("pure")
class StartProblemsTest {

    private final StartProblems problems = new StartProblems();

    private FailureAnalysis analyzed(Throwable cause) {
        return problems.analyze(new RuntimeException("Error creating bean", cause));
    }

    @Test
    void it_is_asked_by_spring_boot() {
        assertThat(SpringFactoriesLoader.loadFactoryNames(FailureAnalyzer.class, null))
                .contains(StartProblems.class.getName());
    }

    @Test
    void what_the_program_says_itself_is_shown_alone() {
        assertThat(analyzed(new IllegalStateException("MUSTER_SECRET_KEY is too short"))
                        .getDescription())
                .isEqualTo("MUSTER_SECRET_KEY is too short");
        assertThat(analyzed(new UncheckedIOException("The directory cannot be written", new IOException("full")))
                        .getDescription())
                .isEqualTo("The directory cannot be written (java.io.IOException: full)");
    }

    @Test
    void a_database_that_is_not_there_is_told_with_the_settings_that_say_where_it_is() {
        FailureAnalysis analysis = analyzed(new SQLException("Connection to 127.0.0.1:5432 refused", "08001"));
        assertThat(analysis.getDescription())
                .isEqualTo("The database cannot be used: Connection to 127.0.0.1:5432 refused");
        assertThat(analysis.getAction()).contains("SPRING_DATASOURCE_URL", "MUSTER_DATA_DIR");
    }

    @Test
    void a_database_of_a_newer_program_is_told_as_one() {
        FailureAnalysis analysis = analyzed(new FlywayValidateException(
                new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "Detected applied migration not resolved locally: 999"),
                "Detected applied migration not resolved locally: 999"));
        assertThat(analysis.getDescription()).contains("999");
        assertThat(analysis.getAction()).contains("newer version");
    }

    @Test
    void anything_else_keeps_its_stack_trace() {
        assertThat(analyzed(new SQLException("duplicate key", "23505"))).isNull();
        assertThat(analyzed(new NullPointerException())).isNull();
        assertThat(analyzed(thrownElsewhere())).isNull();
    }

    private static IllegalArgumentException thrownElsewhere() {
        try {
            Enum.valueOf(Thread.State.class, "NONE");
            throw new AssertionError("there is no such state");
        } catch (IllegalArgumentException e) {
            return e;
        }
    }
}
