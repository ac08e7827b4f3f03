package io.muster.mqtt;

import io.muster.device.Answer;
import io.muster.device.Command;
import io.muster.device.EnrollAnswer;
import io.muster.kernel.UnitId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes what units are told (MQTT contract, registration, error, enroll-reply). */
final class Wire {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int USUAL_BYTES = 256;
    private static final int LONGEST_TOPIC = 256;
    private static final int LONGEST_MESSAGE = 200;
    private static final int RETRY_AFTER_S = 60;

    private Wire() {}

    static byte[] registration(Answer.Registration answer) {
        return message(json -> {
            json.writeNumberProperty("rev", answer.rev());
            json.writeStringProperty("state", answer.state().wire());
            replacedBy(json, answer.replacedBy());
            inReplyTo(json, answer.inReplyTo());
            json.writeStringProperty("serverTime", time(answer.serverTime()));
            json.writeNumberProperty("heartbeatS", answer.heartbeatS());
            if (answer.suspended()) {
                json.writeBooleanProperty("suspended", true);
            }
        });
    }

    static byte[] error(
            @Nullable String inReplyTo,
            String topic,
            Answer.Problem problem,
            String message,
            @Nullable UnitId replacedBy) {
        return message(json -> {
            replacedBy(json, replacedBy);
            inReplyTo(json, inReplyTo);
            if (topic.length() <= LONGEST_TOPIC) {
                json.writeStringProperty("topic", topic);
            }
            error(json, problem, message);
        });
    }

    static byte[] enrolled(String inReplyTo, EnrollAnswer answer) {
        return message(json -> {
            inReplyTo(json, inReplyTo);
            switch (answer) {
                case EnrollAnswer.Issued issued -> {
                    json.writeStringProperty("status", "issued");
                    json.writeStringProperty("username", issued.username());
                    json.writeStringProperty("password", issued.password());
                }
                case EnrollAnswer.Pending pending -> {
                    json.writeStringProperty("status", "pending");
                    json.writeNumberProperty("retryAfterS", pending.retryAfterS());
                }
                case EnrollAnswer.Refused refused -> {
                    json.writeStringProperty("status", "rejected");
                    error(json, refused.problem(), refused.message());
                }
            }
        });
    }

    static byte[] command(Command command) {
        return message(json -> {
            json.writeStringProperty("id", command.id());
            json.writeStringProperty("expiresAt", time(command.expiresAt()));
            json.writeObjectPropertyStart("args");
            json.writeEndObject();
        });
    }

    private static void error(JsonGenerator json, Answer.Problem problem, String message) {
        json.writeObjectPropertyStart("error");
        json.writeStringProperty("code", problem.wire());
        json.writeStringProperty(
                "message", message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
        if (problem == Answer.Problem.RATE_LIMITED) {
            json.writeNumberProperty("retryAfterS", RETRY_AFTER_S);
        }
        json.writeEndObject();
    }

    private static void replacedBy(JsonGenerator json, @Nullable UnitId unit) {
        if (unit != null) {
            json.writeStringProperty("replacedBy", unit.value());
        }
    }

    private static void inReplyTo(JsonGenerator json, @Nullable String id) {
        if (id != null) {
            json.writeStringProperty("inReplyTo", id);
        }
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static byte[] message(Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("v", 1);
            fields.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
