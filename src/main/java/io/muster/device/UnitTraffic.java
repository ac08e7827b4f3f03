package io.muster.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Port: how it goes between units and this instance of the program. */
public interface UnitTraffic {

    State state();

    /** What keeps units from being heard; the worst comes first. */
    enum Health {
        /** The disk with the data directory is almost full. */
        DISK_FULL,
        /** The database cannot be reached; what units send waits at the broker. */
        DATABASE_AWAY,
        /** The broker cannot be reached, or does not let the program in. */
        BROKER_AWAY,
        /** Messages wait for long. */
        SLOW,
        WELL
    }

    /**
     * How it goes, since this instance was started.
     *
     * @param broker         address of the broker
     * @param connectedSince null while there is no link to the broker
     * @param lastMinute     messages that came within the last 60 seconds
     * @param refused        messages that were refused, by the code of the reason
     * @param retries        batches that were tried again
     * @param waiting        messages that wait to be taken
     * @param lag            for how long the oldest of them waits
     * @param dropped        messages that did not fit into the queue; those of QoS 1 come again
     * @param untold         units of which an external broker has yet to be told
     * @param missing        units that an external broker does not know, and whose credentials have to be reset
     * @param freeBytes      room on the disk of the data directory
     */
    record State(
            Health health,
            String broker,
            @Nullable Instant connectedSince,
            long received,
            long lastMinute,
            Map<String, Long> refused,
            long retries,
            long waiting,
            Duration lag,
            long dropped,
            long untold,
            long missing,
            long freeBytes,
            @Nullable Trouble lastTrouble) {}

    /** The last thing that went wrong. */
    record Trouble(Instant at, String what) {}
}
