package io.muster.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How much room there is on the disk of the data directory. It is looked up at most once a second. */
@Component
class DiskSpace {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);

    /** With less than this the journals of the database and of the embedded broker soon cannot grow. */
    private static final long LEAST_BYTES = 64L * 1024 * 1024;

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path directory;
    private final long least;
    private volatile long lookedAt;
    private volatile long free;

    @Autowired
    DiskSpace(MqttSettings settings) {
        this(settings, LEAST_BYTES);
    }

    /** @param least what counts as low, in bytes */
    DiskSpace(MqttSettings settings, long least) {
        this.directory = settings.dataDir().toAbsolutePath();
        this.least = least;
        look();
    }

    boolean isLow() {
        return free() < least;
    }

    /** In bytes. */
    long free() {
        if (System.nanoTime() - lookedAt > FRESH_NANOS) {
            look();
        }
        return free;
    }

    private void look() {
        lookedAt = System.nanoTime();
        try {
            Path there = Files.exists(directory) ? directory : directory.getRoot();
            free = Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            LOG.warn("The room on the disk of {} is not known: {}", directory, e.toString());
            free = Long.MAX_VALUE;
        }
    }
}
