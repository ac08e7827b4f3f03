package io.muster.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's Mosquitto as Muster ships it, but open to everybody: a client then speaks for many units. */
final class Mosquitto implements AutoCloseable {

    final int port;
    private final Process process;

    Mosquitto(Path home) throws IOException, InterruptedException {
        port = Server.freePort();
        Files.createDirectories(home);
        String shipped = Files.readString(Path.of("docker", "mosquitto", "mosquitto.conf"));
        String open = shipped.replaceAll("(?m)^(password_file|acl_file|plugin|plugin_opt_config_file).*$", "")
                .replace("allow_anonymous false", "allow_anonymous true")
                .replace("/mosquitto/data/", home + "/")
                .replace("listener 1883", "listener " + port + " 127.0.0.1");
        Path config = Files.writeString(home.resolve("mosquitto.conf"), open + "\nuser root\n");
        process = new ProcessBuilder("/usr/sbin/mosquitto", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("mosquitto.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IOException("Mosquitto did not start: " + Files.readString(home.resolve("mosquitto.log")));
    }

    @Override
    public void close() {
        process.destroy();
    }
}
