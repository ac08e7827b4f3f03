package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person enters to make an install job.
 *
 * @param maxUnits  1 to {@link InstallJobs#MOST_UNITS}
 * @param expiresAt at most {@link InstallJobs#LONGEST} from now
 * @param note      at most {@link InstallJobs#LONGEST_NOTE} characters
 */
public record NewInstallJob(
        Name name,
        CustomerId customerId,
        @Nullable LocationId locationId,
        int maxUnits,
        Instant expiresAt,
        @Nullable String note) {}
