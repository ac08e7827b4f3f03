package io.muster.mqtt;

import io.muster.device.Fact;
import io.muster.device.Telemetry;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the protocols of units that were not made for us. What they tell is taken as far as it fits, the rest is left out. */
final class Adapters {

    private static final int LONGEST = 64;

    private Adapters() {}

    static Telemetry read(Topics.Kind kind, String topic, byte[] payload) throws Malformed {
        UnitId unit = Topics.unit(topic).orElseThrow(() -> Malformed.schema("topic", "names no unit id"));
        return switch (kind) {
            case AUTOPI -> AutoPi.read(unit, topic.split("/", 3)[2], payload);
            case KURA -> Kura.read(unit, topic.substring(topic.lastIndexOf('/') + 1), payload);
            case OWNTRACKS -> OwnTracks.read(unit, payload);
            case ANNOUNCE, HEARTBEAT, STATUS, REPLY, ENROLL -> throw new IllegalArgumentException(kind.name());
        };
    }

    /** Notes a fact of a fixed form; anything else that stands there is no such fact. */
    static void put(Map<Fact, String> facts, Fact fact, @Nullable String value, Pattern form) {
        if (value != null && form.matcher(value).matches()) {
            facts.put(fact, value);
        }
    }

    /** Notes a fact of free text, cut to what is kept of it. */
    static void put(Map<Fact, String> facts, Fact fact, @Nullable String value) {
        String line = line(value, LONGEST);
        if (line != null) {
            facts.put(fact, line);
        }
    }

    /** What a unit calls itself, when that can be a name. */
    static @Nullable Name name(@Nullable String value) {
        String line = line(value, Name.MAX_LENGTH);
        return line == null ? null : new Name(line);
    }

    private static @Nullable String line(@Nullable String value, int max) {
        if (value == null || value.equals("N/A") || value.equals("UNKNOWN")) {
            return null;
        }
        int end = value.offsetByCodePoints(0, Math.min(max, value.codePointCount(0, value.length())));
        try {
            return Text.optionalLine(value.substring(0, end), 2 * max);
        } catch (Rejected unfit) {
            return null;
        }
    }
}
