package io.muster.user;

import io.muster.access.Actor;
import io.muster.access.Sight;
import io.muster.kernel.LocationId;
import java.util.Map;

/** Port: how many devices a user sees, and why. The module of the devices answers it. */
public interface SeenDevices {

    /**
     * Devices that somebody sees.
     *
     * @param assigned   those of them that are assigned directly
     * @param atLocation those of them at each of the user's own locations
     */
    record Counts(long seen, long assigned, Map<LocationId, Long> atLocation) {

        public static final Counts NONE = new Counts(0, 0, Map.of());

        public Counts {
            atLocation = Map.copyOf(atLocation);
        }
    }

    /** What is in sight, in so far as the viewer knows the devices at least by name. */
    Counts count(Actor viewer, Sight sight);
}
