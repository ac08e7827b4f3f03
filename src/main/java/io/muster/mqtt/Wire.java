package io.muster.mqtt;

import io.muster.device.Answer;
import io.muster.device.Command;
import io.muster.device.EnrollAnswer;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what units are told (MQTT contract, registration, error, enroll-reply). */
final class Wire {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST_TOPIC = 256;
    private static final int LONGEST_MESSAGE = 200;
    private static final int RETRY_AFTER_S = 60;

    private Wire() {}

    static byte[] registration(Answer.Registration answer) {
        ObjectNode json = version();
        json.put("rev", answer.rev());
        json.put("state", answer.state().wire());
        replacedBy(json, answer.replacedBy());
        inReplyTo(json, answer.inReplyTo());
        json.put("serverTime", time(answer.serverTime()));
        json.put("heartbeatS", answer.heartbeatS());
        if (answer.suspended()) {
            json.put("suspended", true);
        }
        return bytes(json);
    }

    static byte[] error(
            @Nullable String inReplyTo,
            String topic,
            Answer.Problem problem,
            String message,
            @Nullable UnitId replacedBy) {
        ObjectNode json = version();
        replacedBy(json, replacedBy);
        inReplyTo(json, inReplyTo);
        if (topic.length() <= LONGEST_TOPIC) {
            json.put("topic", topic);
        }
        json.set("error", error(problem, message));
        return bytes(json);
    }

    static byte[] enrolled(String inReplyTo, EnrollAnswer answer) {
        ObjectNode json = version();
        json.put("inReplyTo", inReplyTo);
        switch (answer) {
            case EnrollAnswer.Issued issued -> {
                json.put("status", "issued");
                json.put("username", issued.username());
                json.put("password", issued.password());
            }
            case EnrollAnswer.Pending pending -> {
                json.put("status", "pending");
                json.put("retryAfterS", pending.retryAfterS());
            }
            case EnrollAnswer.Refused refused -> {
                json.put("status", "rejected");
                json.set("error", error(refused.problem(), refused.message()));
            }
        }
        return bytes(json);
    }

    static byte[] command(Command command) {
        ObjectNode json = version();
        json.put("id", command.id());
        json.put("expiresAt", time(command.expiresAt()));
        json.putObject("args");
        return bytes(json);
    }

    private static ObjectNode error(Answer.Problem problem, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.put("code", problem.wire());
        error.put("message", message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE));
        if (problem == Answer.Problem.RATE_LIMITED) {
            error.put("retryAfterS", RETRY_AFTER_S);
        }
        return error;
    }

    private static void replacedBy(ObjectNode json, @Nullable UnitId unit) {
        if (unit != null) {
            json.put("replacedBy", unit.value());
        }
    }

    private static void inReplyTo(ObjectNode json, @Nullable String id) {
        if (id != null) {
            json.put("inReplyTo", id);
        }
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static ObjectNode version() {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", 1);
        return json;
    }

    private static byte[] bytes(ObjectNode json) {
        return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    }
}
