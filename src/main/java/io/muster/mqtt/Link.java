package io.muster.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection to the broker. When it breaks it is thrown away and another one takes its place; what was not acknowledged
 * over it comes again over the next one, because the broker keeps the session. Nothing that is sent makes anybody wait, and over
 * a link that is gone nothing is sent.
 */
final class Link implements Origin {

    /** Messages that the broker sends before the first of them is acknowledged. */
    static final int RECEIVE_MAXIMUM = 1000;

    private static final long SESSION_S = TimeUnit.DAYS.toSeconds(7);
    /** What is not acknowledged when the taker dies as well has this long to find another one. */
    private static final long HERITAGE_S = 60;

    private final String url;
    private final String clientId;
    private final boolean trusted;
    private final long sessionS;
    private final Consumer<Incoming> inbox;
    private final BrokerConnection connection;

    /**
     * A link that is not open yet.
     *
     * @param url     as of {@link BrokerAddress#of}
     * @param trusted the broker is our own, and so is what it says about the sender
     * @param inbox   takes messages on the connection's thread; it must not wait
     */
    Link(String url, String clientId, boolean trusted, Consumer<Incoming> inbox) {
        this(url, clientId, trusted, SESSION_S, BrokerConnection.Times.USUAL, inbox);
    }

    /**
     * A link to the session that another instance has left behind. It ends together with the link, unless somebody takes it
     * over again within this time.
     */
    static Link toHeritage(String url, String clientId, Consumer<Incoming> inbox) {
        return new Link(url, clientId, false, HERITAGE_S, BrokerConnection.Times.USUAL, inbox);
    }

    Link(
            String url,
            String clientId,
            boolean trusted,
            long sessionS,
            BrokerConnection.Times times,
            Consumer<Incoming> inbox) {
        this.url = url;
        this.clientId = clientId;
        this.trusted = trusted;
        this.sessionS = sessionS;
        this.inbox = inbox;
        this.connection = new BrokerConnection(times, this::arrived);
    }

    void open(String user, String password, List<String> filters) throws LinkBroken {
        connect(user, password);
        connection.subscribe(filters);
    }

    /** Opens the link to a session that is to end: nothing new is to come into it, only what waits there. */
    void openToEmpty(String user, String password, List<String> filters) throws LinkBroken {
        connect(user, password);
        takeNoMore(filters);
    }

    /** Nothing new is to come over the link, only what waits in its session. */
    void takeNoMore(List<String> filters) throws LinkBroken {
        connection.unsubscribe(filters);
    }

    private void connect(String user, String password) throws LinkBroken {
        connection.open(
                BrokerAddress.of(url), new Frames.Login(clientId, user, password, false, sessionS, RECEIVE_MAXIMUM));
    }

    /**
     * Ends the link and the session with it.
     *
     * @throws LinkBroken when the broker could not be told; the session then ends by itself
     */
    void leave() throws LinkBroken {
        if (!connection.close(true)) {
            throw new LinkBroken("The broker could not be told that the session is over");
        }
    }

    /** Something came over the link that has not been acknowledged yet. */
    boolean hasWorkLeft() {
        return connection.unacknowledged() > 0;
    }

    @Override
    public boolean isTrusted() {
        return trusted;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void publish(String topic, byte[] payload, boolean retained) {
        connection.publish(topic, payload, retained, taken -> {});
    }

    @Override
    public void answer(Incoming message, String topic, byte[] payload, boolean retained) {
        connection.publish(topic, payload, retained, taken -> acknowledge(message));
    }

    @Override
    public void acknowledge(Incoming message) {
        if (message.qos() > 0) {
            connection.acknowledge(message.id());
        }
    }

    @Override
    public void flush() {
        connection.flush();
    }

    /** Ends the link; what is not acknowledged comes again over the next one. */
    @Override
    public void close() {
        connection.close(false);
    }

    private void arrived(MqttPublishMessage message) {
        inbox.accept(new Incoming(
                this,
                message.variableHeader().packetId(),
                message.fixedHeader().qosLevel().value(),
                message.variableHeader().topicName(),
                ByteBufUtil.getBytes(message.payload()),
                message.fixedHeader().isRetain(),
                sender(message),
                System.nanoTime()));
    }

    /** Who asks for a password: what our own broker says, or what they say themselves. */
    private Sender sender(MqttPublishMessage message) {
        if (trusted) {
            return new Sender(
                    Objects.requireNonNullElse(Frames.userProperty(message, Hatch.CLIENT_ID_PROPERTY), ""),
                    Objects.requireNonNullElse(Frames.userProperty(message, Hatch.ADDRESS_PROPERTY), ""));
        }
        String reply = Frames.responseTopic(message);
        return reply != null && reply.startsWith(Topics.ENROLL_REPLY)
                ? new Sender(reply.substring(Topics.ENROLL_REPLY.length()), "")
                : Sender.UNKNOWN;
    }
}
