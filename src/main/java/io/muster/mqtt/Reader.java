package io.muster.mqtt;

import io.muster.device.Answer;
import io.muster.device.Answer.Problem;
import io.muster.device.MessageReader;
import io.muster.mqtt.StrictJson.Malformed;
import io.muster.mqtt.Topics.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads messages for people who wonder what becomes of them, by the rules of {@link Reception}. */
@Component
class Reader implements MessageReader {

    /** Stands for the client that would have sent a request; what becomes of the request does not depend on it. */
    private static final String SOMEBODY = "somebody";

    @Override
    public Reading read(String topic, byte[] payload) {
        Optional<Kind> kind = Topics.kind(topic);
        if (kind.isEmpty()) {
            return new Reading.Unheard();
        }
        try {
            return read(kind.get(), topic, payload);
        } catch (Malformed malformed) {
            return new Reading.Malformed(malformed.problem, malformed.detail());
        } catch (JacksonException | ArithmeticException e) {
            return new Reading.Malformed(Problem.SCHEMA_INVALID, Reception.OUT_OF_RANGE);
        }
    }

    private static Reading read(Kind kind, String topic, byte[] payload) throws Malformed {
        Reception.checkSize(kind, payload);
        return switch (kind) {
            case ANNOUNCE ->
                new Reading.Announced(Decoder.announcement(StrictJson.read(payload), Reception.unit(topic)));
            case HEARTBEAT -> new Reading.Heartbeat(Decoder.heartbeat(StrictJson.read(payload), Reception.unit(topic)));
            case STATUS -> new Reading.Heartbeat(Decoder.status(StrictJson.read(payload), Reception.unit(topic)));
            case REPLY -> new Reading.Replied(Decoder.reply(StrictJson.read(payload), Reception.unit(topic)));
            case ENROLL -> new Reading.Asked(Decoder.enrolment(StrictJson.read(payload), SOMEBODY, ""));
            case AUTOPI, KURA, OWNTRACKS -> new Reading.Told(Adapters.read(kind, topic, payload));
        };
    }

    @Override
    public Reply reply(Answer.Registration registration) {
        return new Reply(
                Topics.registration(registration.unit()),
                new String(Wire.registration(registration), StandardCharsets.UTF_8));
    }

    @Override
    public Reply reply(Answer.Refused refused, String topic) {
        return new Reply(
                Topics.error(refused.unit()),
                new String(
                        Wire.error(
                                refused.inReplyTo(), topic, refused.problem(), refused.message(), refused.replacedBy()),
                        StandardCharsets.UTF_8));
    }
}
