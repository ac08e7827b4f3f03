package io.muster.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A connection to Mosquitto's dynamic security plugin, which takes commands as messages. For one thread. */
final class DynamicSecurity implements MqttCallback, AutoCloseable {

    private static final String COMMANDS = "$CONTROL/dynamic-security/v1";
    private static final String RESPONSES = COMMANDS + "/response";
    private static final long PATIENCE_S = 10;
    private static final int REFUSED = 0x80;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final MqttAsyncClient client;
    private final BlockingQueue<JsonNode> responses = new LinkedBlockingQueue<>();

    private DynamicSecurity(String url, String clientId) throws MqttException {
        client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        client.setCallback(this);
    }

    /** @throws MqttException when the broker is not there, or does not let us command it */
    static DynamicSecurity open(String url, String clientId, String user, String password) throws MqttException {
        DynamicSecurity opened = new DynamicSecurity(url, clientId);
        try {
            opened.connect(user, password);
            return opened;
        } catch (MqttException e) {
            opened.close();
            throw e;
        }
    }

    private void connect(String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(true);
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) PATIENCE_S);
        client.connect(options).waitForCompletion(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        IMqttToken subscribed = client.subscribe(RESPONSES, 1);
        subscribed.waitForCompletion(TimeUnit.SECONDS.toMillis(PATIENCE_S));
        for (int code : subscribed.getReasonCodes()) {
            if (code >= REFUSED) {
                throw new MqttException(code);
            }
        }
    }

    boolean isOpen() {
        return client.isConnected();
    }

    static ObjectNode command(String name) {
        return JSON.createObjectNode().put("command", name);
    }

    /**
     * Has commands carried out, one after the other.
     *
     * @return the response to each, in the same order; one that failed has an {@code error}
     * @throws IOException when the broker does not answer; what has been carried out is not known then
     */
    List<JsonNode> run(List<ObjectNode> commands) throws IOException {
        String batch = UUID.randomUUID() + "-";
        ObjectNode request = JSON.createObjectNode();
        var list = request.putArray("commands");
        for (int i = 0; i < commands.size(); i++) {
            list.add(commands.get(i).put("correlationData", batch + i));
        }
        try {
            byte[] payload = JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
            IMqttToken sent =
                    client.publish(COMMANDS, new MqttMessage(payload, 1, false, new MqttProperties()), null, null);
            sent.waitForCompletion(TimeUnit.SECONDS.toMillis(PATIENCE_S));
            for (int code : sent.getReasonCodes() == null ? new int[0] : sent.getReasonCodes()) {
                if (code >= REFUSED) {
                    throw new IOException("The broker takes no commands of ours (" + code + ")");
                }
            }
            return await(batch, commands.size());
        } catch (MqttException e) {
            throw new IOException("The broker does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** Other instances hear our responses, and we theirs. */
    private List<JsonNode> await(String batch, int number) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            JsonNode response = responses.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (response == null) {
                throw new IOException("The dynamic security plugin of the broker does not answer");
            }
            List<JsonNode> all = new ArrayList<>();
            response.path("responses").forEach(all::add);
            if (all.size() == number
                    && all.getFirst().path("correlationData").asString("").startsWith(batch)) {
                return all;
            }
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        try {
            responses.add(JSON.readTree(message.getPayload()));
        } catch (JacksonException e) {
            // Nothing that the plugin says; whoever waits for it will say that it did not answer.
        }
    }

    @Override
    public void close() {
        try {
            client.disconnectForcibly(0, 1000, true);
        } catch (MqttException e) {
            // It was broken already.
        }
        try {
            client.close(true);
        } catch (MqttException e) {
            // Nothing is left to be closed.
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException problem) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String url) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
}
