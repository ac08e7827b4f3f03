package io.muster.customer;

import io.muster.kernel.CustomerId;
import io.muster.kernel.Preferences;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer as a line of a list.
 *
 * @param parentId  null for the viewer's home, above which nothing exists for the viewer
 * @param way       ids from the viewer's home down to the customer, both included
 * @param users     users assigned to the customer itself; 0 when they are not the viewer's to see
 * @param devices   those of the customer's own devices that stand in the viewer's lists
 * @param customers customers nested below it, however deep
 * @param suspendedAbove one above it is suspended, and the customer with it
 */
public record CustomerRow(
        CustomerId id,
        @Nullable CustomerId parentId,
        List<CustomerId> way,
        String name,
        String email,
        String country,
        Preferences preferences,
        MfaPolicy mfaPolicy,
        long users,
        long devices,
        long customers,
        CustomerStatus status,
        boolean suspendedAbove,
        Instant createdAt,
        long version) {}
