package io.muster.mqtt;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * A connection to a broker, in MQTT 5. It has a thread of its own, which reads and writes, and which alone touches what is under
 * way; others hand over what is to be sent. Once it is broken it stays so.
 */
final class BrokerConnection extends SimpleChannelInboundHandler<MqttMessage> {

    /**
     * How long is waited.
     *
     * @param keepAlive the broker hears of us at least this often; if it is silent for half as long again, it is dead
     * @param patience  for the answer to something that we ask for
     */
    record Times(Duration keepAlive, Duration patience) {

        static final Times USUAL = new Times(Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    private static final int MOST_UNDER_WAY = 1000;
    private static final long GOODBYE_MS = 1000;

    private final Times times;
    private final Consumer<MqttPublishMessage> inbox;
    private final EventLoopGroup thread = BrokerSocket.thread();
    private final Handover handover = new Handover(thread);
    private final UnderWay underWay = new UnderWay(handover::write);
    private final Crowd crowd = new Crowd();
    private final CompletableFuture<MqttMessage> welcomed = new CompletableFuture<>();
    private final CompletableFuture<MqttMessage> ended = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean open;

    /** @param inbox takes messages on the connection's thread; it must not wait, and copies what it keeps */
    BrokerConnection(Times times, Consumer<MqttPublishMessage> inbox) {
        this.times = times;
        this.inbox = inbox;
    }

    /** Connects, and returns when the broker has let us in. */
    void open(BrokerAddress address, Frames.Login login) throws LinkBroken {
        Duration silence = times.keepAlive().multipliedBy(3).dividedBy(2);
        ChannelFuture connecting = BrokerSocket.connect(thread, address, times.patience(), silence, this);
        handover.to(connecting.channel());
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                handover.write(Frames.connect(login, times.keepAlive(), BrokerSocket.LARGEST_FRAME));
                handover.send();
            } else {
                end(done.cause());
            }
        });
        await(welcomed);
    }

    boolean isOpen() {
        return open;
    }

    /** @throws LinkBroken also when one of them is refused */
    void subscribe(List<String> filters) throws LinkBroken {
        MqttSubAckMessage answer = (MqttSubAckMessage) ask(id -> Frames.subscribe(id, filters));
        for (int code : answer.payload().reasonCodes()) {
            if (code >= Frames.REFUSED) {
                throw new LinkBroken("The broker refuses a subscription (" + code + ")");
            }
        }
    }

    void unsubscribe(List<String> filters) throws LinkBroken {
        ask(id -> Frames.unsubscribe(id, filters));
    }

    private MqttMessage ask(IntFunction<MqttMessage> frame) throws LinkBroken {
        CompletableFuture<MqttMessage> answer = new CompletableFuture<>();
        handover.add(() -> underWay.ask(frame, answer::complete));
        flush();
        return await(answer);
    }

    /** Waits for something that the broker is to send; when that does not come, the connection is of no use. */
    <T> T await(CompletableFuture<T> answer) throws LinkBroken {
        try {
            CompletableFuture.anyOf(answer, ended).get(times.patience().toMillis(), TimeUnit.MILLISECONDS);
            return answer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkBroken(e);
        } catch (TimeoutException e) {
            throw new LinkBroken("The broker does not answer");
        } catch (ExecutionException e) {
            throw new LinkBroken(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Sends a message at QoS 1, with the next {@link #flush} and as soon as the broker takes more than it has.
     *
     * @param taken is told on the connection's thread what became of it
     */
    void publish(String topic, byte[] payload, boolean retained, IntConsumer taken) {
        UnderWay.Publication publication = new UnderWay.Publication(topic, payload, retained, taken);
        handover.add(() -> underWay.publish(publication));
    }

    /** Tells the broker, with the next {@link #flush}, that a message of its own was taken. */
    void acknowledge(int id) {
        handover.add(() -> handover.write(Frames.acknowledgement(id)));
        crowd.acknowledged();
    }

    /** Messages of the broker that it has not been told to be taken. */
    int unacknowledged() {
        return crowd.size();
    }

    /** Lets leave what was handed over until now, all at once. */
    void flush() {
        handover.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            end(message.decoderResult().cause());
            return;
        }
        switch (message.fixedHeader().messageType()) {
            case PUBLISH -> arrived((MqttPublishMessage) message);
            case PUBACK, SUBACK, UNSUBACK -> underWay.answered(message);
            case CONNACK -> welcome(context, (MqttConnAckMessage) message);
            case PINGRESP -> {}
            case DISCONNECT -> end(new LinkBroken("The broker hung up"));
            default -> end(new LinkBroken("The broker sent " + message.fixedHeader()));
        }
    }

    private void arrived(MqttPublishMessage message) {
        crowd.arrived(message);
        inbox.accept(message);
    }

    private void welcome(ChannelHandlerContext context, MqttConnAckMessage welcome) {
        MqttConnectReturnCode verdict = welcome.variableHeader().connectReturnCode();
        if (verdict != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            end(new LinkBroken("The broker does not let us in: " + verdict));
            return;
        }
        underWay.allow(Math.min(MOST_UNDER_WAY, Frames.number(welcome, MqttProperties.RECEIVE_MAXIMUM, UnderWay.MOST)));
        int ours = (int) times.keepAlive().toSeconds();
        long twice = 500L * Math.min(ours, Frames.number(welcome, MqttProperties.SERVER_KEEP_ALIVE, ours));
        context.executor()
                .scheduleAtFixedRate(
                        () -> context.writeAndFlush(MqttMessage.PINGREQ), twice, twice, TimeUnit.MILLISECONDS);
        open = true;
        welcomed.complete(welcome);
    }

    /** The answers to all that came together leave together. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        handover.send();
        crowd.rest();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            end(new LinkBroken("Nothing is heard of the broker"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(new LinkBroken("The connection is gone"));
    }

    /**
     * Ends the connection, after everything that was handed over. Not to be called on its own thread.
     *
     * @param forGood the session ends as well
     * @return false when the broker could not be told
     */
    boolean close(boolean forGood) {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        boolean wasOpen = open;
        open = false;
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        if (wasOpen) {
            handover.addLast(Frames.goodbye(forGood), told::complete);
            flush();
            told.completeOnTimeout(false, GOODBYE_MS, TimeUnit.MILLISECONDS).join();
        }
        end(new LinkBroken("The connection is closed"));
        return told.getNow(false);
    }

    private void end(Throwable why) {
        open = false;
        ended.completeExceptionally(why);
        handover.hangUp();
        thread.shutdownGracefully(0, GOODBYE_MS, TimeUnit.MILLISECONDS);
    }
}
