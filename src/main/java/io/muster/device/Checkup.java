package io.muster.device;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a unit has shown of itself since it was installed.
 *
 * @param announcedAt when it last announced itself, null when not since then
 * @param located     it told where it is, since then
 * @param batteryV    volts, null when it has told nothing since then
 * @param rssiDbm     signal in dBm, null when it has told nothing since then
 * @param cause       why it has not announced itself, as far as is known; null when it has, unless it is out of use since
 * @param reason      code of why its last message was refused ({@code ingest.reason.…}), for REFUSED
 * @param at          when what the cause tells of happened, null where that says nothing
 * @param otherVin    since then it reads another VIN from the vehicle than was entered
 */
public record Checkup(
        @Nullable Instant announcedAt,
        boolean located,
        @Nullable Double batteryV,
        @Nullable Integer rssiDbm,
        @Nullable Cause cause,
        @Nullable String reason,
        @Nullable Instant at,
        boolean otherVin) {

    /** Why a unit does not announce itself; last part of a key of the resource bundle. */
    public enum Cause {
        /** It was denied, decommissioned or replaced meanwhile. */
        ENDED,
        /** The customer, or one above it, is suspended. */
        SUSPENDED,
        /** It tried to connect with a wrong password. */
        WRONG_PASSWORD,
        /** What it sent was refused. */
        REFUSED,
        /** It has no password, because it has not asked for one. */
        NO_PASSWORD,
        /** It has never been heard. */
        NEVER_CONNECTED,
        /** It was heard before, and not since. */
        SILENT,
        /** It was heard, but has not announced itself. */
        NOT_ANNOUNCED
    }

    public boolean announced() {
        return announcedAt != null;
    }

    /** Somebody has taken it out of use meanwhile, whatever it has shown before. */
    public boolean ended() {
        return cause == Cause.ENDED;
    }

    /** Nothing is missing. */
    public boolean complete() {
        return announced() && located && batteryV != null && rssiDbm != null;
    }
}
