package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lets people without an account claim units for one customer. The secrets of its links are not kept.
 *
 * @param place     of the customer, in the tree
 * @param maxUnits  that may be claimed
 * @param units     that have been claimed, and not taken back
 * @param note      for whoever makes the jobs; the people on site do not see it
 * @param createdBy username of whoever made it
 */
public record InstallJob(
        long id,
        String name,
        CustomerId customerId,
        TreePath place,
        String customerName,
        @Nullable LocationId locationId,
        @Nullable String locationName,
        int maxUnits,
        int units,
        @Nullable String note,
        Instant expiresAt,
        Instant createdAt,
        String createdBy,
        @Nullable Instant revokedAt) {

    /** What a job is good for at a moment. */
    public enum State {
        VALID,
        USED_UP,
        EXPIRED,
        REVOKED
    }

    public State state(Instant now) {
        if (revokedAt != null) {
            return State.REVOKED;
        }
        if (!expiresAt.isAfter(now)) {
            return State.EXPIRED;
        }
        return units >= maxUnits ? State.USED_UP : State.VALID;
    }

    public int left() {
        return Math.max(0, maxUnits - units);
    }
}
