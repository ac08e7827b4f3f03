package io.muster.device;

import io.muster.kernel.TreePath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything about one device.
 *
 * @param place  of its customer; null for a unit that belongs to nobody
 * @param photos how many photos of its installations there are at this customer
 * @param broker where units connect, {@code mqtt://host:port}
 */
public record DeviceSheet(
        DeviceRow row, @Nullable TreePath place, Vitals vitals, Advice advice, int photos, URI broker) {

    /** A failed sign-in is worth a word for so long. */
    private static final Duration LATELY = Duration.ofHours(24);

    /** What is to be done next about a device; the text of each is in the resource bundle. */
    public enum Advice {
        /** The viewer knows the device by name only. */
        KNOWN_BY_NAME,
        /** It belongs to nobody, and somebody has to say whose it is. */
        UNCLAIMED,
        WAITING,
        SUSPENDED,
        DENIED,
        DECOMMISSIONED,
        REPLACED,
        /** Somebody tried to sign in with a wrong password, and nothing was heard of the unit since. */
        WRONG_PASSWORD,
        NEVER_CONNECTED,
        ALERTS,
        ASLEEP,
        OFFLINE,
        FINE
    }

    /** What else decides what is to be done. */
    record Signs(boolean suspended, @Nullable Instant refusedAt) {

        Advice advice(DeviceRow row, Instant now) {
            if (row.state() == UnitState.UNCLAIMED) {
                return Advice.UNCLAIMED;
            }
            if (row.waiting()) {
                return Advice.WAITING;
            }
            return switch (row.state()) {
                case DENIED -> Advice.DENIED;
                case DECOMMISSIONED -> Advice.DECOMMISSIONED;
                case REPLACED -> Advice.REPLACED;
                case UNCLAIMED, PENDING, ACCEPTED ->
                    !row.seen() ? Advice.KNOWN_BY_NAME : suspended ? Advice.SUSPENDED : inUse(row, now);
            };
        }

        private Advice inUse(DeviceRow row, Instant now) {
            Instant seen = row.lastSeenAt();
            if (refusedAt != null
                    && refusedAt.isAfter(now.minus(LATELY))
                    && (seen == null || refusedAt.isAfter(seen))) {
                return Advice.WRONG_PASSWORD;
            }
            if (seen == null) {
                return Advice.NEVER_CONNECTED;
            }
            if (!row.alerts().isEmpty()) {
                return Advice.ALERTS;
            }
            return row.asleep() ? Advice.ASLEEP : row.online() ? Advice.FINE : Advice.OFFLINE;
        }
    }
}
