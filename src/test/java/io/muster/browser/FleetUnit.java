package io.muster.browser;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A unit of a {@link Fleet}. It connects anew when the connection is gone, and sends the same announcement until it has its
 * registration; a trusting one only until the broker has acknowledged it.
 */
final class FleetUnit {

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration LONGEST_TRUST = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration REST = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Api api;
    private final String device;
    private final String id;
    private final String password;
    private final int port;
    private final boolean trusting;
    private final Thread thread;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private volatile boolean running = true;
    private volatile long seq;
    private volatile int swallowed;
    private volatile int untold;
    private long acknowledged = -1;
    private long acknowledgedAt;

    FleetUnit(Api api, String device, String id, String password, int port, boolean trusting) {
        this.api = api;
        this.trusting = trusting;
        this.device = device;
        this.id = id;
        this.password = password;
        this.port = port;
        this.thread = Thread.ofPlatform().name(id).daemon().unstarted(this::live);
    }

    void start() {
        thread.start();
    }

    void silence() {
        running = false;
    }

    void join(Duration patience) throws InterruptedException {
        thread.join(patience);
    }

    int answers() {
        return answered.size();
    }

    private void live() {
        try {
            while (running) {
                try (MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence())) {
                    connect(client);
                    while (running) {
                        if (isAnswered(client)) {
                            answered.add(firmware(seq));
                            seq = seq + 1;
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
                (topic, message) -> replies.add(
                        JSON.readTree(message.getPayload()).path("inReplyTo").asString("")));
    }

    private boolean isAnswered(MqttClient client) throws MqttException, InterruptedException {
        String msgId = "%s-%06d".formatted(id, seq);
        String message = """
                {"v":1,"msgId":"%s","unitId":"%s","ts":"%s","bootId":"boot-0001","seq":%d,
                "fw":{"version":"%s"}}""".formatted(msgId, id, Instant.now().truncatedTo(ChronoUnit.MILLIS), seq, firmware(seq));
        if (mustSend()) {
            // Returns when the broker has acknowledged it.
            client.publish("muster/v1/" + id + "/announce", message.getBytes(StandardCharsets.UTF_8), 1, false);
            acknowledged = seq;
            acknowledgedAt = System.nanoTime();
        } else if (!client.isConnected()) {
            throw new MqttException(MqttException.REASON_CODE_CONNECTION_LOST);
        }
        long end = System.nanoTime() + ANSWER.toNanos();
        while (true) {
            String reply = replies.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (reply == null || reply.equals(msgId)) {
                return reply != null;
            }
        }
    }

    private boolean mustSend() {
        if (!trusting || acknowledged != seq) {
            return true;
        }
        if (System.nanoTime() - acknowledgedAt < LONGEST_TRUST.toNanos()) {
            return false;
        }
        try {
            boolean taken =
                    api.get("devices/" + device).path("firmware").asString("").equals(firmware(seq));
            untold = untold + (taken ? 1 : 0);
            swallowed = swallowed + (taken ? 0 : 1);
            return true;
        } catch (UncheckedIOException away) {
            return false;
        }
    }

    private static String firmware(long seq) {
        return "f" + seq;
    }

    /** Compares what it was answered with the history of its device. */
    Fleet.Count count() {
        // It may go on meanwhile.
        Set<String> before = Set.copyOf(answered);
        Map<String, Integer> kept = kept();
        int lost = (int) before.stream().filter(each -> !kept.containsKey(each)).count();
        int doubled = (int) kept.values().stream().filter(times -> times > 1).count();
        int invented = (int) kept.keySet().stream()
                .filter(each -> Long.parseLong(each.substring(1)) > seq)
                .count();
        return new Fleet.Count(before.size(), lost, doubled, invented, swallowed, untold);
    }

    /** Each firmware of the history, with the number of entries that brought it. */
    private Map<String, Integer> kept() {
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
