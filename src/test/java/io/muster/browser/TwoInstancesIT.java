package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Rig;
import io.muster.mqtt.Mosquitto;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Two instances of the program on one PostgreSQL and one Mosquitto. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoInstancesIT {

    private static final int UNITS = 6;
    private static final int ROUNDS = 60;

    /** 32 bytes, all of them 7. */
    private static final String SECRET_KEY = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

    private static final Mosquitto BROKER = broker();
    private static final int DATABASE_PORT = Rig.freePort();
    private static final Path DATABASE_FILES = directory();
    private static EmbeddedPostgres database = database();

    @RegisterExtension
    static final Stage stage = Stage.withAccount("Two of a kind", shared());

    /** Both find an empty database, and both have the settings for it. */
    private static final CompletableFuture<Program> BESIDE = CompletableFuture.supplyAsync(
            () -> Program.start(with(stage.settings(), "MANAGEMENT_SERVER_PORT", port())));

    private static Program second;
    private static String customer;
    private static final List<Unit> units = new ArrayList<>();

    /** A unit that sends, without waiting for what it is answered. */
    private record Unit(String id, MqttAsyncClient client) {

        void announces(long seq, String firmware) throws Exception {
            String message = """
                    {"v":1,"msgId":"%s-%06d","unitId":"%s","ts":"%s","bootId":"boot-0001","seq":%d,
                    "fw":{"version":"%s"}}""".formatted(id, seq, id, Instant.now().truncatedTo(ChronoUnit.MILLIS), seq, firmware);
            MqttMessage payload = new MqttMessage(message.getBytes(StandardCharsets.UTF_8));
            payload.setQos(1);
            client.publish("muster/v1/" + id + "/announce", payload).waitForCompletion(10_000);
        }
    }

    @Test
    @Order(1)
    void what_happens_at_one_is_seen_at_the_other_at_once() {
        second = BESIDE.join();
        Window window = stage.window(Window.Screen.DESKTOP);
        window.signIn(Stage.OWNER, Stage.PASSWORD);
        window.tab("Devices");
        Api there = new Api(second, "Bearer " + Stage.TOKEN);
        customer = there.get("me").path("customer").path("id").asString();
        there.post(
                "devices",
                Map.of("unitId", "seen-at-both", "name", "Seen at both", "customerId", customer, "accept", true));
        window.shows(window.row("Seen at both"));
    }

    @Test
    @Order(2)
    void they_share_the_load_and_keep_the_order() throws Exception {
        Api api = new Api(stage.program(), "Bearer " + Stage.TOKEN);
        for (int i = 0; i < UNITS; i++) {
            String id = "unit-" + i;
            JsonNode device = api.post("devices", Map.of("unitId", id, "customerId", customer, "accept", true));
            String password = device.path("mqtt").path("password").asString();
            BROKER.awaitAllowed(id, password);
            units.add(new Unit(id, connect(id, password)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Unit unit : units) {
                unit.announces(round, "1." + round);
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(firmwares()).containsOnly("1." + (ROUNDS - 1)));
        assertThat(received(stage.program())).isPositive();
        assertThat(received(second)).isPositive();
        assertThat(received(stage.program()) + received(second)).isGreaterThanOrEqualTo(UNITS * ROUNDS);
    }

    @Test
    @Order(3)
    void when_one_is_stopped_the_other_has_everything_at_once() throws Exception {
        second.stop();
        for (Unit unit : units) {
            for (int i = 0; i < 5; i++) {
                unit.announces(ROUNDS + i, "2." + i);
            }
        }
        // Sooner than a silent one is taken over.
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(firmwares()).containsOnly("2.4"));
        assertThat(second.says("Other instances have the messages of this one")).isTrue();
        second.startAgain();
    }

    @Test
    @Order(4)
    void when_one_is_killed_the_other_takes_over_what_it_had() throws Exception {
        second.close();
        // Until the broker's share of the dead one is taken over, every other message waits for nobody. With an odd
        // number for
        // each unit, the last one of every other unit does.
        for (Unit unit : units) {
            for (int i = 0; i < 5; i++) {
                unit.announces(ROUNDS + 5 + i, "3." + i);
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(firmwares()).containsOnly("3.4"));
        double before = received(stage.program());
        Thread.sleep(1000);
        for (Unit unit : units) {
            unit.announces(ROUNDS + 10, "4.0");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(firmwares()).containsOnly("4.0"));
        assertThat(received(stage.program()) - before).isGreaterThanOrEqualTo(UNITS);
    }

    @Test
    @Order(5)
    void while_the_database_is_away_nothing_is_answered_and_nothing_is_lost() throws Exception {
        Api api = new Api(stage.program(), "Bearer " + Stage.TOKEN);
        try (Fleet fleet = new Fleet(api, BROKER.port(), customer, "patient", UNITS, false, BROKER::awaitAllowed)) {
            fleet.awaitMore(60);
            database.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(stage.program().readiness()).isEqualTo(503));
            int answered = fleet.answered();
            Thread.sleep(2000);
            assertThat(fleet.answered()).as("answered without a database").isEqualTo(answered);
            database = database();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> stage.program().readiness() == 200);
            fleet.awaitMore(60);
            fleet.stop();
            fleet.mustBeKept();
        }
    }

    @AfterAll
    static void end() throws Exception {
        for (Unit unit : units) {
            unit.client().disconnectForcibly(0, 1000, false);
            unit.client().close(true);
        }
        if (second != null) {
            second.close();
        }
        BROKER.close();
        database.close();
    }

    private static List<String> firmwares() {
        Api api = new Api(stage.program(), "Bearer " + Stage.TOKEN);
        List<String> firmwares = new ArrayList<>();
        for (JsonNode device : api.get("devices?q=unit-").path("items")) {
            firmwares.add(device.path("firmware").asString(""));
        }
        assertThat(firmwares).hasSize(UNITS);
        return firmwares;
    }

    private static double received(Program program) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String metrics = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + program.setting("MANAGEMENT_SERVER_PORT") + "/actuator/prometheus"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            Matcher counter = Pattern.compile("(?m)^muster_units_received_total ([0-9.E+]+)$")
                    .matcher(metrics);
            assertThat(counter.find()).as("the counter in the metrics").isTrue();
            return Double.parseDouble(counter.group(1));
        }
    }

    private static MqttAsyncClient connect(String id, String password) throws Exception {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + BROKER.port(), id, new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(id);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        client.connect(options).waitForCompletion(10_000);
        return client;
    }

    private static Map<String, String> shared() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SPRING_DATASOURCE_URL", database.getJdbcUrl("postgres", "postgres"));
        settings.put("SPRING_DATASOURCE_USERNAME", "postgres");
        settings.put("SPRING_DATASOURCE_PASSWORD", "");
        settings.put("MUSTER_SECRET_KEY", SECRET_KEY);
        settings.put("MUSTER_MQTT_EMBEDDED", "false");
        settings.put("MUSTER_MQTT_URL", "mqtt://127.0.0.1:" + BROKER.port());
        settings.put("MUSTER_MQTT_DYNSEC", "true");
        settings.put("MUSTER_MQTT_USERNAME", "listener");
        settings.put("MUSTER_MQTT_PASSWORD", Mosquitto.LISTENER_PASSWORD);
        settings.put("MANAGEMENT_SERVER_PORT", port());
        return settings;
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static String port() {
        return String.valueOf(Rig.freePort());
    }

    private static Mosquitto broker() {
        try {
            return Mosquitto.start(Files.createDirectories(Path.of("target", "browser")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "browser")), "postgres")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same one again, if it was there before. */
    private static EmbeddedPostgres database() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(DATABASE_FILES)
                    .setCleanDataDirectory(false)
                    .setPort(DATABASE_PORT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
