package io.muster;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.muster.mqtt.Mosquitto;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The database, the broker and the mail server under the tests: started once, ended with the virtual machine. */
public final class Rig implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** PostgreSQL and Mosquitto instead of H2 and the embedded broker. */
    public static final boolean EXTERNAL = "external".equals(System.getProperty("muster.rig"));

    public static final String BOOTSTRAP_PASSWORD = "bootstrap-password";

    private static @Nullable Mosquitto mosquitto;
    private static final Map<String, String> SETTINGS = settings();
    private static final GreenMail MAIL = mail();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of(SETTINGS).applyTo(context);
        TestPropertyValues.of(
                        "spring.mail.host=127.0.0.1",
                        "spring.mail.port=" + MAIL.getSmtp().getPort(),
                        "muster.mail-from=muster@example.com")
                .applyTo(context);
    }

    /** What the program has sent. */
    public static GreenMail mailServer() {
        return MAIL;
    }

    /** Texts of the mails that the program has sent to an address. */
    public static List<String> mailsTo(String address) {
        List<String> texts = new ArrayList<>();
        try {
            for (MimeMessage mail : MAIL.getReceivedMessages()) {
                if (mail.getAllRecipients()[0].toString().equals(address)) {
                    texts.add(mail.getContent().toString());
                }
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
        return texts;
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("muster.data-dir", directory().toString());
        settings.put("muster.public-url", "https://muster.example.com");
        settings.put("muster.mqtt.bootstrap-password", BOOTSTRAP_PASSWORD);
        if (EXTERNAL) {
            settings.put("spring.datasource.url", postgres());
            settings.put("spring.datasource.username", "postgres");
            settings.put("spring.datasource.password", "");
        }
        settings.put("muster.mqtt.port", String.valueOf(freePort()));
        if (EXTERNAL) {
            mosquitto = Mosquitto.start(Path.of("target", "rig"));
            settings.put("muster.mqtt.embedded", "false");
            settings.put("muster.mqtt.port", String.valueOf(mosquitto.port()));
            settings.put("muster.mqtt.url", "mqtt://127.0.0.1:" + mosquitto.port());
            settings.put("muster.mqtt.dynsec", "true");
            settings.put("muster.mqtt.username", "listener");
            settings.put("muster.mqtt.password", Mosquitto.LISTENER_PASSWORD);
        }
        return settings;
    }

    /** Port of the broker, embedded or not. */
    public static int mqttPort() {
        return Integer.parseInt(SETTINGS.getOrDefault("muster.mqtt.port", "0"));
    }

    /** Waits until an external broker knows a unit's password, which it is told in a moment; our own knows it already. */
    public static void allow(String unit, String password) {
        if (mosquitto != null) {
            mosquitto.awaitAllowed(unit, password);
        }
    }

    /** Lets a unit in that Muster knows nothing of, as an operator of an external broker can. */
    public static void allowByHand(String unit, String password) {
        if (mosquitto != null) {
            mosquitto.allowByHand(unit, password);
        }
    }

    /** The external broker. */
    public static Mosquitto mosquitto() {
        if (mosquitto == null) {
            throw new IllegalStateException("this rig has none");
        }
        return mosquitto;
    }

    /** A database that stays, and has what was put into it before, when one is named. */
    private static String postgres() {
        String kept = System.getProperty("muster.rig.database", "");
        if (!kept.isEmpty()) {
            return kept;
        }
        try {
            // Not closed: the cached context would wait for it; the process ends with this one.
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            return postgres.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GreenMail mail() {
        GreenMail server = new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "rig")), "data")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody uses at the moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
