package io.muster.mqtt;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A broker for one client that does what a test tells it, and what no real broker would do on demand. */
final class StubBroker implements AutoCloseable {

    /** Stands for the end of the connection among the frames that came. */
    static final String GONE = "gone";

    private final EventLoopGroup threads = BrokerSocket.thread();
    private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
    private final int port;
    private final int receiveMaximum;
    private volatile Channel client;
    /** What it answers to each filter of a subscription. */
    volatile int subscriptionCode = 1;

    volatile boolean answersPings = true;

    /** @param receiveMaximum messages that may be sent to it before it acknowledges the first */
    StubBroker(int receiveMaximum) throws Exception {
        this.receiveMaximum = receiveMaximum;
        Channel server = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        client = channel;
                        channel.pipeline()
                                .addLast(new MqttDecoder(BrokerSocket.LARGEST_FRAME), MqttEncoder.INSTANCE, handler());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        port = ((java.net.InetSocketAddress) server.localAddress()).getPort();
    }

    String url() {
        return "mqtt://127.0.0.1:" + port;
    }

    private SimpleChannelInboundHandler<MqttMessage> handler() {
        return new SimpleChannelInboundHandler<>() {
            @Override
            protected void channelRead0(ChannelHandlerContext context, MqttMessage message) {
                switch (message.fixedHeader().messageType()) {
                    case CONNECT ->
                        context.writeAndFlush(MqttMessageBuilders.connAck()
                                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
                                .properties(properties -> properties.receiveMaximum(receiveMaximum))
                                .build());
                    case SUBSCRIBE -> context.writeAndFlush(subscribed((MqttSubscribeMessage) message));
                    case PINGREQ -> {
                        if (answersPings) {
                            context.writeAndFlush(MqttMessage.PINGRESP);
                        }
                    }
                    default -> frames.add(ReferenceCountUtil.retain(message));
                }
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                frames.add(GONE);
            }
        };
    }

    private MqttMessage subscribed(MqttSubscribeMessage message) {
        int[] codes = IntStream.generate(() -> subscriptionCode)
                .limit(message.payload().topicSubscriptions().size())
                .toArray();
        return new MqttSubAckMessage(
                header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
                message.idAndPropertiesVariableHeader(),
                new MqttSubAckPayload(codes));
    }

    /** The next frame that came, or {@link #GONE}; null when nothing comes for a moment. */
    Object next() throws InterruptedException {
        return frames.poll(2, TimeUnit.SECONDS);
    }

    MqttPublishMessage nextMessage() throws InterruptedException {
        return (MqttPublishMessage) next();
    }

    boolean hearsNothing() throws InterruptedException {
        return frames.poll(300, TimeUnit.MILLISECONDS) == null;
    }

    void acknowledge(int id) {
        client.writeAndFlush(new MqttMessage(
                header(MqttMessageType.PUBACK, MqttQoS.AT_MOST_ONCE), MqttMessageIdVariableHeader.from(id)));
    }

    void send(int id, String topic, byte[] payload) {
        client.writeAndFlush(MqttMessageBuilders.publish()
                .messageId(id)
                .qos(MqttQoS.AT_LEAST_ONCE)
                .topicName(topic)
                .payload(Unpooled.wrappedBuffer(payload))
                .build());
    }

    /** A message of a quality of service that there is not. */
    void sendGarbage() {
        client.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {0x36, 0x05, 0, 1, 'a', 0, 1}));
    }

    void hangUp() {
        client.writeAndFlush(new MqttMessage(header(MqttMessageType.DISCONNECT, MqttQoS.AT_MOST_ONCE)));
    }

    private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
        return new MqttFixedHeader(type, false, qos, false, 0);
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
