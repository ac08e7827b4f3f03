package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
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

    enum Made {
        AUTO,
        NEVER
    }

    record Counting(@Value("${muster.how-many:7}") int many) {}

    record Choosing(@Value("${muster.made}") Made made) {}

    record Deciding(@Value("${muster.kept:false}") boolean kept) {}

    /** What Spring says of a bean that one of its settings is of no use to. */
    private FailureAnalysis started(Class<?> bean, String setting, String value) {
        try (var context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("x", Map.of(setting, value)));
            context.register(bean);
            BeansException failure = catchThrowableOfType(BeansException.class, context::refresh);
            return problems.analyze(failure);
        }
    }

    @Test
    void a_setting_that_cannot_be_read_is_named_with_what_it_has_to_be() {
        assertThat(started(Counting.class, "muster.how-many", "x").getDescription())
                .isEqualTo("MUSTER_HOW_MANY is \"x\", and has to be a whole number");
        assertThat(started(Choosing.class, "muster.made", "foo").getDescription())
                .isEqualTo("MUSTER_MADE is \"foo\", and has to be one of auto, never");
        assertThat(started(Deciding.class, "muster.kept", "perhaps").getDescription())
                .isEqualTo("MUSTER_KEPT is \"perhaps\", and has to be true or false");
    }

    @Test
    void a_port_that_cannot_be_is_told_as_one() {
        IllegalArgumentException thrown = catchThrowableOfType(
                IllegalArgumentException.class, () -> InetSocketAddress.createUnresolved("localhost", 99_999));
        FailureAnalysis analysis = analyzed(thrown);
        assertThat(analysis.getDescription()).contains("99999");
        assertThat(analysis.getAction()).contains("SERVER_PORT", "MUSTER_MQTT_PORT");
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
