package io.muster.mqtt;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens.
 *
 * @param tls the connection is encrypted
 */
record BrokerAddress(String host, int port, boolean tls) {

    private static final int PORT = 1883;
    private static final int TLS_PORT = 8883;

    /** Reads {@code mqtt://host:port} or {@code mqtts://host:port}; {@code tcp} and {@code ssl} say the same. */
    static BrokerAddress of(String url) throws LinkBroken {
        URI uri = uri(url);
        if (uri == null || uri.getHost() == null) {
            throw new LinkBroken(url + " does not name a broker");
        }
        boolean tls = "mqtts".equals(uri.getScheme()) || "ssl".equals(uri.getScheme());
        int usual = tls ? TLS_PORT : PORT;
        return new BrokerAddress(
                uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort() > 0 ? uri.getPort() : usual, tls);
    }

    private static @Nullable URI uri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
