package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;

/** What stands on a unit's label: {@code MUSTER1:{unitId}:{code}} as a QR code (MQTT contract, Credentials). */
public record UnitLabel(UnitId unit, ClaimCode code) {

    private static final String PREFIX = "MUSTER1:";
    private static final int LONGEST = 200;

    /** As the QR code says it. */
    public String text() {
        return PREFIX + unit.value() + ":" + code.value();
    }

    /**
     * Reads what a scanner read.
     *
     * @throws Rejected INVALID when it is the code of something else
     */
    public static UnitLabel of(@Nullable String scanned) {
        String text = scanned == null || scanned.length() > LONGEST ? "" : scanned.strip();
        int colon = text.lastIndexOf(':');
        if (!text.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || colon < PREFIX.length()) {
            throw Rejected.invalid(null, "problem.label");
        }
        return new UnitLabel(
                UnitId.of(text.substring(PREFIX.length(), colon)), ClaimCode.of(text.substring(colon + 1)));
    }
}
