package io.muster.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program under measurement, as a process of its own. */
final class Server implements AutoCloseable {

    static final String TOKEN = "mst_benchmark0123456789benchmark0123456789";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern HEAP =
            Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} ([0-9.E+]+)$");

    /** A line of {@code /proc/…/task/…/stat}: the thread's name in brackets, and its times in the system and outside. */
    private static final Pattern COMPILER =
            Pattern.compile("\\(C[12] Compiler[^)]*\\) \\S(?: \\S+){10} (\\d+) (\\d+) ");

    private final Process process;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int httpPort;
    private final int managementPort;

    private Server(List<String> command, Map<String, String> environment, Path log, int httpPort, int managementPort)
            throws IOException {
        this.log = log;
        this.httpPort = httpPort;
        this.managementPort = managementPort;
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(MUSTER|SPRING|SERVER|MANAGEMENT)_.*"));
        builder.environment().putAll(environment);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Muster, packaged, with an owner and an owner's token. */
    static Server muster(Path directory, Map<String, String> settings) throws IOException, InterruptedException {
        int http = freePort();
        int management = freePort();
        Map<String, String> environment = new java.util.HashMap<>(settings);
        environment.put("SERVER_PORT", String.valueOf(http));
        environment.put("MANAGEMENT_SERVER_PORT", String.valueOf(management));
        environment.put("MUSTER_DATA_DIR", directory.toString());
        environment.put("MUSTER_SETUP_ACCOUNT", "Benchmark");
        environment.put("MUSTER_SETUP_EMAIL", "bench@example.com");
        environment.put("MUSTER_SETUP_PASSWORD", "slow green tractors");
        environment.put("MUSTER_SETUP_API_TOKEN", TOKEN);
        environment.put("MUSTER_API_RATE_PER_MINUTE", "1000000");
        List<String> command = new ArrayList<>(
                List.of(java(), "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        if (Boolean.getBoolean("bench.profile")) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + directory.resolve("muster.jfr"));
        }
        command.addAll(List.of("-jar", System.getProperty("muster.jar")));
        Server server = new Server(
                command,
                environment,
                directory.resolve("muster.log"),
                http,
                management);
        server.awaitReadiness();
        return server;
    }

    /** A class of the benchmark, which says "ready" when it is. */
    static Server program(Path directory, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Server server =
                new Server(command, Map.of(), directory.resolve(main.getSimpleName() + ".log"), 0, 0);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!server.log().contains("ready")) {
            server.orGiveUp(end);
        }
        return server;
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return JsonMapper.shared().readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    /** Id of the account's customer. */
    String home() throws IOException, InterruptedException {
        return get("/api/v1/me").path("customer").path("id").asString();
    }

    /** Heap in use after a full collection, in MB. */
    double heapMb() throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid(), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus"))
                .build();
        Matcher used = HEAP.matcher(http.send(request, BodyHandlers.ofString()).body());
        double bytes = 0;
        while (used.find()) {
            bytes += Double.parseDouble(used.group(1));
        }
        return bytes / 1e6;
    }

    /** Memory of the whole process, in MB (Linux). */
    double residentMb() throws IOException {
        return Files.readAllLines(Path.of("/proc", pid(), "status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElse(Double.NaN)
                / 1e3;
    }

    /** Processor time that its compiler has taken so far (Linux, with its usual hundred ticks a second). */
    Duration compiling() throws IOException {
        long ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", pid(), "task"))) {
            for (Path thread : threads.toList()) {
                Matcher compiler = COMPILER.matcher(stat(thread));
                if (compiler.find()) {
                    ticks += Long.parseLong(compiler.group(1)) + Long.parseLong(compiler.group(2));
                }
            }
        }
        return Duration.ofMillis(10 * ticks);
    }

    private static String stat(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("stat"));
        } catch (NoSuchFileException e) {
            // It has ended in the meantime.
            return "";
        }
    }

    private String pid() {
        return String.valueOf(process.pid());
    }

    private void awaitReadiness() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + httpPort + "/actuator/health/readiness"))
                .build();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (http.send(request, BodyHandlers.ofString()).body().contains("\"UP\"")) {
                    return;
                }
            } catch (ConnectException e) {
                // Not yet.
            }
            orGiveUp(end);
        }
    }

    private void orGiveUp(long end) throws IOException, InterruptedException {
        if (!process.isAlive() || System.nanoTime() > end) {
            throw new IOException("It did not start:\n" + log());
        }
        TimeUnit.MILLISECONDS.sleep(100);
    }

    private String log() throws IOException {
        return Files.readString(log);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
