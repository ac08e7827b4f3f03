package io.muster.mqtt;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** How bytes come from a broker and get there: TCP, TLS where the address says so, and Netty's codec for MQTT. */
final class BrokerSocket {

    /** More than any unit may send. What is larger is for the broker to drop, or it would come again for ever. */
    static final int LARGEST_FRAME = 512 * 1024;

    private BrokerSocket() {}

    /** A thread for one connection. */
    static EventLoopGroup thread() {
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("units-mqtt", true), NioIoHandler.newFactory());
    }

    /**
     * Begins to connect.
     *
     * @param silence how long nothing may come before the handler is told of it
     * @param handler of the frames that come
     */
    static ChannelFuture connect(
            EventLoopGroup thread, BrokerAddress address, Duration patience, Duration silence, ChannelHandler handler) {
        return new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) patience.toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws NoSuchAlgorithmException {
                        if (address.tls()) {
                            channel.pipeline().addLast(new SslHandler(engine(address)));
                        }
                        channel.pipeline()
                                .addLast(new IdleStateHandler(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new MqttDecoder(LARGEST_FRAME), MqttEncoder.INSTANCE, handler);
                    }
                })
                .connect(address.host(), address.port());
    }

    /** Trusts whom Java trusts, and only if the certificate is of this host. */
    private static SSLEngine engine(BrokerAddress address) throws NoSuchAlgorithmException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(address.host(), address.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }
}
