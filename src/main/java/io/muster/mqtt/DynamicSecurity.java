package io.muster.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A connection to Mosquitto's dynamic security plugin, which takes commands as messages. For one thread. */
final class DynamicSecurity implements AutoCloseable {

    private static final String COMMANDS = "$CONTROL/dynamic-security/v1";
    private static final String RESPONSES = COMMANDS + "/response";
    private static final long PATIENCE_S = 10;
    private static final int RECEIVE_MAXIMUM = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BrokerConnection connection = new BrokerConnection(BrokerConnection.Times.USUAL, this::arrived);
    private final BlockingQueue<JsonNode> responses = new LinkedBlockingQueue<>();

    private DynamicSecurity() {}

    /** @throws LinkBroken when the broker is not there, or does not let us command it */
    static DynamicSecurity open(String url, String clientId, String user, String password) throws LinkBroken {
        DynamicSecurity opened = new DynamicSecurity();
        try {
            opened.connection.open(
                    BrokerAddress.of(url), new Frames.Login(clientId, user, password, true, 0, RECEIVE_MAXIMUM));
            opened.connection.subscribe(List.of(RESPONSES));
            return opened;
        } catch (LinkBroken e) {
            opened.close();
            throw e;
        }
    }

    boolean isOpen() {
        return connection.isOpen();
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
        CompletableFuture<Integer> verdict = new CompletableFuture<>();
        byte[] payload = JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
        connection.publish(COMMANDS, payload, false, verdict::complete);
        connection.flush();
        int code = connection.await(verdict);
        if (code >= Frames.REFUSED) {
            throw new IOException("The broker takes no commands of ours (" + code + ")");
        }
        try {
            return await(batch, commands.size());
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

    private void arrived(MqttPublishMessage message) {
        if (message.fixedHeader().qosLevel().value() > 0) {
            connection.acknowledge(message.variableHeader().packetId());
        }
        try {
            responses.add(JSON.readTree(ByteBufUtil.getBytes(message.payload())));
        } catch (JacksonException e) {
            // Nothing that the plugin says; whoever waits for it will say that it did not answer.
        }
    }

    @Override
    public void close() {
        connection.close(false);
    }
}
