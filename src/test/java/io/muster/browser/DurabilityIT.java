package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.mqtt.Mosquitto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The program is killed and stopped while units announce themselves: once, or as often as {@code -Dkills=} says; then, in a
 * second test, the broker and the database as well.
 */
class DurabilityIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    private static final int UNITS = 8;
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final int LOAD = 150;

    /** Half of the units do not repeat what the broker inside has acknowledged. */
    private static final boolean TRUSTING = true;

    private static final int LONGEST_START_MS = 8000;
    private static final Duration AWAY = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private final Random random = new Random();
    private Duration longest = Duration.ZERO;

    @Test
    void what_was_answered_is_kept_whenever_the_program_dies() throws Exception {
        Program program = STAGE.program();
        Api api = new Api(program, "Bearer " + Stage.TOKEN);
        try (Fleet fleet =
                new Fleet(api, program.mqttPort(), customer(api), "durable", UNITS, TRUSTING, (unit, password) -> {})) {
            fleet.awaitMore(LOAD);
            for (int i = 1; i <= KILLS; i++) {
                Thread.sleep(random.nextInt(500));
                program.kill();
                if (i % 4 == 0) {
                    program.launch();
                    Thread.sleep(random.nextInt(LONGEST_START_MS));
                    program.kill();
                }
                startAgain(program);
                fleet.awaitMore(LOAD);
                if (i % 5 == 0 || i == KILLS) {
                    assertThat(program.stop()).as("stopped").isLessThan(Duration.ofSeconds(30));
                    startAgain(program);
                    fleet.awaitMore(LOAD);
                }
            }
            fleet.stop();
            say(KILLS + " kills of the program", fleet.mustBeKept());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "kills", matches = "[0-9]+", disabledReason = "takes long; -Dkills=25")
    void so_it_is_whenever_the_broker_or_the_database_dies() throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "browser"));
        try (Mosquitto broker = Mosquitto.start(directory);
                Postgres database = new Postgres(directory);
                Program program = Program.start(external(broker, database))) {
            Api api = new Api(program, "Bearer " + Stage.TOKEN);
            try (Fleet fleet =
                    new Fleet(api, broker.port(), customer(api), "durable", UNITS, false, broker::awaitAllowed)) {
                fleet.awaitMore(LOAD);
                for (int i = 0; i < KILLS; i++) {
                    Thread.sleep(random.nextInt(500));
                    broker.kill();
                    Thread.sleep(random.nextInt(2000));
                    broker.startAgain();
                    recovers(fleet);
                }
                say(KILLS + " kills of the broker", fleet.mustBeKept());
                for (int i = 0; i < KILLS; i++) {
                    Thread.sleep(random.nextInt(500));
                    database.kill();
                    Thread.sleep(random.nextInt(2000));
                    database.start();
                    recovers(fleet);
                }
                say(KILLS + " kills of the database", fleet.mustBeKept());
                for (int i = 0; i < KILLS; i++) {
                    Thread.sleep(random.nextInt(500));
                    program.kill();
                    startAgain(program);
                    fleet.awaitMore(LOAD);
                }
                say(KILLS + " kills of the program with them", fleet.mustBeKept());
                database.stop();
                Awaitility.await().atMost(RECOVERY).until(() -> program.readiness() == 503);
                int answered = fleet.answered();
                Thread.sleep(AWAY);
                assertThat(fleet.answered()).as("answered without a database").isEqualTo(answered);
                database.start();
                recovers(fleet);
                fleet.stop();
                say("database away for " + AWAY, fleet.mustBeKept());
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "small.disk",
            matches = ".+",
            disabledReason = "-Dsmall.disk= an empty disk of 3 GB")
    void so_it_is_when_the_disk_is_full() throws Exception {
        Path disk = Path.of(System.getProperty("small.disk"));
        Path filler = disk.resolve("filler");
        Files.deleteIfExists(filler);
        Map<String, String> settings = new HashMap<>(account());
        settings.put("MUSTER_DATA_DIR", Files.createTempDirectory(disk, "data").toString());
        try (Program program = Program.start(settings)) {
            Api api = new Api(program, "Bearer " + Stage.TOKEN);
            try (Fleet fleet = new Fleet(
                    api, program.mqttPort(), customer(api), "durable", UNITS, TRUSTING, (unit, password) -> {})) {
                fleet.awaitMore(LOAD);
                for (long left : new long[] {32L << 20, 0}) {
                    fill(filler, left);
                    Thread.sleep(3000);
                    int answered = fleet.answered();
                    Thread.sleep(10_000);
                    assertThat(fleet.answered()).as("answered on a full disk").isEqualTo(answered);
                    assertThat(program.readiness()).as("and says so").isEqualTo(503);
                    Files.delete(filler);
                    recovers(fleet);
                    say("full disk, " + left + " bytes left", fleet.mustBeKept());
                }
                fill(filler, 0);
                Thread.sleep(3000);
                program.kill();
                Files.delete(filler);
                startAgain(program);
                recovers(fleet);
                fleet.stop();
                say("killed on a full disk", fleet.mustBeKept());
            }
        }
    }

    private static void fill(Path filler, long left) throws IOException {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (Files.getFileStore(filler).getUsableSpace() > left) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(left).isZero();
        }
    }

    private void recovers(Fleet fleet) {
        long begin = System.nanoTime();
        fleet.awaitMore(LOAD);
        longer(Duration.ofNanos(System.nanoTime() - begin));
    }

    private void startAgain(Program program) throws Exception {
        Duration start = program.startAgain();
        assertThat(start).as("ready again").isLessThan(RECOVERY);
        longer(start);
    }

    private void longer(Duration duration) {
        longest = duration.compareTo(longest) > 0 ? duration : longest;
    }

    private void say(String what, Fleet.Count count) {
        System.out.printf("%s: %s, ready again after at most %d ms%n", what, count, longest.toMillis());
        longest = Duration.ZERO;
    }

    private static String customer(Api api) {
        return api.get("me").path("customer").path("id").asString();
    }

    private static Map<String, String> account() {
        return Map.of(
                "MUSTER_SETUP_ACCOUNT", "Durable",
                "MUSTER_SETUP_EMAIL", Stage.OWNER,
                "MUSTER_SETUP_PASSWORD", Stage.PASSWORD,
                "MUSTER_SETUP_API_TOKEN", Stage.TOKEN,
                // They announce without end.
                "MUSTER_MQTT_UNIT_RATE", "0");
    }

    private static Map<String, String> external(Mosquitto broker, Postgres database) {
        Map<String, String> settings = new HashMap<>(account());
        settings.put("SPRING_DATASOURCE_URL", database.url());
        settings.put("SPRING_DATASOURCE_USERNAME", "postgres");
        settings.put("SPRING_DATASOURCE_PASSWORD", "");
        settings.put("MUSTER_MQTT_EMBEDDED", "false");
        settings.put("MUSTER_MQTT_URL", "mqtt://127.0.0.1:" + broker.port());
        settings.put("MUSTER_MQTT_DYNSEC", "true");
        settings.put("MUSTER_MQTT_USERNAME", "listener");
        settings.put("MUSTER_MQTT_PASSWORD", Mosquitto.LISTENER_PASSWORD);
        return settings;
    }
}
