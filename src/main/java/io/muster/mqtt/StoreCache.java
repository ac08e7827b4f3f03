package io.muster.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import org.springframework.util.FileSystemUtils;

/**
 * The memory in which the embedded broker's store (Xodus) keeps what it has read and written. The broker lets it have a quarter
 * of the heap, and has no setting for it. All stores of a program share one cache, which the first of them makes; so a store
 * that nobody needs is opened first.
 */
final class StoreCache {

    private static final long BYTES = 64L * 1024 * 1024;

    private StoreCache() {}

    /** Before the broker starts; once is enough for a program. */
    static void limit() throws IOException {
        Path directory = Files.createTempDirectory("muster-store-cache");
        try {
            Environments.newInstance(
                            directory.toFile(),
                            new EnvironmentConfig().setMemoryUsage(BYTES).setLogCacheUseNio(false))
                    .close();
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
