package io.muster.mqtt;

import io.muster.device.Heard;
import io.muster.device.Heard.Connection;
import io.muster.device.Position;
import io.muster.device.Telemetry;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** OwnTracks: {@code owntracks/{user}/{device}} (MQTT contract, Real units). */
final class OwnTracks {

    private static final String CHANNEL = "location";
    private static final double FASTEST_KMH = 400;
    /** Seconds since 1970 that are a time at all: up to the year 9999. */
    private static final long LATEST_S = 253_402_300_799L;

    private OwnTracks() {}

    static Telemetry read(UnitId unit, byte[] payload) throws Malformed {
        Fields message = StrictJson.read(payload);
        String type = message.string("_type", 1, 32);
        return switch (type == null ? "" : type) {
            case "location" -> location(unit, message);
            case "lwt" -> Telemetry.life(unit).asLastWill();
            default -> Telemetry.life(unit);
        };
    }

    private static Telemetry location(UnitId unit, Fields message) throws Malformed {
        Long seconds = message.integer("tst", 0, LATEST_S);
        @Nullable Instant stamp = seconds == null ? null : Instant.ofEpochSecond(seconds);
        return Telemetry.of(unit, CHANNEL, stamp)
                .with(Heard.Measures.at(
                        new Position(
                                message.required("lat", message.number("lat", -90, 90)),
                                message.required("lon", message.number("lon", -180, 180)),
                                message.likely("acc", 0, 1_000_000)),
                        message.likely("vel", 0, FASTEST_KMH)))
                .with(Connection.ONLINE);
    }
}
