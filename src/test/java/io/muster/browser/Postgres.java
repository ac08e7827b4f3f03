package io.muster.browser;

import io.muster.Rig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that is stopped, killed and started again on the same port and files. */
final class Postgres implements AutoCloseable {

    private final Path files;
    private final int port = Rig.freePort();
    private EmbeddedPostgres server;

    Postgres(Path parent) throws IOException {
        files = Files.createTempDirectory(parent, "postgres").toAbsolutePath();
        start();
    }

    void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setCleanDataDirectory(false)
                .setPort(port)
                // For tests it is off otherwise: whoever is killed then loses what has been committed.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    void stop() throws IOException {
        server.close();
    }

    /** Ends all its processes in the middle of whatever they do. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(files.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
