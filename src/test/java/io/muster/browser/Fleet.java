package io.muster.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Units that announce themselves again and again, each time with a new firmware, whatever happens to the program. Each sends
 * the same announcement until it has its registration, and connects anew when the connection is gone.
 */
final class Fleet implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration REST = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Unit> units = new ArrayList<>();
    private volatile boolean running = true;

    /** Registers units and lets them begin. */
    Fleet(Api api, int mqttPort, String customer, String name, int size) {
        for (int i = 0; i < size; i++) {
            String id = name + "-" + i;
            JsonNode device = api.post("devices", Map.of("unitId", id, "customerId", customer, "accept", true));
            Unit unit = new Unit(
                    device.path("id").asString(),
                    id,
                    device.path("mqtt").path("password").asString(),
                    mqttPort);
            units.add(unit);
            unit.thread.start();
        }
    }

    /** How many announcements have got their registration. */
    int answered() {
        return units.stream().mapToInt(unit -> unit.answered.size()).sum();
    }

    /** Waits until so many more have been answered, and of each unit at least one. */
    void awaitMore(int number) {
        Map<Unit, Integer> before = new HashMap<>();
        units.forEach(unit -> before.put(unit, unit.answered.size()));
        int goal = answered() + number;
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        answered() >= goal && units.stream().allMatch(unit -> unit.answered.size() > before.get(unit)));
    }

    /** Every announcement that was answered is in the history of its device, once. */
    void mustBeKept(Api api) {
        for (Unit unit : units) {
            Map<String, Integer> kept = unit.kept(api);
            assertThat(kept.keySet()).as(unit.id).containsAll(unit.answered);
            assertThat(kept)
                    .as(unit.id)
                    .allSatisfy(
                            (firmware, times) -> assertThat(times).as(firmware).isEqualTo(1));
        }
    }

    /** Lets the units fall silent. */
    void stop() throws InterruptedException {
        running = false;
        for (Unit unit : units) {
            unit.thread.join(PATIENCE);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    private final class Unit {

        private final String device;
        private final String id;
        private final String password;
        private final int port;
        private final Thread thread;
        private final ConcurrentLinkedQueue<String> answered = new ConcurrentLinkedQueue<>();
        private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

        Unit(String device, String id, String password, int port) {
            this.device = device;
            this.id = id;
            this.password = password;
            this.port = port;
            this.thread = Thread.ofPlatform().name(id).daemon().unstarted(this::live);
        }

        private void live() {
            long seq = 0;
            try {
                while (running) {
                    try (MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence())) {
                        connect(client);
                        while (running) {
                            if (isAnswered(client, seq)) {
                                answered.add(firmware(seq));
                                seq++;
                                Thread.sleep(PAUSE);
                            }
                        }
                        client.disconnectForcibly(0, 1000);
                    } catch (MqttException gone) {
                        Thread.sleep(REST);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void connect(MqttClient client) throws MqttException {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setUserName(id);
            options.setPassword(password.toCharArray());
            options.setConnectionTimeout(5);
            client.setTimeToWait(5000);
            client.connect(options);
            client.subscribe(
                    "muster/v1/" + id + "/registration",
                    1,
                    (topic, message) -> replies.add(JSON.readTree(message.getPayload())
                            .path("inReplyTo")
                            .asString("")));
        }

        private boolean isAnswered(MqttClient client, long seq) throws MqttException, InterruptedException {
            String msgId = "%s-%06d".formatted(id, seq);
            String message = """
                    {"v":1,"msgId":"%s","unitId":"%s","ts":"%s","bootId":"boot-0001","seq":%d,
                    "fw":{"version":"%s"}}""".formatted(msgId, id, Instant.now().truncatedTo(ChronoUnit.MILLIS), seq, firmware(seq));
            client.publish("muster/v1/" + id + "/announce", message.getBytes(StandardCharsets.UTF_8), 1, false);
            long end = System.nanoTime() + ANSWER.toNanos();
            while (true) {
                String reply = replies.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (reply == null || reply.equals(msgId)) {
                    return reply != null;
                }
            }
        }

        private String firmware(long seq) {
            return "f" + seq;
        }

        /** Each firmware of the history, with the number of entries that brought it. */
        private Map<String, Integer> kept(Api api) {
            Map<String, Integer> kept = new HashMap<>();
            String cursor = "";
            do {
                JsonNode page = api.get("devices/" + device + "/history?limit=500&cursor=" + cursor);
                for (JsonNode entry : page.path("items")) {
                    for (JsonNode change : entry.path("changes")) {
                        if (change.path("to").asString("").matches("f[0-9]+")) {
                            kept.merge(change.path("to").asString(), 1, Integer::sum);
                        }
                    }
                }
                cursor = page.path("nextCursor").asString("");
            } while (!cursor.isEmpty());
            return kept;
        }
    }
}
