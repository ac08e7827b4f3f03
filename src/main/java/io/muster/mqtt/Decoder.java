package io.muster.mqtt;

import io.muster.device.Announcement;
import io.muster.device.Answer.Problem;
import io.muster.device.Command;
import io.muster.device.CommandReply;
import io.muster.device.EnrollRequest;
import io.muster.device.Fact;
import io.muster.device.Facts;
import io.muster.device.Heard;
import io.muster.device.Position;
import io.muster.kernel.Text;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns payloads into messages, by the rules of the contract's schemas. Fields that they do not name are ignored. */
final class Decoder {

    private static final Pattern UNIT_ID = Pattern.compile("[0-9a-z][0-9a-z._-]{2,63}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z");
    static final Pattern IMEI = Pattern.compile("[0-9]{15}");
    static final Pattern ICCID = Pattern.compile("89[0-9]{17,18}");
    static final Pattern IMSI = Pattern.compile("[0-9]{6,15}");
    static final Pattern VIN = Pattern.compile("[A-HJ-NPR-Z0-9]{17}");
    private static final Pattern MAC = Pattern.compile("(?:[0-9a-f]{2}:){5}[0-9a-f]{2}");
    /** What a command's error may be called (MQTT contract, error). */
    private static final List<String> PROBLEMS = Stream.concat(
                    Arrays.stream(Problem.values()).map(Problem::wire), Stream.of("identity_conflict"))
            .toList();

    private static final List<Command.Status> REPLIES = List.of(
            Command.Status.ACCEPTED,
            Command.Status.DONE,
            Command.Status.FAILED,
            Command.Status.EXPIRED,
            Command.Status.UNSUPPORTED,
            Command.Status.DUPLICATE);
    private static final Pattern PROOF = Pattern.compile("[0-9a-f]{64}");
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final long MAX_SAFE = 9_007_199_254_740_991L;
    private static final long MAX_UINT = 4_294_967_295L;

    private Decoder() {}

    static Announcement announcement(Fields message, UnitId unit) throws Malformed {
        message.version();
        Announcement announcement = announced(message, unit);
        message.oneOf("reason", List.of("boot", "reconnect", "change", "requested"));
        requireUnit(message, unit);
        return announcement;
    }

    private static Announcement announced(Fields message, UnitId unit) throws Malformed {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        message.required("unitId", message.string("unitId", 64, UNIT_ID));
        hardware(message.object("hw"), facts);
        Fields fw = message.required("fw", message.object("fw"));
        put(facts, Fact.FIRMWARE, fw.required("version", fw.string("version", 0, 64)));
        put(facts, Fact.RELEASE_ID, fw.string("releaseId", 0, 64));
        put(facts, Fact.SPM, fw.string("spm", 0, 16));
        put(facts, Fact.OS, fw.string("os", 0, 64));
        Fields vehicle = message.object("vehicle");
        put(facts, Fact.VIN, vehicle == null ? null : vehicle.string("vin", 17, VIN));
        List<String> caps = message.strings("caps", 32, 32);
        put(facts, Fact.CAPS, caps == null ? null : String.join(",", caps));
        Announcement.Network network = network(message.object("modem"), message.object("net"), facts);
        Long heartbeatS = message.integer("heartbeatS", 30, 86_400);
        return new Announcement(
                unit,
                message.required("msgId", message.string("msgId", 8, 36)),
                message.required("ts", time(message)),
                message.required("bootId", message.string("bootId", 8, 36)),
                message.required("seq", message.integer("seq", 0, MAX_SAFE)),
                message.integer("bootCount", 0, MAX_UINT),
                new Facts(facts),
                position(message.object("position")),
                heartbeatS == null ? null : heartbeatS.intValue(),
                message.integer("uptimeS", 0, MAX_UINT),
                network,
                token(message));
    }

    private static void hardware(@Nullable Fields hw, Map<Fact, String> facts) throws Malformed {
        if (hw != null) {
            put(facts, Fact.VENDOR, hw.string("vendor", 0, 32));
            put(facts, Fact.MODEL, hw.string("model", 0, 64));
            put(facts, Fact.BOARD, hw.string("board", 0, 16));
            put(facts, Fact.SERIAL, hw.string("serial", 0, 64));
            put(facts, Fact.CPU_SERIAL, hw.string("cpuSerial", 0, 32));
        }
    }

    private static Announcement.Network network(@Nullable Fields modem, @Nullable Fields net, Map<Fact, String> facts)
            throws Malformed {
        if (modem != null) {
            put(facts, Fact.IMEI, modem.string("imei", 15, IMEI));
            put(facts, Fact.ICCID, modem.string("iccid", 20, ICCID));
            put(facts, Fact.IMSI, modem.string("imsi", 15, IMSI));
        }
        if (net != null) {
            put(facts, Fact.MAC, net.string("mac", 17, MAC));
        }
        return new Announcement.Network(
                net == null ? null : net.string("ip", 0, 45),
                modem == null ? null : modem.string("operator", 0, 32),
                modem == null ? null : modem.string("rat", 0, 8));
    }

    private static @Nullable Position position(@Nullable Fields position) throws Malformed {
        if (position == null) {
            return null;
        }
        return new Position(
                position.required("lat", position.number("lat", -90, 90)),
                position.required("lon", position.number("lon", -180, 180)),
                position.number("accM", 0, 100_000));
    }

    static Heard.Heartbeat heartbeat(Fields message, UnitId unit) throws Malformed {
        message.version();
        message.string("msgId", 8, 36);
        message.oneOf("clock", List.of("synced", "uncertain"));
        Long rssi = message.integer("rssiDbm", -140, 0);
        return new Heard.Heartbeat(
                unit,
                message.required("ts", time(message)),
                message.required("bootId", message.string("bootId", 8, 36)),
                message.required("seq", message.integer("seq", 0, MAX_SAFE)),
                new Heard.Measures(
                        message.number("battV", 0, 60),
                        rssi == null ? null : rssi.intValue(),
                        message.number("cpuC", -60, 150),
                        message.integer("uptimeS", 0, MAX_SAFE),
                        message.integer("queued", 0, MAX_SAFE),
                        place(message),
                        message.number("speedKmh", 0, 400)));
    }

    /** A heartbeat tells both degrees or no place at all. */
    private static @Nullable Position place(Fields message) throws Malformed {
        Double lat = message.number("lat", -90, 90);
        Double lon = message.number("lon", -180, 180);
        return lat == null || lon == null ? null : new Position(lat, lon, null);
    }

    static Heard.Status status(Fields message, UnitId unit) throws Malformed {
        message.version();
        boolean online = message.required("online", message.bool("online"));
        String connId = message.required("connId", message.string("connId", 0, 36));
        message.string("bootId", 8, 36);
        time(message);
        message.integer("wakeInS", 0, 2_592_000);
        message.oneOf("reason", List.of("connect", "will", "sleep", "hibernate", "shutdown", "update"));
        String reason = message.string("reason", 0, 36);
        boolean asleep = "sleep".equals(reason) || "hibernate".equals(reason);
        Heard.Connection connection =
                online ? Heard.Connection.ONLINE : asleep ? Heard.Connection.ASLEEP : Heard.Connection.OFFLINE;
        return new Heard.Status(unit, connection, connId, "will".equals(reason));
    }

    /** What a unit answers to a command. */
    static CommandReply reply(Fields message, UnitId unit) throws Malformed {
        message.version();
        message.required("ts", time(message));
        String id = message.required("id", message.string("id", 1, 36));
        message.oneOf("status", REPLIES.stream().map(Command.Status::wire).toList());
        String status = message.required("status", message.string("status", 1, 16));
        Fields result = message.object("result");
        Fields error = message.object("error");
        if (error != null) {
            error.required("code", error.string("code", 0, 36));
            error.oneOf("code", PROBLEMS);
            error.string("message", 0, 200);
            error.integer("retryAfterS", 1, 86_400);
        }
        Fields told = error == null ? result : error;
        String detail = told == null ? null : told.node().toString();
        return new CommandReply(
                unit,
                id,
                Command.Status.valueOf(status.toUpperCase(Locale.ROOT)),
                detail == null ? null : shortened(detail));
    }

    /** Plain text of what the unit said besides; what a database or a log would choke on is left out. */
    private static String shortened(String text) {
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(CommandReply.LONGEST_DETAIL / 2)
                .filter(point -> Text.isPlain(Character.toString(point)))
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** The unit that a request for a password names. */
    static UnitId unitOf(Fields message) throws Malformed {
        String text = message.required("unitId", message.string("unitId", 64, UNIT_ID));
        return Topics.unitId(text).orElseThrow(() -> Malformed.schema("unitId", "is reserved, or a UUID with dashes"));
    }

    static EnrollRequest enrolment(Fields message, String clientId, String address) throws Malformed {
        message.version();
        UnitId unit = unitOf(message);
        message.string("csr", 0, 4000);
        time(message);
        Fields announce = message.object("announce");
        return new EnrollRequest(
                clientId,
                address,
                message.required("msgId", message.string("msgId", 8, 36)),
                unit,
                token(message),
                message.string("claimProof", 64, PROOF),
                announce == null ? null : announcement(announce, unit));
    }

    private static @Nullable String token(Fields message) throws Malformed {
        String token = message.string("token", 0, 64);
        return token == null || token.isBlank() ? null : token;
    }

    private static void requireUnit(Fields message, UnitId unit) throws Malformed {
        if (!unit.value().equals(message.string("unitId", 64, UNIT_ID))) {
            throw new Malformed(Problem.TOPIC_MISMATCH, "unitId differs from the topic level");
        }
    }

    /** The unit's clock; it may be wrong by years, but not before the year 1, which no database knows. */
    private static @Nullable Instant time(Fields message) throws Malformed {
        String text = message.string("ts", 30, TIME);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            return time.isBefore(EARLIEST) ? EARLIEST : time;
        } catch (DateTimeException e) {
            throw Malformed.schema("ts", "is no time");
        }
    }

    private static void put(Map<Fact, String> facts, Fact fact, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.put(fact, value);
        }
    }
}
