package io.muster.bench;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * What no registry over this broker, this client library and this database can be faster than: parse, one upsert for whatever
 * has come, commit, answer, acknowledge. It knows no rights, no history, no rules, and checks nothing. A process of its own.
 */
final class BarePipeline implements MqttCallback {

    private static final int LARGEST_BATCH = 1000;
    private static final int WINDOW = 1000;
    private static final JsonFactory JSON = new JsonFactory();

    private record Message(Database.Unit unit, int id) {}

    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(20_000);
    private final MqttAsyncClient client;

    private BarePipeline(int port) throws MqttException {
        client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "bare", new MemoryPersistence());
        client.setManualAcks(true);
        client.setCallback(this);
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setReceiveMaximum(WINDOW);
        options.setUseSubscriptionIdentifiers(false);
        client.connect(options).waitForCompletion();
        client.subscribe("muster/v1/+/announce", 1).waitForCompletion();
    }

    /**
     * Runs until it is ended.
     *
     * @param arguments port of the broker, address of the database
     */
    public static void main(String[] arguments) throws Exception {
        BarePipeline pipeline = new BarePipeline(Integer.parseInt(arguments[0]));
        try (Database database = new Database(arguments[1])) {
            System.out.println("ready");
            pipeline.work(database);
        }
    }

    private void work(Database database) throws SQLException, InterruptedException, MqttException {
        List<Message> batch = new ArrayList<>();
        Map<String, Database.Unit> units = new LinkedHashMap<>();
        while (true) {
            batch.clear();
            units.clear();
            Message first = queue.poll(1, TimeUnit.SECONDS);
            if (first == null) {
                continue;
            }
            batch.add(first);
            queue.drainTo(batch, LARGEST_BATCH - 1);
            batch.forEach(message -> units.put(message.unit().id(), message.unit()));
            database.write(List.copyOf(units.values()));
            for (Message message : batch) {
                client.publish(
                        "muster/v1/" + message.unit().id() + "/registration",
                        ("{\"v\":1,\"inReplyTo\":\"" + message.unit().msgId() + "\",\"state\":\"accepted\"}")
                                .getBytes(StandardCharsets.US_ASCII),
                        0,
                        false);
                client.messageArrivedComplete(message.id(), 1);
            }
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws InterruptedException {
        queue.put(new Message(parse(message.getPayload()), message.getId()));
    }

    private static Database.Unit parse(byte[] payload) {
        String id = "";
        String msgId = "";
        String boot = "";
        String firmware = "";
        String imei = "";
        String iccid = "";
        long seq = 0;
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), payload)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    switch (name) {
                        case "unitId" -> id = parser.getString();
                        case "msgId" -> msgId = parser.getString();
                        case "bootId" -> boot = parser.getString();
                        case "version" -> firmware = parser.getString();
                        case "imei" -> imei = parser.getString();
                        case "iccid" -> iccid = parser.getString();
                        case "seq" -> seq = parser.getLongValue();
                        default -> {}
                    }
                }
            }
        }
        return new Database.Unit(id, msgId, boot, seq, firmware, imei, iccid);
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        throw new IllegalStateException("The broker hung up");
    }

    @Override
    public void mqttErrorOccurred(MqttException problem) {
        throw new IllegalStateException(problem);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String url) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
}
