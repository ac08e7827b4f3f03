package io.muster.access;

import io.muster.kernel.CustomerId;
import java.util.Optional;

/** Port: what {@link Access} needs to know of people without an account. */
public interface Guests {

    /**
     * For what a guest was let in.
     *
     * @param name as the history names whoever uses it
     */
    record Pass(String name, CustomerId customer) {}

    /** Empty once the job has been revoked or has expired. */
    Optional<Pass> of(Guest guest);
}
