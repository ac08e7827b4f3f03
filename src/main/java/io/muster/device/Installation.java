package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody claimed a unit by its label, for whoever did.
 *
 * @param name        of the device
 * @param place       of the customer that has it
 * @param replaces    the unit in whose place it came; null when none was there
 * @param installedBy user name
 * @param undoUntil   until when it can be taken back
 */
public record Installation(
        long id,
        DeviceId device,
        UnitId unit,
        String name,
        TreePath place,
        String customerName,
        @Nullable String locationName,
        @Nullable UnitId replaces,
        String installedBy,
        Instant beganAt,
        Instant undoUntil,
        Outcome outcome) {

    /** How it ended. */
    public enum Outcome {
        OPEN,
        /** The unit announced itself. */
        VERIFIED,
        /** The installer left before the unit had announced itself. */
        UNVERIFIED,
        UNDONE
    }

    /** Whether there is still time to take it back. */
    public boolean isUndoable(Instant now) {
        return now.isBefore(undoUntil);
    }

    public CustomerId customer() {
        return place.customer();
    }
}
