package io.muster.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How many units a second are registered and updated: {@code ./mvnw verify -Pbench-units}. The table goes to
 * {@code target/bench/units.md}. {@code -Dbench.units=…} makes it smaller; {@code -Dbench.endurance=…}, and with the embedded
 * broker {@code -Dbench.embedded-endurance=…}, set the number of announcements over which the heap is watched.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnitsBench {

    private static Course course;

    @BeforeAll
    static void prepare() throws IOException {
        course = new Course();
    }

    @AfterAll
    static void report() throws IOException {
        course.report.write(Path.of("target", "bench", "units.md"));
    }

    @Test
    @Order(1)
    void with_postgresql_and_mosquitto() throws Exception {
        new ExternalPair(course).measure();
    }

    @Test
    @Order(2)
    void with_what_muster_brings_along() throws Exception {
        new EmbeddedPair(course).measure();
    }
}
