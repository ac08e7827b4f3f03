package io.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.bench.Load.Client;
import io.muster.bench.Load.Result;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/**
 * How many units a second are registered and updated: {@code ./mvnw verify -Pbench-units}. The table goes to
 * {@code target/bench/units.md}. {@code -Dbench.units=…} makes it smaller; {@code -Dbench.endurance=…}, and with the embedded
 * broker {@code -Dbench.embedded-endurance=…}, set the number of announcements over which the heap is watched.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnitsBench {

    private static final int UNITS = Integer.getInteger("bench.units", 100_000);
    private static final int ENDURANCE = Integer.getInteger("bench.endurance", 1_000_000);
    private static final int EMBEDDED_ENDURANCE = Integer.getInteger("bench.embedded-endurance", UNITS);
    /** Announcements of a round of {@link WarmUp}; the same for what is measured and for its limit. */
    private static final int ROUND = UNITS / 5;

    private static final int BURST = Math.min(10_000, UNITS);
    private static final int PUBLISHERS = 100;
    private static final int EMBEDDED_UNITS = 500;
    private static final int WINDOW = 20;
    private static final int PATIENCE_S = 20;

    /** Parts of what goes at most, at which it is measured how long an answer takes; and how long it may take. */
    private static final Map<Double, String> SHARES = new TreeMap<>(Map.of(0.2, "2 / 20 ms", 0.8, "20 / 300 ms"));

    private static final int RATED_S = 10;

    /** What the bare pipeline, or Muster, does in a second, and how long its answers take at each of the shares. */
    private record Pace(double first, double again, Map<Double, Latencies> latencies) {}

    private static final Report REPORT = new Report();
    private static Path directory;
    private static int run;

    @BeforeAll
    static void prepare() throws IOException {
        directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run")
                .toAbsolutePath();
    }

    @AfterAll
    static void report() throws IOException {
        REPORT.write(Path.of("target", "bench", "units.md"));
    }

    @Test
    @Order(1)
    void with_postgresql_and_mosquitto() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            String bareUrl = bareDatabase(postgres);
            rawUpserts(bareUrl);
            Pace bare;
            try (Mosquitto broker = new Mosquitto("bare")) {
                bare = barePipeline(bareUrl, broker.port);
            }
            try (Mosquitto broker = new Mosquitto("muster");
                    Server muster = Server.muster(
                            Files.createDirectories(directory.resolve("external")),
                            Map.of(
                                    "SPRING_DATASOURCE_URL", url,
                                    "SPRING_DATASOURCE_USERNAME", "postgres",
                                    "SPRING_DATASOURCE_PASSWORD", "",
                                    "MUSTER_MQTT_EMBEDDED", "false",
                                    "MUSTER_MQTT_URL", "mqtt://127.0.0.1:" + broker.port,
                                    "MUSTER_MQTT_USERNAME", "listener",
                                    "MUSTER_MQTT_PASSWORD", "listener"))) {
                muster(muster, broker.port, bare);
            }
        }
    }

    /** The bare pipeline's table stands apart, because Muster begins with an empty database. */
    private static String bareDatabase(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database bare");
        }
        return postgres.getJdbcUrl("postgres", "bare");
    }

    private static void rawUpserts(String url) throws Exception {
        try (Database database = new Database(url)) {
            database.clear();
            for (String what : List.of("new rows", "the same rows again")) {
                long begin = System.nanoTime();
                for (int from = 0; from < UNITS; from += 1000) {
                    database.write(IntStream.range(from, Math.min(UNITS, from + 1000))
                            .mapToObj(n -> new Database.Unit(
                                    "raw" + n, "m" + n, "boot-0001", n, "1.0", "350000000000000", "89450000000000000000"))
                            .toList());
                }
                REPORT.limit("raw upserts by 1,000, " + what, UNITS / ((System.nanoTime() - begin) / 1e9));
            }
            database.clear();
        }
    }

    private static Pace barePipeline(String url, int port) throws Exception {
        try (Server pipeline = Server.program(directory, BarePipeline.class, String.valueOf(port), url);
                Load load = new Load(port, publishers(List.of("muster/v1/+/registration")))) {
            warmUp("bare pipeline", pipeline, load, "");
            Cost cost = new Cost();
            double first = load.send(traffic("u", 0, ""), UNITS, 0, WINDOW, PATIENCE_S, true).perSecond();
            REPORT.limit("bare pipeline, new units", first);
            cost(cost);
            cost = new Cost();
            double again = load.send(traffic("u", 1, ""), UNITS, 0, WINDOW, PATIENCE_S, true).perSecond();
            REPORT.limit("bare pipeline, known units", again);
            cost(cost);
            return new Pace(first, again, latencies("bare pipeline", pipeline, load, again, 2));
        }
    }

    private static void muster(Server muster, int port, Pace bare) throws Exception {
        String token = muster.post(
                        "/api/v1/enrolment-tokens",
                        "{\"name\":\"bench\",\"customerId\":\"" + muster.home() + "\",\"maxUses\":1000000,\"autoAccept\":true}")
                .path("token")
                .asString();
        String facts = ",\"token\":\"" + token + "\"";
        try (Load load = new Load(port, publishers(List.of("muster/v1/+/registration")))) {
            warmUp("Muster", muster, load, facts);
            Cost cost = new Cost();
            Result first = complete(load.send(traffic("u", 0, facts), UNITS, 0, WINDOW, PATIENCE_S, true));
            REPORT.rate("first registrations, PostgreSQL + Mosquitto", first.perSecond(), bare.first(), 0.6);
            cost(cost);
            cost = new Cost();
            Result again = complete(load.send(traffic("u", 1, ""), UNITS, 0, WINDOW, PATIENCE_S, true));
            REPORT.rate("re-announcements, PostgreSQL + Mosquitto", again.perSecond(), bare.again(), 0.7);
            cost(cost);
            latencies("Muster", muster, load, again.perSecond(), 2)
                    .forEach((share, took) -> REPORT.beside(
                            String.format(Locale.ROOT, "announce → reply at %.0f %% load, p50 / p99", share * 100),
                            took.toString(),
                            bare.latencies().get(share).toString(),
                            SHARES.get(share)));
            int seq = 2 + (WarmUp.MOST + 1) * SHARES.size();
            Result burst = complete(load.send(traffic("u", seq++, ""), BURST, 0, BURST, PATIENCE_S, true));
            REPORT.note(
                    "burst of " + BURST + " units, all answered",
                    String.format(Locale.ROOT, "%.2f s", burst.seconds()),
                    "5 s");
            endurance(muster, load, seq);
        }
    }

    /** Units of each round announce themselves for the first time and once more. */
    private static void warmUp(String who, Server program, Load load, String facts) throws Exception {
        warmUp(who, program, round -> {
            String prefix = String.valueOf((char) ('a' + round));
            complete(load.send(traffic(prefix, 0, facts), ROUND, 0, WINDOW, PATIENCE_S, true));
            complete(load.send(traffic(prefix, 1, ""), ROUND, 0, WINDOW, PATIENCE_S, true));
        });
    }

    private static void warmUp(String who, Server program, WarmUp.Round round) throws Exception {
        REPORT.note("warm-up of " + who, WarmUp.of(program, round), "");
    }

    /**
     * At each share of what goes at most. A batch of one takes other ways through the program than a batch of hundreds, which the
     * compiler has yet to see.
     */
    private static Map<Double, Latencies> latencies(String who, Server program, Load load, double most, int firstSeq)
            throws Exception {
        Map<Double, Latencies> latencies = new TreeMap<>();
        int seq = firstSeq;
        for (double share : SHARES.keySet()) {
            double rate = most * share;
            int count = (int) Math.min(UNITS, rate * RATED_S);
            int warm = seq;
            seq += WarmUp.MOST + 1;
            warmUp(
                    String.format(Locale.ROOT, "%s at %.0f %% load", who, share * 100),
                    program,
                    round -> complete(
                            load.send(traffic("u", warm + round, ""), count, rate, 1000, PATIENCE_S, true)));
            Cost cost = new Cost();
            latencies.put(
                    share,
                    complete(load.send(traffic("u", seq - 1, ""), count, rate, 1000, PATIENCE_S, true))
                            .latencies());
            REPORT.note(
                    String.format(Locale.ROOT, "processor time at %.0f %% load, µs each", share * 100),
                    cost.each(count),
                    "");
        }
        return latencies;
    }

    private static void cost(Cost cost) {
        REPORT.note("processor time of that, µs each", cost.each(UNITS), "");
    }

    private static void endurance(Server muster, Load load, int firstSeq) throws Exception {
        int seq = firstSeq;
        double before = muster.heapMb();
        int sent = 0;
        while (sent < ENDURANCE) {
            int count = Math.min(UNITS, ENDURANCE - sent);
            complete(load.send(traffic("u", seq++, ""), count, 0, WINDOW, PATIENCE_S, true));
            sent += count;
        }
        double after = muster.heapMb();
        REPORT.note(
                String.format(Locale.ROOT, "heap before and after %,d announcements, and RSS", sent),
                String.format(Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, after, muster.residentMb()),
                "no growth");
    }

    @Test
    @Order(2)
    void with_what_muster_brings_along() throws Exception {
        int count = UNITS;
        double alone;
        int port = Server.freePort();
        Path lone = Files.createDirectories(directory.resolve("lone"));
        try (Server broker = Server.program(directory, LoneBroker.class, String.valueOf(port), lone.toString());
                Load load = new Load(port, publishers(List.of("muster/v1/+/announce")))) {
            // The announcement itself is what arrives; it counts as its own answer.
            warmUp(
                    "the broker alone",
                    broker,
                    round -> complete(load.send(
                            echo(new Traffic("u", EMBEDDED_UNITS, ++run, 0, "boot-0001", "")),
                            ROUND,
                            0,
                            WINDOW,
                            PATIENCE_S,
                            true)));
            alone = complete(load.send(
                            echo(new Traffic("u", EMBEDDED_UNITS, ++run, 0, "boot-0001", "")),
                            count,
                            0,
                            WINDOW,
                            PATIENCE_S,
                            true))
                    .perSecond();
        }
        int mqtt = Server.freePort();
        try (Server muster = Server.muster(
                Files.createDirectories(directory.resolve("embedded")),
                Map.of("MUSTER_MQTT_PORT", String.valueOf(mqtt)))) {
            String home = muster.home();
            List<Client> units = new ArrayList<>();
            Traffic names = new Traffic("u", EMBEDDED_UNITS, 0, 0, "", "");
            for (int i = 0; i < EMBEDDED_UNITS; i++) {
                JsonNode device = muster.post(
                        "/api/v1/devices",
                        "{\"unitId\":\"" + names.unit(i) + "\",\"customerId\":\"" + home + "\",\"accept\":true}");
                units.add(new Client(
                        names.unit(i),
                        names.unit(i),
                        device.path("mqtt").path("password").asString(),
                        List.of("muster/v1/" + names.unit(i) + "/registration")));
            }
            try (Load load = new Load(mqtt, units)) {
                warmUp(
                        "Muster with its own broker",
                        muster,
                        round -> complete(load.send(
                                new Traffic("u", EMBEDDED_UNITS, ++run, (long) round * ROUND, "boot-0001", ""),
                                ROUND,
                                0,
                                4,
                                PATIENCE_S,
                                true)));
                Cost cost = new Cost();
                Result again = complete(load.send(
                        new Traffic("u", EMBEDDED_UNITS, ++run, 1_000_000, "boot-0001", ""),
                        count,
                        0,
                        4,
                        PATIENCE_S,
                        true));
                REPORT.rate("re-announcements, H2 + HiveMQ in the program", again.perSecond(), alone, 0.4);
                cost(cost);
                embeddedEndurance(muster, load);
            }
        }
    }

    private static void embeddedEndurance(Server muster, Load load) throws Exception {
        double before = muster.heapMb();
        int firstSeq = 2_000_000;
        complete(load.send(
                new Traffic("u", EMBEDDED_UNITS, ++run, firstSeq, "boot-0001", ""),
                EMBEDDED_ENDURANCE,
                0,
                4,
                PATIENCE_S,
                true));
        REPORT.note(
                String.format(
                        Locale.ROOT, "with its own broker: heap before and after %,d more, and RSS", EMBEDDED_ENDURANCE),
                String.format(
                        Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, muster.heapMb(), muster.residentMb()),
                "no growth");
    }

    /** The message says of itself what it answers, so that it is recognised when it arrives. */
    private static Traffic echo(Traffic traffic) {
        return new Traffic(traffic.prefix(), traffic.units(), traffic.run(), traffic.seq(), traffic.boot(), Traffic.ECHO);
    }

    private static Traffic traffic(String prefix, int seq, String facts) {
        return new Traffic(prefix, UNITS, ++run, seq, "boot-0001", facts);
    }

    private static Result complete(Result result) {
        assertThat(result.answered()).as("answered of " + result.sent()).isEqualTo(result.sent());
        return result;
    }

    /** Clients that publish for all units, and one that hears the answers. */
    private static List<Client> publishers(List<String> filters) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            clients.add(new Client("bench-" + ++run + "-" + i, "", "", List.of()));
        }
        clients.add(new Client("bench-listener-" + ++run, "", "", filters));
        return clients;
    }

    /** Debian's Mosquitto as Muster ships it, but open to everybody: a client then speaks for many units. */
    private static final class Mosquitto implements AutoCloseable {

        final int port;
        private final Process process;

        Mosquitto(String name) throws IOException, InterruptedException {
            port = Server.freePort();
            Path home = Files.createDirectories(directory.resolve("mosquitto-" + name));
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
}
