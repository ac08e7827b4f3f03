package io.muster.mqtt;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The encrypted door of the embedded broker.
 *
 * @param port     TCP port; 0: there is no such door
 * @param bind     address that it listens on
 * @param cert     certificate, and those between it and the authority, as PEM
 * @param key      private key of the certificate, PKCS #8 as PEM (RSA or EC), not encrypted
 * @param clientCa authorities of client certificates, as PEM; null: none is asked for
 */
record TlsSettings(
        @DefaultValue("0") int port,
        @DefaultValue("0.0.0.0") String bind,
        @Nullable Path cert,
        @Nullable Path key,
        @Nullable Path clientCa) {

    static final TlsSettings NONE = new TlsSettings(0, "0.0.0.0", null, null, null);

    TlsSettings {
        if (port != 0 && (cert == null || key == null)) {
            throw new IllegalStateException(
                    "MUSTER_MQTT_TLS_PORT is set: MUSTER_MQTT_TLS_CERT and MUSTER_MQTT_TLS_KEY have to say where the"
                            + " certificate and its private key are");
        }
        if (port == 0 && (cert != null || key != null || clientCa != null)) {
            throw new IllegalStateException(
                    "A certificate is set for the broker, but no port: set MUSTER_MQTT_TLS_PORT");
        }
    }

    boolean isOn() {
        return port != 0;
    }
}
