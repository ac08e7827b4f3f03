package io.muster.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Muster with PostgreSQL and Mosquitto, against the same rows written by plain upserts, and the bare pipeline. */
final class ExternalPair {

    private static final int UNITS = Course.UNITS;
    private static final int ENDURANCE = Integer.getInteger("bench.endurance", 1_000_000);
    private static final int BURST = Math.min(10_000, UNITS);
    /** Unacknowledged messages of a client that sends as fast as it may, and of one that sends at a rate. */
    private static final int WINDOW = 20;

    private static final int RATED_WINDOW = 1_000;
    private static final int RATED_S = 10;

    /** Parts of what goes at most, at which it is measured how long an answer takes; and how long it may take. */
    private static final Map<Double, String> SHARES = new TreeMap<>(Map.of(0.2, "2 / 20 ms", 0.8, "20 / 300 ms"));

    /** Rounds before the latencies: the units have told of themselves so often. */
    private static final int FIRST_RATED_SEQ = 2;

    /** What the bare pipeline does in a second, and how long its answers take at each of the shares. */
    private record Pace(double first, double again, Map<Double, Latencies> latencies) {}

    private final Course course;
    private final Report report;

    ExternalPair(Course course) {
        this.course = course;
        this.report = course.report;
    }

    void measure() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String bareUrl = bareDatabase(postgres);
            rawUpserts(bareUrl);
            Pace bare;
            try (Mosquitto broker = new Mosquitto(course.directory("mosquitto-bare"))) {
                bare = barePipeline(bareUrl, broker.port);
            }
            try (Mosquitto broker = new Mosquitto(course.directory("mosquitto-muster"));
                    Server muster = Server.muster(
                            course.directory("external"),
                            Map.of(
                                    "SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres"),
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

    private void rawUpserts(String url) throws Exception {
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
                report.limit("raw upserts by 1,000, " + what, UNITS / ((System.nanoTime() - begin) / 1e9));
            }
            database.clear();
        }
    }

    private Pace barePipeline(String url, int port) throws Exception {
        try (Server pipeline = Server.program(
                        course.directory("bare"), BarePipeline.class, String.valueOf(port), url);
                Load load = new Load(port, course.publishers("muster/v1/+/registration"))) {
            warmUp("bare pipeline", pipeline, load, "");
            Cost cost = new Cost();
            double first = course.send(load, traffic("u", 0, ""), UNITS, WINDOW).perSecond();
            report.limit("bare pipeline, new units", first);
            course.cost(cost);
            cost = new Cost();
            double again = course.send(load, traffic("u", 1, ""), UNITS, WINDOW).perSecond();
            report.limit("bare pipeline, known units", again);
            course.cost(cost);
            return new Pace(first, again, latencies("bare pipeline", pipeline, load, again));
        }
    }

    private void muster(Server muster, int port, Pace bare) throws Exception {
        String token = muster.post(
                        "/api/v1/enrolment-tokens",
                        "{\"name\":\"bench\",\"customerId\":\"" + muster.home() + "\",\"maxUses\":1000000,\"autoAccept\":true}")
                .path("token")
                .asString();
        String facts = ",\"token\":\"" + token + "\"";
        try (Load load = new Load(port, course.publishers("muster/v1/+/registration"))) {
            warmUp("Muster", muster, load, facts);
            Cost cost = new Cost();
            double first = course.send(load, traffic("u", 0, facts), UNITS, WINDOW).perSecond();
            report.rate("first registrations, PostgreSQL + Mosquitto", first, bare.first(), 0.6);
            course.cost(cost);
            cost = new Cost();
            double again = course.send(load, traffic("u", 1, ""), UNITS, WINDOW).perSecond();
            report.rate("re-announcements, PostgreSQL + Mosquitto", again, bare.again(), 0.7);
            course.cost(cost);
            latencies("Muster", muster, load, again)
                    .forEach((share, took) -> report.beside(
                            String.format(Locale.ROOT, "announce → reply at %.0f %% load, p50 / p99", share * 100),
                            took.toString(),
                            bare.latencies().get(share).toString(),
                            SHARES.get(share)));
            int seq = FIRST_RATED_SEQ + (WarmUp.MOST + 1) * SHARES.size();
            double burst = course.send(load, traffic("u", seq++, ""), BURST, BURST).seconds();
            report.note(
                    "burst of " + BURST + " units, all answered", String.format(Locale.ROOT, "%.2f s", burst), "5 s");
            endurance(muster, load, seq);
        }
    }

    /** Units of each round announce themselves for the first time and once more. */
    private void warmUp(String who, Server program, Load load, String facts) throws Exception {
        course.warmUp(who, program, round -> {
            String prefix = String.valueOf((char) ('a' + round));
            course.send(load, traffic(prefix, 0, facts), Course.ROUND, WINDOW);
            course.send(load, traffic(prefix, 1, ""), Course.ROUND, WINDOW);
        });
    }

    /**
     * At each share of what goes at most. A batch of one takes other ways through the program than a batch of hundreds, which the
     * compiler has yet to see.
     */
    private Map<Double, Latencies> latencies(String who, Server program, Load load, double most) throws Exception {
        Map<Double, Latencies> latencies = new TreeMap<>();
        int seq = FIRST_RATED_SEQ;
        for (double share : SHARES.keySet()) {
            double rate = most * share;
            int count = (int) Math.min(UNITS, rate * RATED_S);
            int warm = seq;
            seq += WarmUp.MOST + 1;
            course.warmUp(
                    String.format(Locale.ROOT, "%s at %.0f %% load", who, share * 100),
                    program,
                    round -> course.send(load, traffic("u", warm + round, ""), count, rate, RATED_WINDOW));
            Cost cost = new Cost();
            latencies.put(
                    share,
                    course.send(load, traffic("u", seq - 1, ""), count, rate, RATED_WINDOW)
                            .latencies());
            report.note(
                    String.format(Locale.ROOT, "processor time at %.0f %% load, µs each", share * 100),
                    cost.each(count),
                    "");
        }
        return latencies;
    }

    private void endurance(Server muster, Load load, int firstSeq) throws Exception {
        int seq = firstSeq;
        double before = muster.heapMb();
        int sent = 0;
        while (sent < ENDURANCE) {
            int count = Math.min(UNITS, ENDURANCE - sent);
            course.send(load, traffic("u", seq++, ""), count, WINDOW);
            sent += count;
        }
        double after = muster.heapMb();
        report.note(
                String.format(Locale.ROOT, "heap before and after %,d announcements, and RSS", sent),
                String.format(Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, after, muster.residentMb()),
                "no growth");
    }

    private Traffic traffic(String prefix, int seq, String facts) {
        return course.traffic(prefix, UNITS, seq, facts);
    }
}
