package io.muster.mqtt;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** The encrypted listener, as the embedded broker's configuration has it, with the key stores that it reads. */
final class TlsDoor {

    private static final String LISTENER = """

                <tls-tcp-listener>
                  <port>%d</port>
                  <bind-address>%s</bind-address>
                  <tls>
                    <protocols>
                      <protocol>TLSv1.3</protocol>
                      <protocol>TLSv1.2</protocol>
                    </protocols>
                    <keystore>
                      <path>%s</path>
                      <password>%s</password>
                      <private-key-password>%s</private-key-password>
                    </keystore>%s
                  </tls>
                </tls-tcp-listener>""";

    private static final String CLIENTS = """

                    <truststore>
                      <path>%s</path>
                      <password>%s</password>
                    </truststore>
                    <client-authentication-mode>OPTIONAL</client-authentication-mode>""";

    private TlsDoor() {}

    /** The listener's part of the configuration; "" when there is none. Writes the key stores into the directory. */
    static String listener(TlsSettings tls, Path directory) {
        if (!tls.isOn()) {
            return "";
        }
        // Good until the next start, which writes everything anew.
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        Path own = directory.resolve("tls.p12");
        PemStore.writeOwn(own, password, Objects.requireNonNull(tls.cert()), Objects.requireNonNull(tls.key()));
        String clients = "";
        if (tls.clientCa() != null) {
            Path trusted = directory.resolve("clients.p12");
            PemStore.writeTrusted(trusted, password, tls.clientCa());
            clients = CLIENTS.formatted(escaped(trusted), password);
        }
        return LISTENER.formatted(tls.port(), tls.bind(), escaped(own), password, password, clients);
    }

    private static String escaped(Path path) {
        return path.toString().replace("&", "&amp;").replace("<", "&lt;");
    }
}
