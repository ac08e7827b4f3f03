package io.muster.mqtt;

import io.muster.Rig;
import io.muster.kernel.UnitId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Debian's Mosquitto on a free port, set up by the very files that {@code docker/mosquitto} ships. Muster tells it which units
 * may sign in; others a test can {@link #allowByHand}, like an operator.
 */
public final class Mosquitto implements AutoCloseable {

    public static final String LISTENER_PASSWORD = "listener-password";

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Path SHIPPED = Path.of("docker", "mosquitto");

    private final Path directory;
    private final Path passwords;
    private final int port;
    private final Path file;
    private Process process;

    private Mosquitto(Path directory, int port) throws IOException {
        this.directory = directory;
        this.passwords = directory.resolve("passwords");
        this.port = port;
        Files.createFile(passwords);
        password("listener", LISTENER_PASSWORD);
        password("bootstrap", Rig.BOOTSTRAP_PASSWORD);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        String config = Files.readString(SHIPPED.resolve("mosquitto.conf"))
                .replace("/mosquitto/config/passwords", passwords.toString())
                .replace("/mosquitto/data/", directory + "/")
                .replace("/usr/lib/mosquitto_dynamic_security.so", pluginFile().toString())
                .replace("listener 1883", "listener " + port + " 127.0.0.1");
        forgetUnits();
        // As root, it would otherwise become a user who cannot read a directory of root's.
        Path file = Files.writeString(directory.resolve("mosquitto.conf"), config + "\nuser root\n");
        this.file = file;
        process = run();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        awaitPort();
    }

    private Process run() throws IOException {
        return new ProcessBuilder(PROGRAM.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("mosquitto.log").toFile()))
                .start();
    }

    private static Path pluginFile() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"), 2, (path, attributes) -> path.endsWith("mosquitto_dynamic_security.so"))) {
            return files.findFirst()
                    .orElseThrow(() -> new IllegalStateException("mosquitto_dynamic_security.so is missing"));
        }
    }

    /** Stops it. */
    synchronized void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Ends it in the middle of whatever it does. */
    public synchronized void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on what it has kept. */
    public synchronized void startAgain() throws IOException {
        process = run();
        awaitPort();
    }

    /** It knows nobody but those two whom the shipped files know; to be called while it is stopped. */
    void forgetUnits() throws IOException {
        Files.copy(
                SHIPPED.resolve("first-users.json"),
                directory.resolve("dynamic-security.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Waits until Muster has told it of a unit's password. */
    public void awaitAllowed(String user, String password) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(30))
                .until(() -> admits(user, password));
    }

    /** Whether it lets somebody in; by hand, because a client of Paho's takes a second to leave. */
    boolean admits(String user, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(2000);
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            DataOutputStream connect = new DataOutputStream(body);
            connect.writeUTF("MQTT");
            connect.write(new byte[] {4, (byte) 0xC2, 0, 10});
            connect.writeUTF("knock" + System.nanoTime());
            connect.writeUTF(user);
            connect.writeUTF(password);
            if (body.size() > 127) {
                socket.getOutputStream().write(new byte[] {
                    0x10, (byte) (body.size() % 128 | 0x80), (byte) (body.size() / 128)
                });
            } else {
                socket.getOutputStream().write(new byte[] {0x10, (byte) body.size()});
            }
            socket.getOutputStream().write(body.toByteArray());
            byte[] answer = socket.getInputStream().readNBytes(4);
            socket.getOutputStream().write(new byte[] {(byte) 0xE0, 0});
            return answer.length == 4 && answer[3] == 0;
        } catch (IOException e) {
            return false;
        }
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

    /** Lets a user in, from now on, to the topics of the unit of that name. */
    public void allowByHand(String user, String password) {
        UnitId unit = new UnitId(user);
        String role = "of-the-operator-" + user;
        ObjectNode client =
                DynamicSecurity.command("createClient").put("username", user).put("password", password);
        client.putArray("roles").addObject().put("rolename", role);
        try (DynamicSecurity plugin = plugin()) {
            // Muster may be about to remove its own user of that name.
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(10)).until(() -> {
                List<JsonNode> answers = plugin.run(List.of(
                        DynamicSecurity.command("deleteRole").put("rolename", role),
                        UnitRoles.withTopics(
                                DynamicSecurity.command("createRole").put("rolename", role), unit),
                        client));
                return !answers.getLast().has("error");
            });
        } catch (LinkBroken e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its plugin, as an operator speaks to it. */
    DynamicSecurity plugin() throws LinkBroken {
        return DynamicSecurity.open(
                "tcp://127.0.0.1:" + port, "operator-" + System.nanoTime(), "listener", LISTENER_PASSWORD);
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
