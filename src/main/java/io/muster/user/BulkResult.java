package io.muster.user;

import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a change of many users: each was changed or refused for itself.
 *
 * @param unchanged users for whom it was so already
 */
public record BulkResult(List<Done> done, List<Refused> refused, int unchanged) {

    /** What was done with somebody. */
    public enum Deed {
        CREATED,
        CHANGED,
        DELETED,
        /** Brought back after having been deleted. */
        RESTORED
    }

    /**
     * Somebody who was changed.
     *
     * @param before  what the user was; null for one who was created
     * @param version of the user now; {@link UserBulk#undo} leaves whoever was changed since alone
     */
    public record Done(
            Deed deed,
            UserId id,
            String username,
            String email,
            @Nullable UserData before,
            long version) {}

    public record Refused(UserId id, String username, String email, List<Rejected.Problem> problems) {}

    public BulkResult {
        done = List.copyOf(done);
        refused = List.copyOf(refused);
    }
}
