package io.muster.device;

import java.util.Locale;

/** Something about a device that a person should look at (MQTT contract, Life of a unit; Order, duplicates, time). */
public enum Alert {
    /** Another unit in use has the same modem and the same SIM. */
    IDENTITY_CONFLICT,
    /** Two boots take turns: two units use one id. */
    CLONE_SUSPECTED,
    /** The unit tells of another vehicle than before. */
    VEHICLE_CHANGED;

    /** As the REST interface and the history write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
