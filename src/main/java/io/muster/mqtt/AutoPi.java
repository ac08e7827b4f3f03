package io.muster.mqtt;

import io.muster.device.Fact;
import io.muster.device.Facts;
import io.muster.device.Heard;
import io.muster.device.Heard.Connection;
import io.muster.device.Position;
import io.muster.device.Telemetry;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** AutoPi's core, whose MQTT returner a bridge brings to {@code autopi/{unit}/…} (MQTT contract, Real units). */
final class AutoPi {

    private static final double FASTEST_KMH = 400;
    private static final int LAST_YEAR = 9999;

    private AutoPi() {}

    /** Reads what stands below {@code autopi/{unit}/}. Of what we do not know only the sign of life is taken. */
    static Telemetry read(UnitId unit, String topic, byte[] payload) throws Malformed {
        return switch (topic) {
            case "track/pos" -> position(unit, topic, StrictJson.read(payload));
            case "obd/bat" -> battery(unit, topic, StrictJson.read(payload));
            case "rpi/temp" -> temperature(unit, topic, StrictJson.read(payload));
            case "obd/vin", "ec2x/imei", "ec2x/iccid", "ec2x/imsi" -> fact(unit, topic, StrictJson.read(payload));
            case "grains/items" -> grains(unit, topic, StrictJson.read(payload));
            case "reactor" -> event(unit, StrictJson.read(payload));
            default -> Telemetry.life(unit);
        };
    }

    private static Telemetry position(UnitId unit, String topic, Fields message) throws Malformed {
        Fields loc = message.object("loc");
        Telemetry telemetry = Telemetry.of(unit, topic, stamp(message));
        if (loc == null) {
            return telemetry;
        }
        Position place = new Position(
                loc.required("lat", loc.number("lat", -90, 90)),
                loc.required("lon", loc.number("lon", -180, 180)),
                null);
        return telemetry.with(Heard.Measures.at(place, message.likely("sog", 0, FASTEST_KMH)));
    }

    private static Telemetry battery(UnitId unit, String topic, Fields message) throws Malformed {
        Double volts = message.number("voltage", 0, 60);
        Telemetry telemetry = Telemetry.of(unit, topic, stamp(message));
        return volts == null ? telemetry : telemetry.with(Heard.Measures.battery(volts));
    }

    private static Telemetry temperature(UnitId unit, String topic, Fields message) throws Malformed {
        Fields cpu = message.object("cpu");
        Double degrees = cpu == null ? null : cpu.number("value", -60, 150);
        Telemetry telemetry = Telemetry.of(unit, topic, stamp(message));
        return degrees == null ? telemetry : telemetry.with(Heard.Measures.processor(degrees));
    }

    private static Telemetry fact(UnitId unit, String topic, Fields message) throws Malformed {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        String value = text(message.node(), "value");
        String data = text(message.node(), "data");
        switch (topic) {
            case "obd/vin" -> Adapters.put(facts, Fact.VIN, value, Decoder.VIN);
            case "ec2x/imei" -> Adapters.put(facts, Fact.IMEI, data, Decoder.IMEI);
            case "ec2x/iccid" -> Adapters.put(facts, Fact.ICCID, data, Decoder.ICCID);
            default -> Adapters.put(facts, Fact.IMSI, data, Decoder.IMSI);
        }
        return Telemetry.of(unit, topic, stamp(message)).with(new Facts(facts));
    }

    private static Telemetry grains(UnitId unit, String topic, Fields message) throws Malformed {
        JsonNode grains = message.node();
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        facts.put(Fact.VENDOR, "AutoPi");
        Adapters.put(facts, Fact.BOARD, text(grains, "hw.version"));
        Adapters.put(facts, Fact.SPM, text(grains, "spm.version"));
        JsonNode release = grains.path("release");
        Adapters.put(facts, Fact.FIRMWARE, text(release, "version"));
        Adapters.put(facts, Fact.RELEASE_ID, text(release, "id"));
        String os = text(grains, "os");
        String osRelease = text(grains, "osrelease");
        Adapters.put(facts, Fact.OS, os == null || osRelease == null ? os : os + " " + osRelease);
        return Telemetry.of(unit, topic, stamp(message)).with(new Facts(facts));
    }

    private static Telemetry event(UnitId unit, Fields message) throws Malformed {
        String tag = message.required("tag", text(message.node(), "tag"));
        Instant stamp = stamp(message);
        if (tag.startsWith("system/time/")) {
            return Telemetry.of(unit, "system/time", stamp).asClock();
        }
        return switch (tag) {
            case "system/power/sleep", "system/power/hibernate" ->
                Telemetry.of(unit, "system/power", stamp).with(Connection.ASLEEP);
            case "system/power/on" -> Telemetry.of(unit, "system/power", stamp).with(Connection.ONLINE);
            default -> Telemetry.life(unit);
        };
    }

    /** The time is UTC, and does not say so. */
    private static @Nullable Instant stamp(Fields message) throws Malformed {
        String text = message.string("_stamp", 0, 40);
        if (text == null) {
            return null;
        }
        try {
            LocalDateTime time = LocalDateTime.parse(text);
            if (time.getYear() > LAST_YEAR) {
                throw Malformed.schema("_stamp", "is no time");
            }
            Instant stamp = time.toInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
            return stamp.isBefore(Decoder.EARLIEST) ? Decoder.EARLIEST : stamp;
        } catch (DateTimeException e) {
            throw Malformed.schema("_stamp", "is no time");
        }
    }

    /** Numbers are read as text too: the version of a board is one. */
    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() || value.isNumber() ? value.asString() : null;
    }
}
