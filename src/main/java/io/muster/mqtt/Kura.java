package io.muster.mqtt;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.muster.device.Fact;
import io.muster.device.Facts;
import io.muster.device.Heard;
import io.muster.device.Heard.Connection;
import io.muster.device.Position;
import io.muster.device.Telemetry;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Eclipse Kura: {@code $EDC/{account}/{unit}/MQTT/BIRTH}, {@code DC}, {@code LWT} (MQTT contract, Real units). The payload is a
 * {@code KuraPayload} of protocol buffers, of which we need few fields; they are read by their numbers.
 */
final class Kura {

    private static final String CHANNEL = "kura";
    /** What a packed payload may become. */
    private static final int LARGEST = 262_144;

    private static final int TIMESTAMP = 1;
    private static final int POSITION = 2;
    private static final int METRIC = 5000;
    private static final int LATITUDE = 1;
    private static final int LONGITUDE = 2;
    private static final int PRECISION = 4;
    private static final int SPEED = 6;
    private static final int METRIC_NAME = 1;
    private static final int METRIC_STRING = 8;
    private static final double KMH = 3.6;
    private static final double FASTEST_KMH = 400;
    private static final long LATEST_MS = 253_402_300_799_999L;

    private Kura() {}

    static Telemetry read(UnitId unit, String what, byte[] payload) throws Malformed {
        return switch (what) {
            case "BIRTH" -> birth(unit, parse(payload));
            case "DC" -> Telemetry.of(unit, CHANNEL, stamp(parse(payload))).with(Connection.OFFLINE);
            case "LWT" -> Telemetry.life(unit).asLastWill();
            default -> Telemetry.life(unit);
        };
    }

    private static Telemetry birth(UnitId unit, UnknownFieldSet message) throws Malformed {
        Map<String, String> metrics = metrics(message);
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        Adapters.put(facts, Fact.FIRMWARE, metrics.get("firmware_version"));
        Adapters.put(facts, Fact.MODEL, metrics.get("model_name"));
        Adapters.put(facts, Fact.SERIAL, metrics.get("serial_number"));
        String os = metrics.get("os");
        String osVersion = metrics.get("os_version");
        Adapters.put(facts, Fact.OS, os == null || osVersion == null ? os : os + " " + osVersion);
        Adapters.put(facts, Fact.IMEI, metrics.get("modem_imei"), Decoder.IMEI);
        Adapters.put(facts, Fact.ICCID, metrics.get("modem_iccid"), Decoder.ICCID);
        Adapters.put(facts, Fact.IMSI, metrics.get("modem_imsi"), Decoder.IMSI);
        Telemetry told = Telemetry.of(unit, CHANNEL, stamp(message))
                .with(new Facts(facts))
                .with(Connection.ONLINE)
                .calledItself(Adapters.name(metrics.get("display_name")));
        return placed(told, message);
    }

    private static Telemetry placed(Telemetry told, UnknownFieldSet message) throws Malformed {
        if (!message.hasField(POSITION)) {
            return told;
        }
        UnknownFieldSet position = parse(last(message.getField(POSITION).getLengthDelimitedList()));
        Double lat = number(position, LATITUDE, -90, 90, 1);
        Double lon = number(position, LONGITUDE, -180, 180, 1);
        if (lat == null || lon == null) {
            return told;
        }
        Position place = new Position(lat, lon, number(position, PRECISION, 0, 1_000_000, 1));
        return told.with(Heard.Measures.at(place, number(position, SPEED, 0, FASTEST_KMH, KMH)));
    }

    private static Map<String, String> metrics(UnknownFieldSet message) throws Malformed {
        Map<String, String> metrics = new HashMap<>();
        for (ByteString bytes : message.getField(METRIC).getLengthDelimitedList()) {
            UnknownFieldSet metric = parse(bytes);
            Field name = metric.getField(METRIC_NAME);
            Field value = metric.getField(METRIC_STRING);
            if (!name.getLengthDelimitedList().isEmpty()
                    && !value.getLengthDelimitedList().isEmpty()) {
                metrics.put(
                        last(name.getLengthDelimitedList()).toStringUtf8(),
                        last(value.getLengthDelimitedList()).toStringUtf8());
            }
        }
        return metrics;
    }

    private static @Nullable Instant stamp(UnknownFieldSet message) {
        var stamps = message.getField(TIMESTAMP).getVarintList();
        if (stamps.isEmpty() || stamps.getLast() <= 0 || stamps.getLast() > LATEST_MS) {
            return null;
        }
        return Instant.ofEpochMilli(stamps.getLast());
    }

    private static @Nullable Double number(UnknownFieldSet message, int field, double min, double max, double factor) {
        var bits = message.getField(field).getFixed64List();
        if (bits.isEmpty()) {
            return null;
        }
        double value = Double.longBitsToDouble(bits.getLast()) * factor;
        return value >= min && value <= max ? value : null;
    }

    private static ByteString last(List<ByteString> values) throws Malformed {
        if (values.isEmpty()) {
            throw Malformed.schema("payload", "has a field of the wrong type");
        }
        return values.getLast();
    }

    private static UnknownFieldSet parse(byte[] payload) throws Malformed {
        return parse(ByteString.copyFrom(isPacked(payload) ? unpacked(payload) : payload));
    }

    private static UnknownFieldSet parse(ByteString bytes) throws Malformed {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw Malformed.schema("payload", "is no Kura payload");
        }
    }

    private static boolean isPacked(byte[] payload) {
        return payload.length > 2 && payload[0] == 0x1f && payload[1] == (byte) 0x8b;
    }

    private static byte[] unpacked(byte[] payload) throws Malformed {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Malformed.schema("payload", "is too large when unpacked");
            }
            return bytes;
        } catch (IOException e) {
            throw Malformed.schema("payload", "cannot be unpacked");
        }
    }
}
