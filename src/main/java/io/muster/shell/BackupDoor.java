package io.muster.shell;

import io.muster.kernel.OwnerOnly;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Hands out a copy of the built-in database while the program runs, to {@link Backup}, which cannot open the database itself
 * meanwhile: by a socket in the data directory, which nobody can reach who could not read the database anyway.
 *
 * <p>Answers each connection with {@link #DONE} and an archive as H2 makes it, or with {@link #FAILED} and why, in UTF-8.
 */
@Component
class BackupDoor {

    static final byte DONE = 1;
    static final byte FAILED = 0;

    private static final String FILE = "backup.sock";
    private static final Logger LOG = LoggerFactory.getLogger(BackupDoor.class);

    private final DataSource database;
    private final String url;
    private final Path directory;
    private @Nullable ServerSocketChannel door;

    BackupDoor(
            DataSource database,
            @Value("${spring.datasource.url}") String url,
            @Value("${muster.data-dir}") Path directory) {
        this.database = database;
        this.url = url;
        this.directory = directory;
    }

    /** Where the door of a data directory is; the shorter way of writing it, since systems allow only about a hundred bytes. */
    static UnixDomainSocketAddress address(Path directory) {
        Path whole = directory.resolve(FILE).toAbsolutePath().normalize();
        Path here = Path.of("").toAbsolutePath();
        Path file = whole;
        if (whole.getRoot().equals(here.getRoot())) {
            Path fromHere = here.relativize(whole);
            file = fromHere.toString().length() < whole.toString().length() ? fromHere : whole;
        }
        return UnixDomainSocketAddress.of(file);
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
        if (!Backup.isBuiltIn(url)) {
            return;
        }
        UnixDomainSocketAddress address = address(directory);
        try {
            // Of a program that was killed; two on one data directory do not get as far as this.
            Files.deleteIfExists(address.getPath());
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(address);
            OwnerOnly.claim(address.getPath());
            door = opened;
            Thread.ofVirtual().name("backup").start(() -> serve(opened));
        } catch (IOException | UnsupportedOperationException e) {
            // The way to it is too long, or the system has no such sockets; everything else works without.
            LOG.warn("Backups can be made only while the program is stopped: {} ({})", address, e.toString());
        }
    }

    @PreDestroy
    void close() throws IOException {
        if (door != null) {
            door.close();
            Files.deleteIfExists(address(directory).getPath());
        }
    }

    private void serve(ServerSocketChannel opened) {
        try {
            while (opened.isOpen()) {
                answer(opened.accept());
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The program ends", e);
        } catch (IOException e) {
            LOG.warn("No more backups can be made until the program is started again", e);
        }
    }

    private void answer(SocketChannel connection) {
        try (SocketChannel caller = connection) {
            handOut(caller);
        } catch (IOException e) {
            LOG.warn("A backup was not taken to its end: {}", e.toString());
        }
    }

    private void handOut(SocketChannel caller) throws IOException {
        Path copy = Files.createTempFile(directory, "backup", ".zip");
        try {
            try (Connection connection = database.getConnection()) {
                Backup.copy(connection, copy);
            }
            caller.write(ByteBuffer.wrap(new byte[] {DONE}));
            OutputStream out = Channels.newOutputStream(caller);
            Files.copy(copy, out);
            LOG.info("A backup of {} bytes was handed out", Files.size(copy));
        } catch (SQLException e) {
            LOG.warn("The database could not be copied", e);
            caller.write(ByteBuffer.wrap(new byte[] {FAILED}));
            caller.write(StandardCharsets.UTF_8.encode(String.valueOf(e.getMessage())));
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
