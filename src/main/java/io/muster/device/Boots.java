package io.muster.device;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The boots that a unit was heard of. A unit has one boot after the other; when two of them take turns, two units use one id
 * (MQTT contract, Order, duplicates, time).
 *
 * @param last     boot of the last message
 * @param previous the boot before it
 * @param switches how often these two took turns
 * @param since    when they began to
 * @param late     id of the last announcement that was of a boot before the one last heard of
 */
record Boots(
        @Nullable String last,
        @Nullable String previous,
        int switches,
        @Nullable Instant since,
        @Nullable String late) {

    static final Boots NONE = new Boots(null, null, 0, null, null);

    private static final int MOST_SWITCHES = 3;
    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** A message of this boot came. As long as it is the boot of the one before, nothing changes. */
    Boots heard(String boot, Instant now) {
        if (boot.equals(last)) {
            return this;
        }
        if (last == null) {
            return new Boots(boot, null, 0, null, late);
        }
        boolean back = boot.equals(previous) && since != null && since.isAfter(now.minus(PERIOD));
        return back ? new Boots(boot, last, switches + 1, since, late) : new Boots(boot, last, 1, now, late);
    }

    /** Two of them have taken turns so often that there must be two units. */
    boolean areOfTwoUnits() {
        return switches > MOST_SWITCHES;
    }

    /** Told; it counts from the beginning again. */
    Boots told() {
        return new Boots(last, null, 0, null, late);
    }

    /** This announcement came too late. */
    Boots overtaken(String msgId) {
        return new Boots(last, previous, switches, since, msgId);
    }
}
