package io.muster.device;

import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/**
 * A unit answers what was asked of it (MQTT contract, command-reply).
 *
 * @param id     of the command
 * @param detail result or error, as JSON; null for none
 */
public record CommandReply(
        UnitId unit,
        String id,
        Command.Status status,
        @Nullable String detail) {

    /** Longest detail that is kept, in characters. */
    public static final int LONGEST_DETAIL = 1000;
}
