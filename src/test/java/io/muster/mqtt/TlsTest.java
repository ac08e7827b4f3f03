package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.DeviceRegistry;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitCredentials;
import io.muster.kernel.UnitId;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The encrypted door of the embedded broker. It starts one of its own, and two in one virtual machine share
 * what they should not: so it runs where the other tests have none inside.
 */
@MusterTest
@EnabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "a broker of its own")
class TlsTest {

    private static final String STORE_PASSWORD = "store-password";

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    IngestLog ingest;

    @TempDir
    Path directory;

    /** A key and a certificate that it has signed itself, as PEM and as a store. */
    private record Identity(Path cert, Path key, KeyStore store) {}

    @Test
    void units_come_in_encrypted_and_a_certificate_belongs_to_its_name() throws Exception {
        Registered device = register();
        Registered other = register();
        Identity own = identity("127.0.0.1", "EC");
        Identity unit = identity(id(device), "RSA");
        TlsSettings tls = new TlsSettings(Rig.freePort(), "127.0.0.1", own.cert(), own.key(), unit.cert());
        MqttSettings settings = settings(tls);
        assertThat(settings.shownUrl()).isEqualTo("mqtts://127.0.0.1:" + tls.port());
        EmbeddedBroker broker = DeafBroker.of(settings, credentials, ingest, new DiskSpace(settings));
        broker.start();
        try {
            connect(tls.port(), device, own, null);
            connect(tls.port(), device, own, unit);
            connect(tls.port(), other, own, null);
            assertThatThrownBy(() -> connect(tls.port(), other, own, unit))
                    .as("the certificate of another unit")
                    .isInstanceOf(MqttException.class);
            assertThatThrownBy(() -> connect(tls.port(), device, own, identity(id(device), "EC")))
                    .as("a certificate of its own making")
                    .isInstanceOf(MqttException.class);
            assertThatThrownBy(() -> connect(tls.port(), device, unit, null))
                    .as("a broker that it does not trust")
                    .isInstanceOf(MqttException.class);
            for (String secret : new String[] {"tls.p12", "clients.p12", "config.xml"}) {
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("broker/conf/" + secret))))
                        .isEqualTo("rw-------");
            }
        } finally {
            broker.stop();
        }
    }

    @Test
    void so_does_muster_itself_at_a_broker_elsewhere_if_java_trusts_it() throws Exception {
        Registered device = register();
        Identity own = identity("127.0.0.1", "EC");
        TlsSettings tls = new TlsSettings(Rig.freePort(), "127.0.0.1", own.cert(), own.key(), null);
        MqttSettings settings = settings(tls);
        EmbeddedBroker broker = DeafBroker.of(settings, credentials, ingest, new DiskSpace(settings));
        broker.start();
        SSLContext usual = SSLContext.getDefault();
        try {
            assertThatThrownBy(() -> link("mqtts://127.0.0.1:" + tls.port(), device))
                    .as("a broker that Java does not trust")
                    .isInstanceOf(LinkBroken.class)
                    .hasMessageContaining("certification path");
            SSLContext.setDefault(trusting(own, null));
            link("mqtts://127.0.0.1:" + tls.port(), device);
            link("ssl://127.0.0.1:" + tls.port(), device);
            assertThatThrownBy(() -> link("mqtts://localhost:" + tls.port(), device))
                    .as("a certificate of another host")
                    .isInstanceOf(LinkBroken.class)
                    .hasMessageContaining("localhost");
        } finally {
            SSLContext.setDefault(usual);
            broker.stop();
        }
    }

    private static void link(String url, Registered device) throws LinkBroken {
        Link link = new Link(url, UUID.randomUUID().toString(), false, message -> {});
        try {
            link.open(id(device), device.credential().password(), List.of("muster/v1/" + id(device) + "/registration"));
        } finally {
            link.close();
        }
    }

    @Test
    void what_is_wrong_with_the_files_is_said_at_the_start() throws Exception {
        Identity own = identity("127.0.0.1", "EC");
        Identity other = identity("127.0.0.1", "EC");
        Path store = directory.resolve("store.p12");
        assertThatThrownBy(() -> PemStore.writeOwn(store, STORE_PASSWORD, own.cert(), other.key()))
                .hasMessageContaining("is not that of the first certificate");
        Path old = Files.writeString(directory.resolve("old.pem"), "-----BEGIN RSA PRIVATE KEY-----\nMII\n");
        assertThatThrownBy(() -> PemStore.writeOwn(store, STORE_PASSWORD, own.cert(), old))
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        assertThatThrownBy(() -> PemStore.writeOwn(store, STORE_PASSWORD, own.key(), own.key()))
                .hasMessageContaining("MUSTER_MQTT_TLS_CERT");
        assertThatThrownBy(() -> PemStore.writeOwn(store, STORE_PASSWORD, directory.resolve("gone"), own.key()))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> new TlsSettings(8883, "0.0.0.0", own.cert(), null, null))
                .hasMessageContaining("MUSTER_MQTT_TLS_KEY");
        assertThatThrownBy(() -> new MqttSettings(
                        true,
                        1883,
                        "127.0.0.1",
                        "",
                        null,
                        null,
                        null,
                        false,
                        null,
                        20,
                        0,
                        directory,
                        new TlsSettings(8883, "0.0.0.0", own.cert(), own.key(), null)))
                .hasMessageContaining("MUSTER_MQTT_BOOTSTRAP_PASSWORD");
    }

    private MqttSettings settings(TlsSettings tls) {
        return new MqttSettings(
                true,
                Rig.freePort(),
                "127.0.0.1",
                Rig.BOOTSTRAP_PASSWORD,
                null,
                null,
                null,
                false,
                null,
                20,
                0,
                directory,
                tls);
    }

    private Identity identity(String name, String algorithm) throws Exception {
        Path file = directory.resolve(UUID.randomUUID() + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), STORE_PASSWORD.toCharArray());
        return new Identity(
                pem("CERTIFICATE", store.getCertificate("own").getEncoded()),
                pem(
                        "PRIVATE KEY",
                        store.getKey("own", STORE_PASSWORD.toCharArray()).getEncoded()),
                store);
    }

    private Path pem(String label, byte[] bytes) throws Exception {
        Path file = directory.resolve(UUID.randomUUID() + ".pem");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(("-----BEGIN " + label + "-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                            + "-----\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private static void connect(int port, Registered device, Identity trusted, @Nullable Identity shown)
            throws Exception {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(id(device));
        options.setPassword(device.credential().password().getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(trusting(trusted, shown).getSocketFactory());
        options.setConnectionTimeout(10);
        MqttAsyncClient client =
                new MqttAsyncClient("ssl://127.0.0.1:" + port, UUID.randomUUID().toString(), new MemoryPersistence());
        try {
            client.connect(options).waitForCompletion(10_000);
            // With TLS 1.3 a certificate may be turned down only after the handshake.
            client.publish("muster/v1/" + id(device) + "/heartbeat", "{}".getBytes(StandardCharsets.UTF_8), 1, false)
                    .waitForCompletion(10_000);
            client.disconnect().waitForCompletion(10_000);
        } finally {
            client.close(true);
        }
    }

    private static SSLContext trusting(Identity trusted, @Nullable Identity shown) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("broker", trusted.store().getCertificate("own"));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown == null ? null : shown.store(), STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown == null ? null : keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private Registered register() {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(unit), null, cast.customer().id(), null, true)));
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
