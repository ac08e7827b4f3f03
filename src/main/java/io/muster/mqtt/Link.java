package io.muster.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker. When it breaks it is thrown away and another one takes its place; what was not acknowledged
 * over it comes again over the next one, because the broker keeps the session.
 */
final class Link implements MqttCallback {

    /** Messages that the broker sends before the first of them is acknowledged. */
    static final int RECEIVE_MAXIMUM = 1000;

    private static final long SESSION_S = TimeUnit.DAYS.toSeconds(7);
    /** What is not acknowledged when the taker dies as well has this long to find another one. */
    private static final long HERITAGE_S = 60;

    private static final int KEEP_ALIVE_S = 30;
    private static final int CONNECT_S = 10;
    private static final int MOST_IN_FLIGHT = 500;
    private static final int NEVER_SEND_RETAINED = 2;
    private static final int REFUSED = 0x80;

    private final MqttAsyncClient client;
    private final Consumer<Incoming> inbox;
    private final boolean trusted;
    private final long sessionS;
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean open;

    /**
     * A link that is not open yet.
     *
     * @param trusted the broker is our own, and so is what it says about the sender
     * @param inbox   takes messages on Paho's thread; it must not block
     */
    Link(String url, String clientId, boolean trusted, Consumer<Incoming> inbox) throws MqttException {
        this(url, clientId, trusted, SESSION_S, inbox);
    }

    /**
     * A link to the session that another instance has left behind. It ends together with the link, unless somebody takes it
     * over again within this time.
     */
    static Link toHeritage(String url, String clientId, Consumer<Incoming> inbox) throws MqttException {
        return new Link(url, clientId, false, HERITAGE_S, inbox);
    }

    private Link(String url, String clientId, boolean trusted, long sessionS, Consumer<Incoming> inbox)
            throws MqttException {
        this.sessionS = sessionS;
        this.client = new MqttAsyncClient(url, clientId, new MemoryPersistence());
        this.trusted = trusted;
        this.inbox = inbox;
        client.setCallback(this);
        client.setManualAcks(true);
    }

    void open(String user, String password, List<String> filters) throws MqttException {
        connect(user, password);
        MqttSubscription[] subscriptions = filters.stream()
                .map(filter -> {
                    MqttSubscription subscription = new MqttSubscription(filter, 1);
                    subscription.setRetainHandling(NEVER_SEND_RETAINED);
                    return subscription;
                })
                .toArray(MqttSubscription[]::new);
        IMqttToken subscribed = client.subscribe(subscriptions);
        subscribed.waitForCompletion(TimeUnit.SECONDS.toMillis(CONNECT_S));
        for (int code : subscribed.getReasonCodes()) {
            if (code >= REFUSED) {
                throw new MqttException(code);
            }
        }
    }

    /** Opens the link to a session that is to end: nothing new is to come into it, only what waits there. */
    void openToEmpty(String user, String password, List<String> filters) throws MqttException {
        connect(user, password);
        client.unsubscribe(filters.toArray(String[]::new)).waitForCompletion(TimeUnit.SECONDS.toMillis(CONNECT_S));
    }

    private void connect(String user, String password) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(user);
        options.setPassword(password.getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(sessionS);
        options.setReceiveMaximum(RECEIVE_MAXIMUM);
        options.setAutomaticReconnect(false);
        options.setKeepAliveInterval(KEEP_ALIVE_S);
        options.setConnectionTimeout(CONNECT_S);
        options.setUseSubscriptionIdentifiers(false);
        if (client.getServerURI().startsWith("tcp:")) {
            options.setSocketFactory(BundledSocket.factory());
        }
        open = true;
        IMqttToken connected = client.connect(options);
        connected.waitForCompletion(TimeUnit.SECONDS.toMillis(CONNECT_S));
        fit(connected.getResponseProperties());
    }

    /** The broker may take fewer messages at once than we would send. */
    private void fit(@Nullable MqttProperties connack) throws MqttException {
        Integer most = connack == null ? null : connack.getReceiveMaximum();
        if (most != null && most < MOST_IN_FLIGHT && !inFlight.tryAcquire(MOST_IN_FLIGHT - Math.max(1, most))) {
            throw new MqttException(MqttClientException.REASON_CODE_MAX_INFLIGHT);
        }
    }

    /**
     * Ends the link and the session with it.
     *
     * @throws MqttException when the broker could not be told; the session then ends by itself
     */
    void leave() throws MqttException {
        open = false;
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        MqttProperties properties = new MqttProperties();
        properties.setSessionExpiryInterval(0L);
        try {
            client.disconnect(TimeUnit.SECONDS.toMillis(CONNECT_S), null, null, 0, properties)
                    .waitForCompletion(TimeUnit.SECONDS.toMillis(CONNECT_S));
        } finally {
            client.close(true);
        }
    }

    /** Something came over the link that has not been acknowledged yet. */
    boolean hasWorkLeft() {
        return unacknowledged.get() > 0;
    }

    boolean isTrusted() {
        return trusted;
    }

    boolean isOpen() {
        return open && client.isConnected();
    }

    /**
     * Sends a message at QoS 1. Waits while too many are on their way; never to be called from one of Paho's own threads.
     *
     * @throws MqttException when it could not be handed over; the link is of no more use then
     */
    void publish(String topic, byte[] payload, boolean retained) throws MqttException {
        MqttMessage message = new MqttMessage(payload, 1, retained, new MqttProperties());
        try {
            if (!inFlight.tryAcquire(CONNECT_S, TimeUnit.SECONDS)) {
                close();
                throw new MqttException(MqttClientException.REASON_CODE_CLIENT_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_CLOSED);
        }
        boolean sent = false;
        try {
            client.publish(topic, message, null, new MqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    inFlight.release();
                }

                @Override
                public void onFailure(IMqttToken token, Throwable problem) {
                    inFlight.release();
                }
            });
            sent = true;
        } finally {
            if (!sent) {
                inFlight.release();
            }
        }
    }

    /** Tells the broker that a message is safe, so that it does not come again. */
    void acknowledge(Incoming message) {
        if (message.qos() > 0 && open) {
            try {
                client.messageArrivedComplete(message.id(), message.qos());
                unacknowledged.decrementAndGet();
            } catch (MqttException e) {
                close();
            }
        }
    }

    /** Ends the link; what is not acknowledged comes again over the next one. */
    void close() {
        open = false;
        // Paho's client cannot be closed twice.
        if (!closed.compareAndSet(false, true)) {
            return;
        }
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
    public void messageArrived(String topic, MqttMessage message) {
        MqttProperties properties = message.getProperties();
        if (message.getQos() > 0) {
            unacknowledged.incrementAndGet();
        }
        inbox.accept(new Incoming(
                this,
                message.getId(),
                message.getQos(),
                topic,
                message.getPayload(),
                message.isRetained(),
                sender(properties),
                System.nanoTime()));
    }

    /** Client id of the sender of a request for a password: what our own broker says, or what its sender says. */
    private String sender(@Nullable MqttProperties properties) {
        if (properties == null) {
            return "";
        }
        if (trusted) {
            return properties.getUserProperties().stream()
                    .filter(property -> property.getKey().equals(Doorkeeper.CLIENT_ID_PROPERTY))
                    .map(UserProperty::getValue)
                    .findFirst()
                    .orElse("");
        }
        String reply = properties.getResponseTopic();
        return reply != null && reply.startsWith(Topics.ENROLL_REPLY)
                ? reply.substring(Topics.ENROLL_REPLY.length())
                : "";
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        open = false;
    }

    @Override
    public void mqttErrorOccurred(MqttException problem) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String url) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
}
