package io.muster.device;

import io.muster.device.Answer.Problem;

/** Reads a message as the listener does, and writes what would be answered. The listener implements it. */
public interface MessageReader {

    /** What a message is. */
    sealed interface Reading {

        /** Nobody listens to this topic. */
        record Unheard() implements Reading {}

        /** It breaks a rule. */
        record Malformed(Problem problem, String detail) implements Reading {}

        record Announced(Announcement message) implements Reading {}

        record Heartbeat(Heard message) implements Reading {}

        record Told(Telemetry message) implements Reading {}

        record Replied(CommandReply message) implements Reading {}

        record Asked(EnrollRequest message) implements Reading {}
    }

    /** Topic and payload of an answer. */
    record Reply(String topic, String payload) {}

    Reading read(String topic, byte[] payload);

    /** How an announcement would be answered. */
    Reply reply(Answer.Registration registration);

    /** How a unit would be told that its message was refused. */
    Reply reply(Answer.Refused refused, String topic);
}
