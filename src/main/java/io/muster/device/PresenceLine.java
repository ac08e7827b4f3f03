package io.muster.device;

import io.muster.device.Heard.Connection;
import io.muster.device.Heard.Heartbeat;
import io.muster.device.Heard.Measures;
import io.muster.device.Heard.Status;
import io.muster.kernel.DeviceId;
import io.muster.kernel.TreePath;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What heartbeats and status messages know of a unit, and what the next one changes of it (MQTT contract, Order, duplicates,
 * time).
 *
 * @param listening     the unit's values are taken; else only that it was heard
 * @param announcedBoot boot of the last announcement that was applied
 * @param bootId        boot of the last heartbeat whose values were taken
 */
record PresenceLine(
        DeviceId device,
        @Nullable TreePath place,
        boolean listening,
        @Nullable Instant lastSeenAt,
        @Nullable String announcedBoot,
        @Nullable String bootId,
        @Nullable Long seq,
        @Nullable Long clockSkewS,
        Said said,
        Measures measures,
        @Nullable Instant positionAt,
        Boots boots) {

    /** Data may be this late (MQTT contract, Order, duplicates, time). */
    private static final Duration LATEST = Duration.ofDays(30);

    /** Which connection a unit last told of, what it said, and when that came. */
    record Said(
            @Nullable String connId,
            @Nullable Connection connection,
            @Nullable Instant at) {

        static final Said NOTHING = new Said(null, null, null);
    }

    PresenceLine heard(Heard message, Instant now) {
        return switch (message) {
            case Heartbeat beat -> heartbeat(beat, now);
            case Status status -> status(status, now);
        };
    }

    /** What becomes of a message. */
    enum Taking {
        TAKEN,
        /** Nobody listens to the unit: only the sign of life counts. */
        ONLY_SEEN,
        /** A duplicate, or one that was overtaken: only the sign of life counts. */
        LATE,
        /** It is of a boot before the one that was announced: only the sign of life counts. */
        OF_EARLIER_BOOT,
        /** The will of a connection that is over. It is no sign of life either. */
        OF_EARLIER_CONNECTION
    }

    /** Decides what becomes of a message, before it is heard. */
    Taking taking(Heard message, Instant now) {
        if (!listening) {
            return Taking.ONLY_SEEN;
        }
        return switch (message) {
            case Heartbeat beat when beat.bootId().equals(bootId) && seq != null && beat.seq() <= seq -> Taking.LATE;
            case Heartbeat beat when isOfEarlierBoot(beat, now) -> Taking.OF_EARLIER_BOOT;
            case Status status
            when status.will() && !status.connId().equals(said.connId()) -> Taking.OF_EARLIER_CONNECTION;
            case Heartbeat beat -> Taking.TAKEN;
            case Status status -> Taking.TAKEN;
        };
    }

    private PresenceLine heartbeat(Heartbeat beat, Instant now) {
        if (!listening) {
            return with(now, bootId, seq, clockSkewS, said, measures, positionAt);
        }
        return taken(beat, now).watching(boots.heard(beat.bootId(), now));
    }

    private PresenceLine taken(Heartbeat beat, Instant now) {
        if (taking(beat, now) != Taking.TAKEN) {
            return with(now, bootId, seq, clockSkewS, said, measures, positionAt);
        }
        return with(
                now,
                beat.bootId(),
                beat.seq(),
                Duration.between(now, beat.ts()).toSeconds(),
                said,
                beat.measures().orElse(measures),
                beat.measures().position() == null ? positionAt : measuredAt(beat.ts(), now));
    }

    /** True when it is not of the boot that was announced, and tells a time before the one that the unit told last. */
    private boolean isOfEarlierBoot(Heartbeat beat, Instant now) {
        if (announcedBoot == null || beat.bootId().equals(announcedBoot) || lastSeenAt == null) {
            return false;
        }
        long skew = clockSkewS == null ? 0 : Math.min(clockSkewS, 0);
        Instant ts = beat.ts().isAfter(now) ? now : beat.ts();
        return ts.isBefore(lastSeenAt.plusSeconds(skew).minus(Presence.CLOCK_TOLERANCE));
    }

    private PresenceLine status(Status status, Instant now) {
        // The broker sends a will, not the unit: it is no sign of life.
        Instant seen = status.will() ? lastSeenAt : now;
        if (taking(status, now) != Taking.TAKEN) {
            return with(seen, bootId, seq, clockSkewS, said, measures, positionAt);
        }
        return with(
                seen,
                bootId,
                seq,
                clockSkewS,
                new Said(status.connId(), status.connection(), now),
                measures,
                positionAt);
    }

    /** What a unit tells in another protocol than ours; the caller has seen to the order. */
    PresenceLine told(Telemetry message, Instant now) {
        Instant seen = message.lastWill() ? lastSeenAt : now;
        if (!listening) {
            return with(seen, bootId, seq, clockSkewS, said, measures, positionAt);
        }
        Instant stamp = message.stamp();
        return with(
                seen,
                bootId,
                seq,
                message.clock() && stamp != null
                        ? (Long) Duration.between(now, stamp).toSeconds()
                        : clockSkewS,
                message.connection() == null ? said : new Said(said.connId(), message.connection(), now),
                message.measures().orElse(measures),
                message.isPlaced() ? measuredAt(stamp, now) : positionAt);
    }

    /** A position may come late; a clock that is further off than that is wrong. */
    private static Instant measuredAt(@Nullable Instant stamp, Instant now) {
        return stamp == null || stamp.isAfter(now) || stamp.isBefore(now.minus(LATEST)) ? now : stamp;
    }

    private PresenceLine with(
            @Nullable Instant seen,
            @Nullable String boot,
            @Nullable Long sequence,
            @Nullable Long skew,
            Said told,
            Measures measured,
            @Nullable Instant placed) {
        Instant latest = lastSeenAt != null && seen != null && lastSeenAt.isAfter(seen) ? lastSeenAt : seen;
        return new PresenceLine(
                device, place, listening, latest, announcedBoot, boot, sequence, skew, told, measured, placed, boots);
    }

    /** The line, once a person is told that two units use one id. */
    PresenceLine told() {
        return watching(boots.told());
    }

    private PresenceLine watching(Boots heard) {
        return new PresenceLine(
                device,
                place,
                listening,
                lastSeenAt,
                announcedBoot,
                bootId,
                seq,
                clockSkewS,
                said,
                measures,
                positionAt,
                heard);
    }
}
