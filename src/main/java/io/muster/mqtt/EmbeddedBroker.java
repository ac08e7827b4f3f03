package io.muster.mqtt;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import io.muster.kernel.OwnerOnly;
import io.muster.kernel.UnitId;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The broker that runs inside the program (HiveMQ CE), unless an external one is set. Its journal is in the data directory. */
@Component
class EmbeddedBroker implements SmartLifecycle {

    /** Before the listener, and the web server too: when the page can be reached, units can. */
    static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Oversized messages are to reach the listener, which tells the unit; beyond this the broker hangs up. */
    private static final int MAX_PACKET_BYTES = 128 * 1024;

    private static final long MEGABYTE = 1024L * 1024;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private static final String CONFIG = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- Written at every start; the settings are those of Muster. -->
            <hivemq>
              <listeners>
                <tcp-listener>
                  <port>%d</port>
                  <bind-address>%s</bind-address>
                </tcp-listener>%s
              </listeners>
              <mqtt>
                <queued-messages>
                  <max-queue-size>200000</max-queue-size>
                  <strategy>discard</strategy>
                </queued-messages>
                <session-expiry>
                  <max-interval>2592000</max-interval>
                </session-expiry>
                <packets>
                  <max-packet-size>%d</max-packet-size>
                </packets>
                <receive-maximum>
                  <server-receive-maximum>1000</server-receive-maximum>
                </receive-maximum>
              </mqtt>
              <persistence>
                <mode>file</mode>
              </persistence>
              <anonymous-usage-statistics>
                <enabled>false</enabled>
              </anonymous-usage-statistics>
            </hivemq>
            """;

    private final MqttSettings settings;
    private final Doorkeeper doorkeeper;
    private final EmbeddedPublisher publisher;
    private @Nullable EmbeddedHiveMQ broker;

    EmbeddedBroker(MqttSettings settings, Doorkeeper doorkeeper, EmbeddedPublisher publisher) {
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.publisher = publisher;
    }

    @Override
    public synchronized void start() {
        if (!settings.embedded() || broker != null) {
            return;
        }
        requireFreePort(settings.bind(), settings.port(), "MUSTER_MQTT");
        if (settings.tls().isOn()) {
            requireFreePort(settings.tls().bind(), settings.tls().port(), "MUSTER_MQTT_TLS");
        }
        tune();
        Path home = settings.dataDir().resolve("broker").toAbsolutePath();
        try {
            Path conf = Files.createDirectories(home.resolve("conf"));
            Path data = Files.createDirectories(home.resolve("data"));
            Path extensions = Files.createDirectories(home.resolve("extensions"));
            // It holds the password of the key store.
            Path config = conf.resolve("config.xml");
            Files.deleteIfExists(config);
            Files.createFile(config, OwnerOnly.file());
            Files.writeString(
                    config,
                    CONFIG.formatted(
                            settings.port(),
                            settings.bind(),
                            TlsDoor.listener(settings.tls(), conf),
                            MAX_PACKET_BYTES));
            StoreCache.limit();
            BrokerStore store = new BrokerStore(data);
            requireRoom(store, data);
            store.limit();
            EmbeddedHiveMQ starting = EmbeddedHiveMQ.builder()
                    .withConfigurationFolder(conf)
                    .withDataFolder(data)
                    .withExtensionsFolder(extensions)
                    .withEmbeddedExtension(extension())
                    .withoutLoggingBootstrap()
                    .build();
            broker = starting;
            await(starting);
            LOG.info("MQTT broker listens on {}:{}", settings.bind(), settings.port());
            if (settings.tls().isOn()) {
                LOG.info(
                        "and, with TLS, on {}:{}",
                        settings.tls().bind(),
                        settings.tls().port());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's directory " + home + " cannot be written", e);
        }
    }

    /** What the broker's configuration file cannot say. */
    private static void tune() {
        // Eclipse Kura speaks below $EDC. Who may write where is decided at the door, for $SYS as for any topic.
        InternalConfigurations.MQTT_ALLOW_DOLLAR_TOPICS.set(true);
        // With the default of 50, batches stay small, and a slow disk under the database holds the whole fleet up.
        InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES = Link.RECEIVE_MAXIMUM;
        InternalConfigurations.PUBLISH_POLL_BATCH_SIZE = Link.RECEIVE_MAXIMUM / 2;
    }

    /** The broker itself would wait for room without a word, and the program with it. */
    private static void requireRoom(BrokerStore store, Path data) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        if (store.isNew() && free < BrokerStore.LEAST_BYTES) {
            throw new IllegalStateException("There is not enough room in MUSTER_DATA_DIR: " + free / MEGABYTE
                    + " MB are free on its disk, and the broker needs " + BrokerStore.LEAST_BYTES / MEGABYTE
                    + " to start");
        }
    }

    private static void await(EmbeddedHiveMQ starting) {
        try {
            starting.start().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The broker has not started within " + LONGEST_START.toMinutes()
                            + " minutes: what it says above is why, or the disk of MUSTER_DATA_DIR is full",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The broker cannot start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The program was stopped while its broker started", e);
        }
    }

    /** The broker itself would only log it, and the program would run without its units. */
    private static void requireFreePort(String bind, int port, String setting) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The broker cannot listen on " + bind + ":" + port + " (" + e.getMessage() + "); set " + setting
                            + "_PORT or " + setting + "_BIND",
                    e);
        }
    }

    private EmbeddedExtension extension() {
        return EmbeddedExtension.builder()
                .withId("muster")
                .withName("Muster")
                .withVersion("1")
                .withPriority(0)
                .withStartPriority(1000)
                .withExtensionMain(new ExtensionMain() {
                    @Override
                    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
                        doorkeeper.register();
                        publisher.register();
                    }

                    @Override
                    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
                })
                .build();
    }

    /** Ends the connections of a unit. */
    synchronized void disconnect(UnitId unit) {
        if (broker != null) {
            doorkeeper.disconnect(unit);
        }
    }

    /** Also when the program could not be started: a thread of the broker's would keep it from ending. */
    @Override
    @PreDestroy
    public synchronized void stop() {
        EmbeddedHiveMQ ending = broker;
        broker = null;
        if (ending != null) {
            try {
                ending.close();
            } catch (ExecutionException e) {
                LOG.warn("The broker did not stop cleanly", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return broker != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
