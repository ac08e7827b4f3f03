package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.Device.Announced;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.Diagnosis.Verdict;
import io.muster.device.MessageReader.Reading;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Says what would become of a message, by the very rules that the listener goes by. Nothing is changed. */
@Service
public class Doctor {

    /** Longest payload that is looked at, in characters; the largest that any topic takes, and some. */
    public static final int LONGEST_PAYLOAD = 70_000;

    private static final int LONGEST_TOPIC = 512;
    private static final int LONGEST_MSG_ID = 36;

    /** Where units hear of what they did wrong; those of other makes do not listen, and a request is answered elsewhere. */
    private static final Pattern OWN_TOPIC =
            Pattern.compile("muster/v1/([^/]+)/(?:announce|heartbeat|status|cmd/[^/]*/reply)");

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final MessageReader reader;
    private final PresenceBoard board;
    private final TelemetryOrder order;
    private final Journal journal;

    Doctor(
            Access access,
            DeviceRepository devices,
            DeviceQueries queries,
            MessageReader reader,
            PresenceBoard board,
            TelemetryOrder order,
            Journal journal) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.reader = reader;
        this.board = board;
        this.order = order;
        this.journal = journal;
    }

    /** Examines a message. A unit out of the viewer's sight is a stranger, as one that does not exist is. */
    @Transactional(readOnly = true)
    public Diagnosis examine(String topic, String payload) {
        Actor actor = access.actor();
        access.require(actor, Permission.SEE_INGEST_LOG, actor.home());
        String asked = topic.strip();
        if (asked.isEmpty() || asked.length() > LONGEST_TOPIC) {
            throw Rejected.invalid("topic", asked.isEmpty() ? "problem.required" : "problem.tooLong", LONGEST_TOPIC);
        }
        if (payload.length() > LONGEST_PAYLOAD) {
            throw Rejected.invalid("payload", "problem.tooLong", LONGEST_PAYLOAD);
        }
        return switch (reader.read(asked, payload.getBytes(StandardCharsets.UTF_8))) {
            case Reading.Unheard unheard -> plain(Verdict.UNHEARD, "");
            case Reading.Malformed malformed -> refused(asked, payload, malformed);
            case Reading.Replied reply -> plain(Verdict.REPLIED, "");
            case Reading.Asked request -> plain(Verdict.ASKED, "");
            case Reading.Announced announced -> announced(actor, asked, announced.message());
            case Reading.Heartbeat heard -> heard(actor, heard.message());
            case Reading.Told told -> told(actor, told.message());
        };
    }

    private Diagnosis refused(String topic, String payload, Reading.Malformed malformed) {
        Answer.Problem problem = malformed.problem();
        MessageReader.Reply reply = sender(topic)
                .map(unit -> new Answer.Refused(unit, msgId(problem, payload), problem, malformed.detail()))
                .map(refused -> reader.reply(refused, topic))
                .orElse(null);
        return new Diagnosis(Verdict.MALFORMED, problem.wire() + ": " + malformed.detail(), null, List.of(), reply);
    }

    /** The unit that would be told, known or not; none where nobody listens for an error. */
    private static Optional<UnitId> sender(String topic) {
        Matcher own = OWN_TOPIC.matcher(topic);
        try {
            return own.matches() ? Optional.of(new UnitId(own.group(1))) : Optional.empty();
        } catch (Rejected noId) {
            return Optional.empty();
        }
    }

    /** The id of a message that is refused, where it can be read. */
    private static @Nullable String msgId(Answer.Problem problem, String payload) {
        if (problem == Answer.Problem.BAD_JSON || problem == Answer.Problem.TOO_LARGE) {
            return null;
        }
        try {
            String id = JsonMapper.shared().readTree(payload).path("msgId").stringValue("");
            return id.isEmpty() || id.length() > LONGEST_MSG_ID || !Text.isPlain(id) ? null : id;
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    private static Diagnosis plain(Verdict verdict, String detail) {
        return new Diagnosis(verdict, detail, null, List.of(), null);
    }

    private Optional<DeviceRow> row(Actor actor, UnitId unit) {
        return queries.find(actor.sight(), unit).filter(DeviceRow::seen);
    }

    private Diagnosis announced(Actor actor, String topic, Announcement message) {
        DeviceRow row = row(actor, message.unit()).orElse(null);
        Known known = row == null ? null : devices.find(message.unit()).orElse(null);
        if (row == null || known == null) {
            return plain(Verdict.STRANGER, "");
        }
        Announced announced = known.device().announced(message, known.presence(), journal.now(), known.suspended());
        return switch (announced) {
            case Announced.Applied applied -> {
                List<Change.Field> changes =
                        known.device().facts().changesTo(applied.device().facts());
                yield answered(changes.isEmpty() ? Verdict.NOTHING_NEW : Verdict.APPLIED, row, known, message, changes);
            }
            case Announced.Overtaken overtaken -> answered(Verdict.OVERTAKEN, row, known, message, List.of());
            case Announced.Repeated repeated -> answered(Verdict.REPEATED, row, known, message, List.of());
            case Announced.OnlySeen seen -> answered(Verdict.SUSPENDED, row, known, message, List.of());
            case Announced.Late late -> new Diagnosis(Verdict.LATE, "", row, List.of(), null);
            case Announced.Ended ended -> {
                Answer.Refused refused = new Answer.Refused(registration(known, message), ended.problem());
                yield new Diagnosis(
                        Verdict.ENDED, ended.problem().wire(), row, List.of(), reader.reply(refused, topic));
            }
        };
    }

    private Diagnosis answered(
            Verdict verdict, DeviceRow row, Known known, Announcement message, List<Change.Field> changes) {
        return new Diagnosis(verdict, "", row, changes, reader.reply(registration(known, message)));
    }

    private Answer.Registration registration(Known known, Announcement message) {
        return known.device().registration(message.msgId(), known.presence(), journal.now(), known.suspended());
    }

    /** Heartbeats and news of connections; they need no answer. */
    private Diagnosis heard(Actor actor, Heard message) {
        DeviceRow row = row(actor, message.unit()).orElse(null);
        @Nullable
        PresenceLine line =
                row == null ? null : board.lines(Set.of(message.unit())).get(message.unit());
        @Nullable
        Known known = line == null ? null : devices.find(message.unit()).orElse(null);
        if (row == null || line == null || known == null) {
            return plain(Verdict.STRANGER, "");
        }
        boolean will = message instanceof Heard.Status status && status.will();
        Verdict verdict = switch (line.taking(message, journal.now())) {
            case TAKEN -> will ? Verdict.LAST_WILL : Verdict.HEARD;
            case LATE -> Verdict.OUTRUN;
            case OF_EARLIER_BOOT -> Verdict.EARLIER_START;
            case OF_EARLIER_CONNECTION -> Verdict.VOID_WILL;
            case ONLY_SEEN -> will ? Verdict.VOID_WILL : known.suspended() ? Verdict.SUSPENDED : Verdict.ONLY_HEARD;
        };
        return new Diagnosis(verdict, "", row, List.of(), null);
    }

    /** What other makes send; they do not listen for an answer. */
    private Diagnosis told(Actor actor, Telemetry message) {
        UnitId unit = message.unit();
        DeviceRow row = row(actor, unit).orElse(null);
        @Nullable Known known = row == null ? null : devices.find(unit).orElse(null);
        if (row == null || known == null) {
            return plain(Verdict.STRANGER, "");
        }
        Device device = known.device();
        if (!device.state().isOpen()) {
            return new Diagnosis(Verdict.ENDED, device.state().wire(), row, List.of(), null);
        }
        if (known.suspended()) {
            return new Diagnosis(Verdict.SUSPENDED, "", row, List.of(), null);
        }
        if (message.lastWill()) {
            return new Diagnosis(Verdict.LAST_WILL, "", row, List.of(), null);
        }
        TelemetryOrder.Book book = order.of(List.of(message), Map.of(unit, known));
        if (!book.isNext(message, device.id(), journal.now())) {
            return new Diagnosis(Verdict.EARLIER_STAMP, "", row, List.of(), null);
        }
        Device after = device.telling(message);
        List<Change.Field> changes = new ArrayList<>(device.facts().changesTo(after.facts()));
        changes.addAll(Change.Field.of("name", device.name(), after.name()));
        return new Diagnosis(changes.isEmpty() ? Verdict.HEARD : Verdict.APPLIED, "", row, changes, null);
    }
}
