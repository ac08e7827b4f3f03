package io.muster.device;

import io.muster.device.Answer.Problem;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Lets units in by themselves, into one customer. The token itself is not kept.
 *
 * @param place      of the customer, in the tree
 * @param maxUses    units that it lets in, null for any number
 * @param uses       units that it has let in
 * @param expiresAt  null for never
 * @param autoAccept the units are accepted at once; else they wait for approval
 * @param createdBy  username of whoever made it
 */
public record EnrolmentToken(
        long id,
        String name,
        CustomerId customerId,
        TreePath place,
        String customerName,
        @Nullable LocationId locationId,
        @Nullable String locationName,
        @Nullable Integer maxUses,
        int uses,
        @Nullable Instant expiresAt,
        boolean autoAccept,
        Instant createdAt,
        String createdBy,
        @Nullable Instant revokedAt) {

    /** What a token is good for at a moment. */
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
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            return State.EXPIRED;
        }
        return maxUses != null && uses >= maxUses ? State.USED_UP : State.VALID;
    }

    /** Why it lets no unit in; null when it does. */
    @Nullable
    Problem problem(Instant now) {
        return switch (state(now)) {
            case VALID -> null;
            case USED_UP -> Problem.TOKEN_EXHAUSTED;
            case EXPIRED -> Problem.TOKEN_EXPIRED;
            case REVOKED -> Problem.TOKEN_INVALID;
        };
    }

    EnrolmentToken used() {
        return new EnrolmentToken(
                id,
                name,
                customerId,
                place,
                customerName,
                locationId,
                locationName,
                maxUses,
                uses + 1,
                expiresAt,
                autoAccept,
                createdAt,
                createdBy,
                revokedAt);
    }
}
