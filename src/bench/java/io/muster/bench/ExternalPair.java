package io.muster.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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

    /** How the ids of those units begin that are measured: after the letters of the rounds of {@link WarmUp}. */
    private static final String MEASURED = "z";

    private static final int RATED_WINDOW = 1_000;
    private static final int RATED_S = 10;

    /** Parts of what goes at most, at which it is measured how long an answer takes; and how long it may take. */
    private static final Map<Double, String> SHARES = new TreeMap<>(Map.of(0.2, "2 / 20 ms", 0.8, "20 / 300 ms"));

    private final Course course;
    private final Report report;

    /** Muster or the bare pipeline, and the load on its broker. */
    private record Contender(String name, Server program, Load load) {}

    ExternalPair(Course course) {
        this.course = course;
        this.report = course.report;
    }

    void measure() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String bareUrl = bareDatabase(postgres);
            rawUpserts(bareUrl);
            try (Mosquitto bareBroker = new Mosquitto(course.directory("mosquitto-bare"));
                    Server pipeline = Server.program(
                            course.directory("bare"), BarePipeline.class, String.valueOf(bareBroker.port), bareUrl);
                    Load bareLoad = load(bareBroker);
                    Mosquitto broker = new Mosquitto(course.directory("mosquitto-muster"));
                    Server program = Server.muster(course.directory("external"), settings(postgres, broker));
                    Load load = load(broker)) {
                Contender muster = new Contender("Muster", program, load);
                compare(muster, new Contender("bare pipeline", pipeline, bareLoad));
                double burst = course.send(load, known(BURST), BURST, BURST).seconds();
                report.note(
                        "burst of " + BURST + " units, all answered",
                        String.format(Locale.ROOT, "%.2f s", burst),
                        "5 s");
                endurance(muster);
            }
        }
    }

    private Load load(Mosquitto broker) throws IOException {
        return new Load(broker.port, course.publishers("muster/v1/+/registration"));
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres, Mosquitto broker) {
        return Map.of(
                "SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres"),
                "SPRING_DATASOURCE_USERNAME", "postgres",
                "SPRING_DATASOURCE_PASSWORD", "",
                "MUSTER_MQTT_EMBEDDED", "false",
                "MUSTER_MQTT_URL", "mqtt://127.0.0.1:" + broker.port,
                "MUSTER_MQTT_USERNAME", "listener",
                "MUSTER_MQTT_PASSWORD", "listener");
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

    private void compare(Contender muster, Contender bare) throws Exception {
        String token = muster.program()
                .post(
                        "/api/v1/enrolment-tokens",
                        "{\"name\":\"bench\",\"customerId\":\"" + muster.program().home()
                                + "\",\"maxUses\":1000000,\"autoAccept\":true}")
                .path("token")
                .asString();
        String facts = ",\"token\":\"" + token + "\"";
        warmUp(bare, "");
        warmUp(muster, facts);
        course.rate(
                "first registrations, PostgreSQL + Mosquitto",
                new Comparison(turn -> send(muster, part(turn, facts)), turn -> send(bare, part(turn, ""))),
                0.6);
        Comparison again =
                new Comparison(turn -> send(muster, part(turn, "")), turn -> send(bare, part(turn, "")));
        course.rate("re-announcements, PostgreSQL + Mosquitto", again, 0.7);
        for (double share : SHARES.keySet()) {
            latencies(
                    share,
                    rated(bare, share, again.limit.perSecond()),
                    rated(muster, share, again.muster.perSecond()));
        }
    }

    /** Units of each round announce themselves for the first time and once more. */
    private void warmUp(Contender contender, String facts) throws Exception {
        course.warmUp(contender.name(), contender.program(), round -> {
            String prefix = String.valueOf((char) ('a' + round));
            send(contender, course.traffic(prefix, 0, Course.PART, facts));
            return send(contender, course.traffic(prefix, 0, Course.PART, ""));
        });
    }

    private Load.Result send(Contender contender, Traffic traffic) throws IOException {
        return course.send(contender.load(), traffic, Course.PART, WINDOW);
    }

    /**
     * At a share of what goes at most. A batch of one takes other ways through the program than a batch of hundreds, which the
     * compiler has yet to see.
     */
    private Comparison.Turn rated(Contender contender, double share, double most) throws Exception {
        double rate = most * share;
        int count = (int) (rate * RATED_S / Comparison.TURNS);
        Comparison.Turn turn = number -> course.send(
                contender.load(), part(number % Comparison.TURNS, ""), count, rate, RATED_WINDOW);
        course.warmUp(
                String.format(Locale.ROOT, "%s at %.0f %% load", contender.name(), share * 100),
                contender.program(),
                turn);
        return turn;
    }

    private void latencies(double share, Comparison.Turn bare, Comparison.Turn muster) throws Exception {
        Comparison comparison = new Comparison(muster, bare);
        report.beside(
                String.format(Locale.ROOT, "announce → reply at %.0f %% load, p50 / p99", share * 100),
                comparison.muster.latencies().toString(),
                comparison.limit.latencies().toString(),
                SHARES.get(share));
        course.cost(comparison);
    }

    private void endurance(Contender muster) throws Exception {
        double before = muster.program().heapMb();
        int sent = 0;
        while (sent < ENDURANCE) {
            int count = Math.min(UNITS, ENDURANCE - sent);
            course.send(muster.load(), known(UNITS), count, WINDOW);
            sent += count;
        }
        double after = muster.program().heapMb();
        report.note(
                String.format(Locale.ROOT, "heap before and after %,d announcements, and RSS", sent),
                String.format(
                        Locale.ROOT, "%.0f → %.0f MB, %.0f MB", before, after, muster.program().residentMb()),
                "no growth");
    }

    /** The units of one turn. */
    private Traffic part(int turn, String facts) {
        return course.traffic(MEASURED, turn * Course.PART, Course.PART, facts);
    }

    private Traffic known(int units) {
        return course.traffic(MEASURED, 0, units, "");
    }
}
