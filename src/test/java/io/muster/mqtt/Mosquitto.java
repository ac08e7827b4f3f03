package io.muster.mqtt;

import io.muster.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debian's Mosquitto on a free port, set up by the very files that {@code docker/mosquitto} ships. It does not know the
 * passwords that Muster issues: like an operator, a test has to {@link #allow} a unit in.
 */
public final class Mosquitto implements AutoCloseable {

    public static final String LISTENER_PASSWORD = "listener-password";

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Path SHIPPED = Path.of("docker", "mosquitto");

    private final Path directory;
    private final Path passwords;
    private final int port;
    private final Process process;

    private Mosquitto(Path directory, int port) throws IOException {
        this.directory = directory;
        this.passwords = directory.resolve("passwords");
        this.port = port;
        Files.createFile(passwords);
        password("listener", LISTENER_PASSWORD);
        password("bootstrap", Rig.BOOTSTRAP_PASSWORD);
        Path acl = Files.copy(SHIPPED.resolve("acl"), directory.resolve("acl"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String config = Files.readString(SHIPPED.resolve("mosquitto.conf"))
                .replace("/mosquitto/config/passwords", passwords.toString())
                .replace("/mosquitto/config/acl", acl.toString())
                .replace("/mosquitto/data/", directory + "/")
                .replace("listener 1883", "listener " + port + " 127.0.0.1");
        // As root, it would otherwise become a user who cannot read a directory of root's.
        Path file = Files.writeString(directory.resolve("mosquitto.conf"), config + "\nuser root\n");
        process = new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("mosquitto.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        awaitPort();
    }

    /** Starts one in a directory of its own. */
    public static Mosquitto start(Path parent) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException("These tests need mosquitto: apt-get install mosquitto");
        }
        try {
            Path directory = Files.createTempDirectory(parent, "mosquitto").toAbsolutePath();
            return new Mosquitto(directory, Rig.freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Lets a user in, from now on. */
    public synchronized void allow(String user, String password) {
        try {
            password(user, password);
            new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            // It reads the file when it comes round to it.
            TimeUnit.MILLISECONDS.sleep(300);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void password(String user, String password) throws IOException {
        try {
            int code = new ProcessBuilder(List.of("mosquitto_passwd", "-b", passwords.toString(), user, password))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("mosquitto_passwd failed with " + code);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPort() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
                return;
            } catch (IOException e) {
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        throw new IllegalStateException(
                "mosquitto did not start: " + Files.readString(directory.resolve("mosquitto.log")));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
