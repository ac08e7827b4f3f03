package io.muster.device;

import io.muster.kernel.DeviceId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a unit was last heard, and the key of its last announcement that was applied.
 *
 * @param announcedAt when that announcement came, by the server's clock
 * @param announcedTs the unit's own clock in it
 * @param heartbeatS  seconds between the heartbeats that are awaited; below zero when the unit is out of use, and none is
 * @param boots       of which boots it was heard
 */
record Presence(
        DeviceId device,
        @Nullable Instant lastSeenAt,
        @Nullable String bootId,
        @Nullable Long bootCount,
        @Nullable Long seq,
        @Nullable String lastMsgId,
        @Nullable Instant announcedAt,
        @Nullable Instant announcedTs,
        int heartbeatS,
        @Nullable Long clockSkewS,
        @Nullable Long uptimeS,
        @Nullable Position position,
        @Nullable Instant positionAt,
        Announcement.Network network,
        Boots boots) {

    static final int USUAL_HEARTBEAT_S = 300;

    /** A reboot with a clock that went back by no more than this is still a newer boot. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    static Presence never(DeviceId device) {
        return new Presence(
                device,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                USUAL_HEARTBEAT_S,
                null,
                null,
                null,
                null,
                new Announcement.Network(null, null, null),
                Boots.NONE);
    }

    /** A message came, of which nothing else is kept. */
    Presence heard(Instant now) {
        return new Presence(
                device,
                lastSeenAt == null || lastSeenAt.isBefore(now) ? now : lastSeenAt,
                bootId,
                bootCount,
                seq,
                lastMsgId,
                announcedAt,
                announcedTs,
                heartbeatS,
                clockSkewS,
                uptimeS,
                position,
                positionAt,
                network,
                boots);
    }

    /** The unit is there in the network now. */
    Presence at(Announcement.Network reached) {
        return new Presence(
                device,
                lastSeenAt,
                bootId,
                bootCount,
                seq,
                lastMsgId,
                announcedAt,
                announcedTs,
                heartbeatS,
                clockSkewS,
                uptimeS,
                position,
                positionAt,
                reached,
                boots);
    }

    /** An announcement of this boot came, whatever becomes of it. */
    Presence booted(Boots heard) {
        return new Presence(
                device,
                lastSeenAt,
                bootId,
                bootCount,
                seq,
                lastMsgId,
                announcedAt,
                announcedTs,
                heartbeatS,
                clockSkewS,
                uptimeS,
                position,
                positionAt,
                network,
                heard);
    }

    /** Its first message stands for an announcement, because it speaks another protocol than ours. */
    Presence introduced(Instant now) {
        return new Presence(
                device,
                lastSeenAt == null || lastSeenAt.isBefore(now) ? now : lastSeenAt,
                bootId,
                bootCount,
                seq,
                lastMsgId,
                now,
                now,
                heartbeatS,
                clockSkewS,
                uptimeS,
                position,
                positionAt,
                network,
                boots);
    }

    /** An announcement was applied. */
    Presence announced(Announcement message, Instant now) {
        Announcement.Network told =
                message.network() == null ? new Announcement.Network(null, null, null) : message.network();
        return new Presence(
                device,
                lastSeenAt == null || lastSeenAt.isBefore(now) ? now : lastSeenAt,
                message.bootId(),
                message.bootCount() == null ? bootCount : message.bootCount(),
                message.seq(),
                message.msgId(),
                now,
                message.ts(),
                message.heartbeatS() == null ? heartbeatS : message.heartbeatS(),
                Duration.between(now, message.ts()).toSeconds(),
                message.uptimeS() == null ? uptimeS : message.uptimeS(),
                message.position() == null ? position : message.position(),
                message.position() == null ? positionAt : now,
                new Announcement.Network(
                        told.ip() == null ? network.ip() : told.ip(),
                        told.operator() == null ? network.operator() : told.operator(),
                        told.rat() == null ? network.rat() : told.rat()),
                boots);
    }

    boolean isSameBoot(Announcement message) {
        return message.bootId().equals(bootId);
    }

    /** True when the message, of the same boot, is a duplicate or comes late. */
    boolean isBehind(Announcement message) {
        return seq != null && message.seq() <= seq;
    }

    /** True when the message, of another boot, is of a boot after the one last heard of. */
    boolean isNewerBoot(Announcement message, Instant now) {
        if (announcedAt == null || announcedTs == null) {
            return true;
        }
        int counted = bootCount == null || message.bootCount() == null
                ? 0
                : message.bootCount().compareTo(bootCount);
        if (counted > 0) {
            return true;
        }
        // A message of a boot that is over may come once more, and soon. A counter also falls when a unit is set up
        // anew.
        boolean over = counted < 0 || message.bootId().equals(boots.previous());
        // A clock that runs ahead of ours counts as ours, so that it cannot lock later boots out.
        Instant last = announcedTs.isAfter(announcedAt) ? announcedAt : announcedTs;
        Instant ts = message.ts().isAfter(now) ? now : message.ts();
        return !ts.isBefore(over ? last : last.minus(CLOCK_TOLERANCE));
    }
}
