package io.muster.mqtt;

import io.muster.kernel.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Turns PEM files, which every authority hands out, into the key stores that the embedded broker reads. */
final class PemStore {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final byte[] SAMPLE = "muster".getBytes(StandardCharsets.US_ASCII);

    private PemStore() {}

    /**
     * Writes a store with the broker's own certificate, readable for the owner alone.
     *
     * @throws IllegalStateException with what is wrong with the files, for whoever set them
     */
    static void writeOwn(Path store, String password, Path cert, Path key) {
        List<X509Certificate> chain = certificates(cert, "MUSTER_MQTT_TLS_CERT");
        PrivateKey secret = key(key);
        requireFits(chain.getFirst(), secret, cert, key);
        write(
                store,
                password,
                all -> all.setKeyEntry("broker", secret, password.toCharArray(), chain.toArray(Certificate[]::new)));
    }

    /** Writes a store with the authorities of client certificates. */
    static void writeTrusted(Path store, String password, Path authorities) {
        List<X509Certificate> trusted = certificates(authorities, "MUSTER_MQTT_TLS_CLIENT_CA");
        write(store, password, all -> {
            for (int i = 0; i < trusted.size(); i++) {
                all.setCertificateEntry("authority-" + i, trusted.get(i));
            }
        });
    }

    /** The name in a certificate; "" when there is none, or more than one. */
    static String commonName(X509Certificate certificate) {
        try {
            List<String> names = new LdapName(
                            certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .toList();
            return names.size() == 1 ? names.getFirst() : "";
        } catch (InvalidNameException e) {
            return "";
        }
    }

    private interface Filling {

        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private static void write(Path file, String password, Filling filling) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            Files.deleteIfExists(file);
            Files.createFile(file, OwnerOnly.file());
            try (OutputStream out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The key store " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> certificates(Path file, String setting) {
        List<X509Certificate> found = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) each);
            }
        } catch (IOException e) {
            throw new IllegalStateException(setting + ": " + file + " cannot be read (" + e + ")", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(setting + ": " + file + " is no certificate as PEM", e);
        }
        if (found.isEmpty()) {
            throw new IllegalStateException(setting + ": " + file + " holds no certificate");
        }
        return found;
    }

    private static PrivateKey key(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("MUSTER_MQTT_TLS_KEY: " + file + " cannot be read (" + e + ")", e);
        }
        Matcher found = KEY.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("MUSTER_MQTT_TLS_KEY: " + file + " holds no unencrypted PKCS #8 key"
                    + " (-----BEGIN PRIVATE KEY-----); make one of it: openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(found.group(1));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("MUSTER_MQTT_TLS_KEY: " + file + " is damaged", e);
        }
        for (String algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                // The next one.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("MUSTER_MQTT_TLS_KEY: " + file + " is neither an RSA nor an EC key");
    }

    /** Else every unit would be turned away, for a reason that nobody sees. */
    private static void requireFits(X509Certificate certificate, PrivateKey key, Path certFile, Path keyFile) {
        boolean fits = false;
        try {
            if (certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
                Signature signature =
                        Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
                signature.initSign(key);
                signature.update(SAMPLE);
                byte[] signed = signature.sign();
                signature.initVerify(certificate.getPublicKey());
                signature.update(SAMPLE);
                fits = signature.verify(signed);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The key " + keyFile + " cannot be used with " + certFile + ": " + e.getMessage(), e);
        }
        if (!fits) {
            throw new IllegalStateException(
                    "The key " + keyFile + " is not that of the first certificate in " + certFile);
        }
    }
}
