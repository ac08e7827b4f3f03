package io.muster.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.device.Answer;
import io.muster.device.Answer.Problem;
import io.muster.device.IngestLog;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What happens to a message that is not taken: a line in the ingest log, and now and then a word to the unit. */
@Component
class Refusals {

    /** A unit is told of its mistakes no more often than this (MQTT contract, Topics). */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final String UNKNOWN = "unknown_unit";
    private static final int MOST_UNITS = 100_000;
    private static final int EXCERPT_LENGTH = 200;
    private static final int LOOKED_AT_BYTES = 1000;

    /** Whatever stands in a field whose name tells of a token, to the end of the value or of the text. */
    private static final Pattern TOKEN_FIELD =
            Pattern.compile("(token[^\":]{0,20}\"?\\s*:\\s*\"?)[^\",}\\s]+", Pattern.CASE_INSENSITIVE);

    /** Whatever looks like a token, or like the beginning of one; but for the 32 hex digits of a unit id. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<![0-9A-Za-z])(?![0-9a-f]{32}(?![0-9A-Za-z]))[0-9A-Za-z]{24,}");

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
    void refuse(Incoming message, @Nullable UnitId unit, @Nullable String msgId, Problem problem, String detail) {
        note(message, unit, problem, detail);
        if (unit != null && isQuiet(unit)) {
            byte[] error = Wire.error(msgId, message.topic(), problem, detail, null);
            message.origin().publish(Topics.error(unit), error, false);
        }
    }

    /**
     * Refuses an announcement. Where the registration has ended, the broker gets it anew: it may have missed that, and go on
     * telling the unit what was before.
     */
    void refuse(Incoming message, Answer.Refused refused) {
        UnitId unit = refused.unit();
        note(message, unit, refused.problem(), refused.message());
        if (!isQuiet(unit)) {
            return;
        }
        byte[] error = Wire.error(
                refused.inReplyTo(), message.topic(), refused.problem(), refused.message(), refused.replacedBy());
        message.origin().publish(Topics.error(unit), error, false);
        if (refused.ended() != null) {
            message.origin().publish(Topics.registration(unit), Wire.registration(refused.ended()), true);
        }
    }

    /** Whether the unit has been told nothing for a while; from now on it has. */
    private boolean isQuiet(UnitId unit) {
        return told.asMap().putIfAbsent(unit, true) == null;
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

    /**
     * The beginning of a message. A request for a password may hold a token or a proof, so nothing of it is kept; an
     * announcement may hold a token, which is covered.
     */
    private static String excerpt(Incoming message) {
        if (message.topic().equals(Topics.ENROLL_REQUEST)) {
            return "";
        }
        int length = Math.min(message.payload().length, LOOKED_AT_BYTES);
        String text = new String(message.payload(), 0, length, StandardCharsets.UTF_8);
        String covered =
                TOKEN.matcher(TOKEN_FIELD.matcher(text).replaceAll("$1…")).replaceAll("…");
        return covered.substring(0, Math.min(covered.length(), EXCERPT_LENGTH));
    }
}
