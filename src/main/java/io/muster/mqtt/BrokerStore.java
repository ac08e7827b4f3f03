package io.muster.mqtt;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.migration.meta.PersistenceType;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the embedded broker keeps on the disk, made small. On its own measure it sets aside a tenth of the machine's memory as
 * files, and opens 72 databases at each start: that is for millions of clients. What was laid out by an earlier start keeps its
 * layout, since what is in it would not be found in another one.
 */
final class BrokerStore {

    /** Room that a new store takes at once, with some for the first units. */
    static final long LEAST_BYTES = 160L * 1024 * 1024;

    private static final int BUCKETS = 8;
    /** Of all payloads together: what has been written and not yet sorted, and what has been read. */
    private static final long BYTES = 64L * 1024 * 1024;

    private final Path persistence;

    /** @param data directory in which the broker makes its store */
    BrokerStore(Path data) {
        persistence = data.resolve("persistence");
    }

    /** Nothing has been laid out yet. */
    boolean isNew() {
        return Files.notExists(persistence);
    }

    /** Before the broker starts. */
    void limit() throws IOException {
        InternalConfigurations.PERSISTENCE_BUCKET_COUNT.set(BUCKETS);
        int payloads = buckets("publish_payload_store");
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(payloads == 0 ? BUCKETS : payloads);
        InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.set(
                buckets("retained_messages") == 0 ? PersistenceType.FILE : PersistenceType.FILE_NATIVE);
        int portion =
                portion(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize());
        InternalConfigurations.PAYLOAD_PERSISTENCE_MEMTABLE_SIZE_PORTION.set(portion);
        InternalConfigurations.PAYLOAD_PERSISTENCE_BLOCK_CACHE_SIZE_PORTION.set(portion);
    }

    /** How often {@link #BYTES} go into the memory of the machine, as the broker wants it said. */
    static int portion(long memory) {
        return (int) Math.max(1, memory / BYTES);
    }

    /** In how many databases a store of RocksDB is; 0 when there is none. */
    private int buckets(String store) throws IOException {
        Path directory = persistence.resolve(store);
        if (Files.notExists(directory)) {
            return 0;
        }
        int buckets = 0;
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(directory, "*_R")) {
            for (Path version : versions) {
                try (Stream<Path> each = Files.list(version)) {
                    buckets += (int) each.filter(Files::isDirectory).count();
                }
            }
        }
        return buckets;
    }
}
