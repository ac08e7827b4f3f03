package io.muster.device;

import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a unit tells in a protocol that is not ours (MQTT contract, Real units). It neither announces itself nor waits for an
 * answer: the first message stands for its announcement.
 *
 * @param channel    what the message is about, at most 64 characters; messages of one channel are ordered by their stamps
 * @param stamp      the unit's own time, null when it tells none; then the order of arrival decides
 * @param facts      what lasts, as far as the message tells it
 * @param measures   what was measured
 * @param connection what it says about its connection, null when nothing
 * @param lastWill   the broker says so, because the unit went away without a word: no sign of life
 * @param name       what the unit calls itself; a name that a person gave stays
 * @param clock      the stamp tells the unit's clock at this moment, and not when something was measured
 */
public record Telemetry(
        UnitId unit,
        String channel,
        @Nullable Instant stamp,
        Facts facts,
        Heard.Measures measures,
        Heard.@Nullable Connection connection,
        boolean lastWill,
        @Nullable Name name,
        boolean clock) {

    /** A sign of life that tells nothing else. */
    public static Telemetry life(UnitId unit) {
        return of(unit, "", null);
    }

    public static Telemetry of(UnitId unit, String channel, @Nullable Instant stamp) {
        return new Telemetry(unit, channel, stamp, Facts.NONE, Heard.Measures.NONE, null, false, null, false);
    }

    public Telemetry with(Facts told) {
        return new Telemetry(unit, channel, stamp, told, measures, connection, lastWill, name, clock);
    }

    public Telemetry with(Heard.Measures measured) {
        return new Telemetry(unit, channel, stamp, facts, measured, connection, lastWill, name, clock);
    }

    public Telemetry with(Heard.Connection told) {
        return new Telemetry(unit, channel, stamp, facts, measures, told, lastWill, name, clock);
    }

    public Telemetry asLastWill() {
        return new Telemetry(unit, channel, stamp, facts, measures, Heard.Connection.OFFLINE, true, name, clock);
    }

    public Telemetry calledItself(@Nullable Name itself) {
        return new Telemetry(unit, channel, stamp, facts, measures, connection, lastWill, itself, clock);
    }

    public Telemetry asClock() {
        return new Telemetry(unit, channel, stamp, facts, measures, connection, lastWill, name, true);
    }

    boolean isPlaced() {
        return measures.position() != null;
    }
}
