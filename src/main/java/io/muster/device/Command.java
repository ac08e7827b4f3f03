package io.muster.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that was asked of a unit (MQTT contract, Topics: {@code cmd/{name}}).
 *
 * @param expiresAt  after this the unit is not to do it any more, and no answer is awaited
 * @param answeredAt when the unit said what it last said, null as long as it has said nothing
 * @param detail     what it said besides, as JSON; null for nothing
 */
public record Command(
        String id,
        Name name,
        Instant sentAt,
        Instant expiresAt,
        Status status,
        @Nullable Instant answeredAt,
        @Nullable String detail) {

    /** What can be asked of a unit. */
    public enum Name {
        /** To say that it is there. */
        PING(Duration.ofSeconds(30)),
        /** To announce itself once more. */
        REANNOUNCE(Duration.ofSeconds(30)),
        /** To start anew; it says so at once, and that it is done when it is back. */
        REBOOT(Duration.ofMinutes(5));

        private final Duration patience;

        Name(Duration patience) {
            this.patience = patience;
        }

        /** How long an answer is awaited; a unit that gets the command later leaves it. */
        public Duration patience() {
            return patience;
        }

        /** As it stands in the topic and in the REST interface. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far it has come. */
    public enum Status {
        /** On its way. */
        SENT,
        /** The unit will do it. */
        ACCEPTED,
        DONE,
        FAILED,
        /** The unit got it too late. */
        EXPIRED,
        /** The unit does not know how. */
        UNSUPPORTED,
        /** The unit had it already. */
        DUPLICATE,
        /** No answer came in time. */
        TIMED_OUT;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The unit said that it did not do it. */
        boolean isRefusal() {
            return this == FAILED || this == EXPIRED || this == UNSUPPORTED;
        }

        /** Nothing more is to be expected. */
        public boolean isFinal() {
            return this != SENT && this != ACCEPTED;
        }
    }

    /**
     * Why the unit did not do it, in its own words or else the code of its error.
     *
     * @return null when it did not say so
     */
    public @Nullable String reason() {
        if (detail == null || !status.isRefusal()) {
            return null;
        }
        try {
            JsonNode error = JsonMapper.shared().readTree(detail);
            String message = error.path("message").asString("").strip();
            String code = error.path("code").asString("").strip();
            return !message.isEmpty() ? message : code.isEmpty() ? null : code;
        } catch (JacksonException cut) {
            // The unit said more than is kept.
            return null;
        }
    }

    /** As it is at this moment: what was not answered in time never will be. */
    Command asOf(Instant now) {
        return status.isFinal() || now.isBefore(expiresAt)
                ? this
                : new Command(id, name, sentAt, expiresAt, Status.TIMED_OUT, answeredAt, detail);
    }
}
