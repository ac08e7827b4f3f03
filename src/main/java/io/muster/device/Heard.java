package io.muster.device;

import io.muster.kernel.UnitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A small sign of life. */
public sealed interface Heard {

    UnitId unit();

    /** Liveness, and a few measures (MQTT contract, heartbeat). */
    record Heartbeat(UnitId unit, Instant ts, String bootId, long seq, Measures measures) implements Heard {}

    /**
     * What a unit measured; null is "not told".
     *
     * @param batteryV volts
     * @param rssiDbm  dBm
     * @param cpuC     °C
     * @param speedKmh km/h
     * @param queued   messages that wait in the unit
     */
    record Measures(
            @Nullable Double batteryV,
            @Nullable Integer rssiDbm,
            @Nullable Double cpuC,
            @Nullable Long uptimeS,
            @Nullable Long queued,
            @Nullable Position position,
            @Nullable Double speedKmh) {

        public static final Measures NONE = new Measures(null, null, null, null, null, null, null);

        /** Where a unit is, and how fast it goes there, km/h. */
        public static Measures at(Position position, @Nullable Double speedKmh) {
            return new Measures(null, null, null, null, null, position, speedKmh);
        }

        /** Volts of the battery. */
        public static Measures battery(double volts) {
            return new Measures(volts, null, null, null, null, null, null);
        }

        /** Temperature of the processor, °C. */
        public static Measures processor(double cpuC) {
            return new Measures(null, null, cpuC, null, null, null, null);
        }

        /** These measures, and an older one wherever nothing was told. */
        Measures orElse(Measures older) {
            return new Measures(
                    batteryV != null ? batteryV : older.batteryV,
                    rssiDbm != null ? rssiDbm : older.rssiDbm,
                    cpuC != null ? cpuC : older.cpuC,
                    uptimeS != null ? uptimeS : older.uptimeS,
                    queued != null ? queued : older.queued,
                    position != null ? position : older.position,
                    speedKmh != null ? speedKmh : older.speedKmh);
        }
    }

    /**
     * A connection began or ended (MQTT contract, status).
     *
     * @param will the broker says so, because the unit went away without a word
     */
    record Status(UnitId unit, Connection connection, String connId, boolean will) implements Heard {}

    /** What a unit last said about its connection. A hint: whether it is online is decided by when it was last heard. */
    enum Connection {
        ONLINE,
        OFFLINE,
        ASLEEP
    }
}
