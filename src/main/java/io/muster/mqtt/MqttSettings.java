package io.muster.mqtt;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Configuration;

/**
 * Settings of the way to the units.
 *
 * @param embedded          run a broker of our own; else {@code url} names one
 * @param port              TCP port of the embedded broker
 * @param bind              address that the embedded broker listens on
 * @param bootstrapPassword password of the user by which unknown units ask to be let in; may be empty on loopback only
 * @param url               external broker: {@code mqtt://host:port} or {@code mqtts://host:port}
 * @param username          our user at the external broker
 * @param password          our password there
 * @param dynsec            the external broker is a Mosquitto with its dynamic security plugin, which we tell of the units
 * @param publicUrl         address that people are told to give to their units, when it differs
 * @param unitRate          messages a second that one unit may send for long; 0: as many as it likes
 * @param customerRate      messages a second that all units of one customer may send for long; 0: as many as they like
 * @param dataDir           where the embedded broker keeps its journal
 * @param tls               a second, encrypted door of the embedded broker
 */
@ConfigurationProperties("muster.mqtt")
record MqttSettings(
        @DefaultValue("true") boolean embedded,
        @DefaultValue("1883") int port,
        @DefaultValue("127.0.0.1") String bind,
        @DefaultValue("") String bootstrapPassword,
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("false") boolean dynsec,
        @Nullable String publicUrl,
        @DefaultValue("20") int unitRate,
        @DefaultValue("0") int customerRate,
        @DefaultValue("./data") Path dataDir,
        @DefaultValue TlsSettings tls) {

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(MqttSettings.class)
    static class Binding {}

    MqttSettings {
        if (unitRate < 0 || customerRate < 0) {
            throw new IllegalStateException(
                    "MUSTER_MQTT_UNIT_RATE and MUSTER_MQTT_CUSTOMER_RATE have to be numbers of messages"
                            + " a second, or 0 for as many as units like");
        }
        requireBroker("MUSTER_MQTT_PUBLIC_URL", publicUrl);
        if (!embedded) {
            requireBroker("MUSTER_MQTT_URL", url);
        }
        if (embedded && bootstrapPassword.isEmpty() && !isLoopback(bind)) {
            throw new IllegalStateException("The broker would listen on " + bind
                    + " and let anybody ask to be let in: set MUSTER_MQTT_BOOTSTRAP_PASSWORD, or let it listen on"
                    + " 127.0.0.1 (MUSTER_MQTT_BIND)");
        }
        if (embedded && tls.isOn() && bootstrapPassword.isEmpty() && !isLoopback(tls.bind())) {
            throw new IllegalStateException("The broker would listen on " + tls.bind()
                    + " and let anybody ask to be let in: set MUSTER_MQTT_BOOTSTRAP_PASSWORD");
        }
        if (embedded && dynsec) {
            throw new IllegalStateException(
                    "MUSTER_MQTT_DYNSEC is for an external Mosquitto; the broker inside asks the database itself");
        }
        if (!embedded && tls.isOn()) {
            throw new IllegalStateException(
                    "MUSTER_MQTT_TLS_PORT is for the broker inside; an external one has its own certificate");
        }
        if (!embedded && (url == null || url.isBlank())) {
            throw new IllegalStateException(
                    "MUSTER_MQTT_EMBEDDED is false, but MUSTER_MQTT_URL does not say where the broker is");
        }
    }

    private static void requireBroker(String setting, @Nullable String url) {
        if (url == null || url.isBlank()) {
            return;
        }
        try {
            BrokerAddress.of(url);
        } catch (LinkBroken nowhere) {
            throw new IllegalStateException(
                    setting + " has to be like mqtt://broker.example.com:1883 or mqtts://broker.example.com:8883",
                    nowhere);
        }
    }

    /** Where the listener connects. */
    String brokerUrl() {
        if (!embedded && url != null) {
            return url;
        }
        return "mqtt://" + host(bind) + ":" + port;
    }

    /** Where units connect, for people to read. */
    String shownUrl() {
        if (publicUrl != null && !publicUrl.isBlank()) {
            return publicUrl;
        }
        boolean onlyTls = embedded && tls.isOn() && isLoopback(bind);
        return onlyTls ? "mqtts://" + host(tls.bind()) + ":" + tls.port() : brokerUrl();
    }

    private static String host(String address) {
        if (address.equals("0.0.0.0") || address.equals("::")) {
            return "127.0.0.1";
        }
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "MqttSettings[" + brokerUrl() + "]";
    }
}
