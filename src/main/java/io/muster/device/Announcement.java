package io.muster.device;

import io.muster.kernel.UnitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A unit tells what it is (MQTT contract, announce). It never tells whose it is.
 *
 * @param ts         the unit's own clock, which may be wrong by years
 * @param bootId     new at every boot
 * @param seq        rises with every message of one boot
 * @param bootCount  rises with every boot, when the unit counts them
 * @param token      enrolment token, of a unit that comes through an external broker
 * @param heartbeatS seconds between its heartbeats, 30 to 86,400
 */
public record Announcement(
        UnitId unit,
        String msgId,
        Instant ts,
        String bootId,
        long seq,
        @Nullable Long bootCount,
        Facts facts,
        @Nullable Position position,
        @Nullable Integer heartbeatS,
        @Nullable Long uptimeS,
        @Nullable Network network,
        @Nullable String token) {

    /** An announcement without a token. */
    public Announcement(
            UnitId unit,
            String msgId,
            Instant ts,
            String bootId,
            long seq,
            @Nullable Long bootCount,
            Facts facts,
            @Nullable Position position,
            @Nullable Integer heartbeatS,
            @Nullable Long uptimeS,
            @Nullable Network network) {
        this(unit, msgId, ts, bootId, seq, bootCount, facts, position, heartbeatS, uptimeS, network, null);
    }

    /** Without the token, which has no place in a log. */
    @Override
    public String toString() {
        return "Announcement[" + unit + ", " + msgId + "]";
    }

    /** How the unit reaches the world just now; it changes too often to be worth history. */
    public record Network(
            @Nullable String ip,
            @Nullable String operator,
            @Nullable String rat) {}
}
