package io.muster.device;

import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a unit gets to hear after it announced itself. */
public sealed interface Answer {

    /**
     * How the unit is registered; it stays with the broker for the unit to read at any time.
     *
     * @param replacedBy the unit that took its place, if one has
     * @param inReplyTo  id of the message that it answers, null when a person changed something
     * @param serverTime the clock that counts
     * @param heartbeatS seconds between the heartbeats that are expected
     * @param suspended  the customer is suspended: the unit is heard, and nothing else
     */
    record Registration(
            UnitId unit,
            long rev,
            UnitState state,
            @Nullable UnitId replacedBy,
            @Nullable String inReplyTo,
            Instant serverTime,
            int heartbeatS,
            boolean suspended)
            implements Answer {}

    /**
     * It was not taken, and the unit is told why.
     *
     * @param replacedBy the unit that took its place, if one has
     * @param ended      how it is registered, where that is why; what the broker keeps of it may be older
     */
    record Refused(
            UnitId unit,
            @Nullable String inReplyTo,
            Problem problem,
            String message,
            @Nullable UnitId replacedBy,
            @Nullable Registration ended)
            implements Answer {

        Refused(UnitId unit, @Nullable String inReplyTo, Problem problem, String message) {
            this(unit, inReplyTo, problem, message, null, null);
        }

        /** The registration has ended. */
        Refused(Registration ended, Problem problem) {
            this(
                    ended.unit(),
                    ended.inReplyTo(),
                    problem,
                    "the registration is " + ended.state().wire(),
                    ended.replacedBy(),
                    ended);
        }
    }

    /** It changed nothing and needs no answer: a duplicate, or one that was overtaken. */
    record Silence(UnitId unit, String why) implements Answer {}

    /** Why a message of a unit is refused; on the wire in lower case (MQTT contract, error). */
    enum Problem {
        BAD_JSON,
        SCHEMA_INVALID,
        TOO_LARGE,
        UNSUPPORTED_VERSION,
        TOPIC_MISMATCH,
        UNIT_DENIED,
        UNIT_DECOMMISSIONED,
        TOKEN_INVALID,
        TOKEN_EXPIRED,
        TOKEN_EXHAUSTED,
        CLAIM_INVALID,
        ALREADY_ISSUED,
        QUARANTINE_FULL,
        RATE_LIMITED,
        INTERNAL;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
