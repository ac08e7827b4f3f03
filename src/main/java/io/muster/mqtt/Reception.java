package io.muster.mqtt;

import io.muster.device.Announcement;
import io.muster.device.Answer;
import io.muster.device.Answer.Problem;
import io.muster.device.CommandReplies;
import io.muster.device.CommandReply;
import io.muster.device.EnrollAnswer;
import io.muster.device.EnrollRequest;
import io.muster.device.Enrolment;
import io.muster.device.Heard;
import io.muster.device.Telemetry;
import io.muster.device.TelemetryIntake;
import io.muster.device.UnitIntake;
import io.muster.kernel.UnitId;
import io.muster.mqtt.Patience.Item;
import io.muster.mqtt.StrictJson.Malformed;
import io.muster.mqtt.Topics.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Takes a batch of messages: decodes, has it committed, answers, and only then acknowledges. */
@Component
class Reception {

    static final String OUT_OF_RANGE = "a number out of range";

    private final UnitIntake intake;
    private final TelemetryIntake telemetryIntake;
    private final CommandReplies commandReplies;
    private final Enrolment enrolment;
    private final Refusals refusals;
    private final Patience patience;
    private final Limits limits;

    Reception(
            UnitIntake intake,
            TelemetryIntake telemetryIntake,
            CommandReplies commandReplies,
            Enrolment enrolment,
            Refusals refusals,
            Patience patience,
            Limits limits) {
        this.intake = intake;
        this.telemetryIntake = telemetryIntake;
        this.commandReplies = commandReplies;
        this.enrolment = enrolment;
        this.refusals = refusals;
        this.patience = patience;
        this.limits = limits;
    }

    /** The messages of one batch, sorted by what they are. */
    private static final class Sorted {

        final List<Item<Announcement>> announcements = new ArrayList<>();
        final List<Item<Heard>> heard = new ArrayList<>();
        final List<Item<Telemetry>> telemetry = new ArrayList<>();
        final List<Item<CommandReply>> replies = new ArrayList<>();
        final List<Item<EnrollRequest>> requests = new ArrayList<>();
    }

    void take(List<Incoming> batch) {
        Sorted sorted = new Sorted();
        for (Incoming incoming : batch) {
            Kind kind = Topics.kind(incoming.topic()).orElse(null);
            if (kind == null || incoming.retained()) {
                incoming.origin().acknowledge(incoming);
                continue;
            }
            String beyond = kind == Kind.ENROLL ? null : limits.beyond(incoming.topic());
            if (beyond == null) {
                decode(incoming, kind, sorted);
            } else {
                refuse(incoming, kind, null, Problem.RATE_LIMITED, beyond);
            }
        }
        batch.stream().map(Incoming::origin).distinct().forEach(Origin::flush);
        patience.run(sorted.announcements, this::announce, this::poisoned);
        patience.run(sorted.heard, this::hear, this::poisoned);
        patience.run(sorted.telemetry, this::learn, this::poisoned);
        patience.run(sorted.replies, this::answered, this::poisoned);
        for (Item<EnrollRequest> request : sorted.requests) {
            patience.run(List.of(request), this::enroll, this::poisoned);
        }
    }

    private void decode(Incoming incoming, Kind kind, Sorted sorted) {
        Fields fields = null;
        try {
            checkSize(kind, incoming.payload());
            if (kind.isForeign()) {
                Telemetry told = Adapters.read(kind, incoming.topic(), incoming.payload());
                sorted.telemetry.add(new Item<>(incoming, told));
                return;
            }
            fields = StrictJson.read(incoming.payload());
            switch (kind) {
                case ANNOUNCE ->
                    sorted.announcements.add(
                            new Item<>(incoming, Decoder.announcement(fields, unit(incoming.topic()))));
                case HEARTBEAT ->
                    sorted.heard.add(new Item<>(incoming, Decoder.heartbeat(fields, unit(incoming.topic()))));
                case STATUS -> sorted.heard.add(new Item<>(incoming, Decoder.status(fields, unit(incoming.topic()))));
                case REPLY -> sorted.replies.add(new Item<>(incoming, Decoder.reply(fields, unit(incoming.topic()))));
                case ENROLL ->
                    sorted.requests.add(new Item<>(
                            incoming,
                            Decoder.enrolment(
                                    fields,
                                    secret(incoming, fields),
                                    incoming.sender().address())));
                case AUTOPI, KURA, OWNTRACKS -> throw new IllegalStateException("read above");
            }
        } catch (Malformed malformed) {
            refuse(incoming, kind, fields, malformed.problem, malformed.detail());
        } catch (JacksonException | ArithmeticException e) {
            refuse(incoming, kind, fields, Problem.SCHEMA_INVALID, OUT_OF_RANGE);
        }
    }

    private void answered(List<Item<CommandReply>> items) {
        commandReplies.take(items.stream().map(Item::message).toList());
        items.forEach(item -> item.incoming().origin().acknowledge(item.incoming()));
    }

    static void checkSize(Kind kind, byte[] payload) throws Malformed {
        if (payload.length > kind.maxBytes) {
            throw new Malformed(Problem.TOO_LARGE, "more than " + kind.maxBytes + " bytes");
        }
    }

    static UnitId unit(String topic) throws Malformed {
        return Topics.unit(topic).orElseThrow(() -> Malformed.schema("topic", "names no unit id"));
    }

    /** Whom to answer; a password goes to a client alone whose id nobody guesses. */
    private static String secret(Incoming incoming, Fields fields) throws Malformed {
        String sender = sender(incoming, fields);
        if (!Topics.isSecretId(sender)) {
            throw Malformed.schema("client id", Topics.GUESSABLE);
        }
        return sender;
    }

    /** An external broker does not say who sent a message; then the unit has to say it itself. */
    private static String sender(Incoming incoming, Fields fields) throws Malformed {
        String sender = incoming.sender().clientId();
        if (sender.isEmpty() && !incoming.origin().isTrusted()) {
            sender = Optional.ofNullable(fields.string("clientId", 1, 64)).orElse("");
        }
        if (!Topics.isClientId(sender)) {
            throw Malformed.schema("client id", "is not of 1 to 64 letters, digits, - and _");
        }
        return sender;
    }

    private void learn(List<Item<Telemetry>> items) {
        List<Optional<TelemetryIntake.Refusal>> refused =
                telemetryIntake.take(items.stream().map(Item::message).toList());
        for (int i = 0; i < items.size(); i++) {
            Item<Telemetry> item = items.get(i);
            refused.get(i)
                    .ifPresent(
                            why -> refusals.note(item.incoming(), item.message().unit(), why.problem(), why.message()));
            item.incoming().origin().acknowledge(item.incoming());
        }
    }

    private void refuse(Incoming incoming, Kind kind, @Nullable Fields fields, Problem problem, String detail) {
        String msgId = fields == null ? null : fields.msgId().orElse(null);
        if (kind.isForeign()) {
            // Such a unit does not listen.
            refusals.note(incoming, Topics.unit(incoming.topic()).orElse(null), problem, detail);
        } else if (kind == Kind.ENROLL) {
            refusals.note(incoming, named(fields), problem, detail);
            if (msgId != null) {
                tell(incoming, fields, msgId, new EnrollAnswer.Refused(problem, detail));
            }
        } else {
            refusals.refuse(incoming, Topics.unit(incoming.topic()).orElse(null), msgId, problem, detail);
        }
        incoming.origin().acknowledge(incoming);
    }

    /** The unit that a refused request for a password speaks of, if that much can be read. */
    private static @Nullable UnitId named(@Nullable Fields request) {
        try {
            return request == null ? null : Decoder.unitOf(request);
        } catch (Malformed nobody) {
            return null;
        }
    }

    private static void tell(Incoming incoming, @Nullable Fields fields, String msgId, EnrollAnswer answer) {
        String sender;
        try {
            sender = fields == null ? incoming.sender().clientId() : sender(incoming, fields);
        } catch (Malformed nobody) {
            return;
        }
        incoming.origin().publish(Topics.enrollReply(sender), Wire.enrolled(msgId, answer), false);
    }

    private void announce(List<Item<Announcement>> items) {
        List<Answer> answers = intake.announce(items.stream().map(Item::message).toList());
        for (int i = 0; i < answers.size(); i++) {
            Incoming incoming = items.get(i).incoming();
            switch (answers.get(i)) {
                case Answer.Registration registration -> {
                    String topic = Topics.registration(registration.unit());
                    incoming.origin().answer(incoming, topic, Wire.registration(registration), true);
                }
                case Answer.Refused refused -> {
                    refusals.refuse(incoming, refused);
                    incoming.origin().acknowledge(incoming);
                }
                case Answer.Silence silence -> incoming.origin().acknowledge(incoming);
            }
        }
    }

    private void hear(List<Item<Heard>> items) {
        Set<UnitId> strangers = intake.heard(items.stream().map(Item::message).toList());
        items.stream()
                .filter(item -> strangers.contains(item.message().unit()))
                .forEach(item ->
                        refusals.stranger(item.incoming(), item.message().unit()));
        items.forEach(item -> item.incoming().origin().acknowledge(item.incoming()));
    }

    private void enroll(List<Item<EnrollRequest>> items) {
        for (Item<EnrollRequest> item : items) {
            Incoming incoming = item.incoming();
            EnrollRequest request = item.message();
            EnrollAnswer answer = enrolment.enroll(request);
            if (answer instanceof EnrollAnswer.Refused refused) {
                refusals.note(incoming, request.unit(), refused.problem(), refused.message());
            }
            String topic = Topics.enrollReply(request.clientId());
            incoming.origin().answer(incoming, topic, Wire.enrolled(request.msgId(), answer), false);
        }
    }

    /** A message that cannot be taken is noted and acknowledged, so that it does not come for ever. */
    private <T> void poisoned(Item<T> item) {
        Incoming incoming = item.incoming();
        UnitId unit = Topics.unit(incoming.topic()).orElse(null);
        refusals.refuse(incoming, unit, null, Problem.INTERNAL, "the message could not be taken");
        incoming.origin().acknowledge(incoming);
    }
}
