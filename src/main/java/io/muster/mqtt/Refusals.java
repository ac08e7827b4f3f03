package io.muster.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.device.Answer.Problem;
import io.muster.device.IngestLog;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happens to a message that is not taken: a line in the ingest log, and now and then a word to the unit. */
@Component
class Refusals {

    /** A unit is told of its mistakes no more often than this (MQTT contract, Topics). */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final String UNKNOWN = "unknown_unit";
    private static final int MOST_UNITS = 100_000;
    private static final int EXCERPT_BYTES = 200;

    private final IngestLog ingest;
    private final MeterRegistry meters;
    private final Cache<UnitId, Boolean> told = Caffeine.newBuilder()
            .maximumSize(MOST_UNITS)
            .expireAfterWrite(QUIET)
            .build();

    Refusals(IngestLog ingest, MeterRegistry meters) {
        this.ingest = ingest;
        this.meters = meters;
    }

    /**
     * Refuses a message.
     *
     * @param unit  unit that the topic names, null when it names none; then nobody can be told
     * @param msgId id of the message, if it could be read
     */
    void refuse(Incoming message, @Nullable UnitId unit, @Nullable String msgId, Problem problem, String detail)
            throws MqttException {
        note(message, unit, problem, detail);
        if (unit != null && told.asMap().putIfAbsent(unit, true) == null) {
            message.link().publish(Topics.error(unit), Wire.error(msgId, message.topic(), problem, detail), false);
        }
    }

    /** Notes a refusal of which the unit is told elsewhere, or not at all. */
    void note(Incoming message, @Nullable UnitId unit, Problem problem, String detail) {
        meters.counter("muster.units.refused", "reason", problem.wire()).increment();
        ingest.refused(unit, message.topic(), problem.wire(), detail, excerpt(message));
    }

    /** Drops a message of a unit that nobody knows. */
    void stranger(Incoming message, UnitId unit) {
        meters.counter("muster.units.refused", "reason", UNKNOWN).increment();
        ingest.refused(unit, message.topic(), UNKNOWN, "there is no such unit", excerpt(message));
    }

    /** A request for a password may hold a token or a proof, so nothing of it is kept. */
    private static String excerpt(Incoming message) {
        if (message.topic().equals(Topics.ENROLL_REQUEST)) {
            return "";
        }
        int length = Math.min(message.payload().length, EXCERPT_BYTES);
        return new String(message.payload(), 0, length, StandardCharsets.UTF_8);
    }
}
