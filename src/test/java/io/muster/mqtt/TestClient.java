package io.muster.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client as a unit has one, of MQTT 5 or of MQTT 3.1.1. */
abstract class TestClient implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    record Message(String topic, byte[] payload, boolean retained) {

        JsonNode json() {
            return JSON.readTree(payload);
        }
    }

    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    static TestClient v5(int port, String user, @Nullable String password) throws Exception {
        return v5(port, user, password, UUID.randomUUID().toString().replace("-", ""), true);
    }

    static TestClient v5(int port, String user, @Nullable String password, String clientId, boolean clean)
            throws Exception {
        return new Five(port, user, password, clientId, clean);
    }

    static TestClient v3(int port, String user, @Nullable String password) throws Exception {
        return new Three(port, user, password);
    }

    abstract void subscribe(String filter) throws Exception;

    abstract void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception;

    abstract boolean isConnected();

    /** Publishes at QoS 1 without waiting; done when the broker has acknowledged it. */
    CompletableFuture<Void> publishing(String topic, String payload) {
        return CompletableFuture.runAsync(() -> {
            try {
                publish(topic, payload);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    void publish(String topic, String payload) throws Exception {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    /** The next message that fits; what comes before it is thrown away. */
    Message await(Predicate<Message> fits) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Message message = messages.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + PATIENCE);
            }
            if (fits.test(message)) {
                return message;
            }
        }
    }

    /** The answer to the message of this id. */
    JsonNode answer(String msgId) throws InterruptedException {
        return await(message -> msgId.equals(message.json().path("inReplyTo").asString("")))
                .json();
    }

    /** True when nothing comes for a moment. */
    boolean hearsNothing() throws InterruptedException {
        return messages.poll(700, TimeUnit.MILLISECONDS) == null;
    }

    private static final class Five extends TestClient implements MqttCallback {

        private final org.eclipse.paho.mqttv5.client.MqttAsyncClient client;

        Five(int port, String user, @Nullable String password, String clientId, boolean clean) throws Exception {
            client = new org.eclipse.paho.mqttv5.client.MqttAsyncClient(
                    "tcp://127.0.0.1:" + port,
                    clientId,
                    new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
            client.setCallback(this);
            var options = new org.eclipse.paho.mqttv5.client.MqttConnectionOptions();
            options.setUserName(user);
            if (password != null) {
                options.setPassword(password.getBytes(StandardCharsets.UTF_8));
            }
            options.setCleanStart(clean);
            options.setSessionExpiryInterval(clean ? 0L : 3600L);
            options.setConnectionTimeout(10);
            client.connect(options).waitForCompletion(10_000);
        }

        @Override
        void subscribe(String filter) throws Exception {
            var token = client.subscribe(filter, 1);
            token.waitForCompletion(10_000);
            for (int code : token.getReasonCodes()) {
                if (code >= 0x80) {
                    throw new IllegalStateException("refused with " + code);
                }
            }
        }

        @Override
        void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception {
            var message = new org.eclipse.paho.mqttv5.common.MqttMessage(
                    payload, qos, retained, new org.eclipse.paho.mqttv5.common.packet.MqttProperties());
            if (topic.equals(Topics.ENROLL_REQUEST)) {
                message.getProperties().setResponseTopic(Topics.enrollReply(client.getClientId()));
            }
            client.publish(topic, message).waitForCompletion(10_000);
        }

        @Override
        boolean isConnected() {
            return client.isConnected();
        }

        @Override
        public void messageArrived(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
            messages.add(new Message(topic, message.getPayload(), message.isRetained()));
        }

        @Override
        public void disconnected(org.eclipse.paho.mqttv5.client.MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(org.eclipse.paho.mqttv5.common.MqttException e) {}

        @Override
        public void deliveryComplete(org.eclipse.paho.mqttv5.client.IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String url) {}

        @Override
        public void authPacketArrived(int code, org.eclipse.paho.mqttv5.common.packet.MqttProperties properties) {}

        @Override
        public void close() throws Exception {
            if (client.isConnected()) {
                client.disconnect(0, null, null, 0, new org.eclipse.paho.mqttv5.common.packet.MqttProperties())
                        .waitForCompletion(2000);
            }
            client.close(true);
        }
    }

    private static final class Three extends TestClient {

        private final org.eclipse.paho.client.mqttv3.MqttClient client;

        Three(int port, String user, @Nullable String password) throws Exception {
            client = new org.eclipse.paho.client.mqttv3.MqttClient(
                    "tcp://127.0.0.1:" + port,
                    UUID.randomUUID().toString().substring(0, 20),
                    new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
            var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
            options.setMqttVersion(org.eclipse.paho.client.mqttv3.MqttConnectOptions.MQTT_VERSION_3_1_1);
            options.setUserName(user);
            if (password != null) {
                options.setPassword(password.toCharArray());
            }
            client.connect(options);
        }

        @Override
        void subscribe(String filter) throws Exception {
            client.subscribe(
                    filter,
                    1,
                    (topic, message) -> messages.add(new Message(topic, message.getPayload(), message.isRetained())));
        }

        @Override
        void publish(String topic, byte[] payload, int qos, boolean retained) throws Exception {
            client.publish(topic, payload, qos, retained);
        }

        @Override
        boolean isConnected() {
            return client.isConnected();
        }

        @Override
        public void close() throws Exception {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }
    }
}
