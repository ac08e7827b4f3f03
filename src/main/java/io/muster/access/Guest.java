package io.muster.access;

import io.muster.kernel.UserId;
import java.io.Serializable;

/**
 * Somebody without an account, whom the link of an install job let in: may claim units for that job, and nothing else.
 *
 * @param job    id of the job
 * @param number of this one opening of its link, so that of two people with the same link each sees their own units
 */
public record Guest(long job, long number) implements Serializable {

    /** Far above every user's id: whoever looks for the user finds nobody. */
    private static final long BEYOND_USERS = 1L << 62;

    public UserId id() {
        return new UserId(BEYOND_USERS + number);
    }
}
