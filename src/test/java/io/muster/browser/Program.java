package io.muster.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The packaged program, as a process of its own with an empty data directory and free ports. */
final class Program implements AutoCloseable {

    static final String BOOTSTRAP_PASSWORD = "bootstrap-password";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern CODE = Pattern.compile("one-time code: (\\S+)");

    private final ProcessBuilder builder;
    private final List<String> command;
    private Process process;
    private final Path log;
    private final int port;
    private final int mqttPort;
    private final Map<String, String> settings;

    private Program(Map<String, String> settings) throws IOException {
        this.settings = Map.copyOf(settings);
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "browser")), "data")
                .toAbsolutePath();
        log = directory.resolve("muster.log");
        port = freePort();
        mqttPort = freePort();
        command = PreparedProgram.command();
        builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(MUSTER|SPRING|SERVER|MANAGEMENT)_.*"));
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("MUSTER_DATA_DIR", directory.toString());
        environment.put("MUSTER_MQTT_PORT", String.valueOf(mqttPort));
        environment.put("MUSTER_MQTT_BOOTSTRAP_PASSWORD", BOOTSTRAP_PASSWORD);
        environment.put("MUSTER_PUBLIC_URL", url());
        // Tests ask nobody outside for anything.
        environment.put("MUSTER_MAP_TILES", "");
        environment.putAll(settings);
        process = builder.start();
        // Should the tests be killed, the program is not to stay behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts it, and waits until it is there.
     *
     * @param settings as environment variables
     */
    static Program start(Map<String, String> settings) {
        try {
            Program program = new Program(settings);
            program.awaitReadiness();
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in the middle of whatever it does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Stops it as an operator does.
     *
     * @return how long it took
     */
    Duration stop() {
        long begin = System.nanoTime();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The program does not stop:\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /**
     * Starts it on the same data, after it was ended.
     *
     * @return how long it took until it was ready
     */
    Duration startAgain() throws IOException {
        long begin = System.nanoTime();
        launch();
        awaitReadiness();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Starts it on the same data, after it was ended, without waiting for it. */
    void launch() throws IOException {
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** What an orchestrator is answered that asks whether it is ready; -1 when it is not there. */
    int readiness() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
                .timeout(PATIENCE)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Stops it as an operator does, and starts it on the same data with these options. */
    void restart(String... options) {
        stop();
        try {
            List<String> line = new ArrayList<>(command);
            line.addAll(List.of(options));
            process = builder.command(line).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReadiness();
    }

    /**
     * Runs it once more beside itself, on the same data and with one option, until it ends.
     *
     * @return its exit code
     */
    int beside(String option) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add(option);
        ProcessBuilder other = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        other.environment().putAll(builder.environment());
        Process beside = other.start();
        if (!beside.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            beside.destroyForcibly();
            throw new IllegalStateException("It does not end:\n" + log());
        }
        return beside.exitValue();
    }

    /** The link that the terminal shows to whoever recovers an owner. */
    String recoveryLink(String address) {
        Matcher found = Pattern.compile("new password for " + Pattern.quote(address) + "\\. .*: (http\\S+)")
                .matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("There is no link on the terminal:\n" + log());
        }
        return found.group(1);
    }

    /** The terminal shows this. */
    boolean says(String text) {
        return log().contains(text);
    }

    /** What a setting was that it was started with. */
    String setting(String name) {
        return settings.get(name);
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int mqttPort() {
        return mqttPort;
    }

    /** The code that opens the set-up page, as whoever reads the log finds it. */
    String setupCode() {
        Matcher found = CODE.matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("There is no code in the log:\n" + log());
        }
        return found.group(1);
    }

    /** As an orchestrator does: set-up from the settings is done by then. */
    private void awaitReadiness() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (true) {
                try {
                    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                    if (answer.statusCode() == 200 && answer.body().equals("{\"status\":\"UP\"}")) {
                        return;
                    }
                } catch (ConnectException e) {
                    // Not yet.
                }
                if (!process.isAlive() || System.nanoTime() > end) {
                    throw new IllegalStateException("The program is not there:\n" + log());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            leaveNothingButTheLog();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data of one program are up to two gigabytes, most of it room that the broker sets aside. */
    private void leaveNothingButTheLog() throws IOException {
        List<Path> data;
        try (Stream<Path> all = Files.list(log.getParent())) {
            data = all.filter(one -> !one.equals(log)).toList();
        }
        for (Path one : data) {
            FileSystemUtils.deleteRecursively(one);
        }
    }
}
