package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person enters to make an enrolment token.
 *
 * @param maxUses    1 to {@link EnrolmentTokens#MOST_USES}, null for any number
 * @param expiresAt  null for never
 * @param autoAccept accept the units at once
 */
public record NewEnrolmentToken(
        Name name,
        CustomerId customerId,
        @Nullable LocationId locationId,
        @Nullable Integer maxUses,
        @Nullable Instant expiresAt,
        boolean autoAccept) {}
