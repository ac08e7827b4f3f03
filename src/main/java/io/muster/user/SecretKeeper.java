package io.muster.user;

import io.muster.kernel.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Encrypts the secrets that the database must keep readable, so that whoever gets hold of the database alone has none of them
 * (AES-256-GCM). The key is the setting {@code MUSTER_SECRET_KEY} or, without it, the file {@code secret.key} in the data
 * directory, which is made at the first start.
 */
@Component
public class SecretKeeper {

    private static final String VERSION = "v1:";
    private static final String FILE = "secret.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;
    /** The key that this start has made, and nobody has used yet. */
    private @Nullable Path made;

    SecretKeeper(@Value("${muster.secret-key}") String setting, @Value("${muster.data-dir}") Path directory) {
        this.key = setting.isBlank() ? ofFile(directory) : parse(setting, "MUSTER_SECRET_KEY");
    }

    static boolean isSealed(String stored) {
        return stored.startsWith(VERSION);
    }

    /**
     * Encrypts a text.
     *
     * @param owner whose it is; elsewhere it cannot be opened
     */
    public String seal(String text, String owner) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, text.getBytes(StandardCharsets.UTF_8), owner);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return VERSION + Base64.getEncoder().encodeToString(whole);
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException when it was made with another key or for another owner
     */
    public String open(String stored, String owner) {
        if (!isSealed(stored)) {
            throw new IllegalStateException("A secret of " + owner + " is not encrypted");
        }
        byte[] whole = Base64.getDecoder().decode(stored.substring(VERSION.length()));
        byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
        return new String(run(Cipher.DECRYPT_MODE, nonce, sealed, owner), StandardCharsets.UTF_8);
    }

    /**
     * A key that only who has the secret key can tell: 256 bits, the same for the same purpose (HMAC-SHA-256).
     *
     * @param purpose what it is for, and for nothing else
     */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.getEncoded(), MAC));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The database has secrets of another key: one that was only just made must not be taken for it later. */
    void withdraw() {
        try {
            if (made != null) {
                Files.deleteIfExists(made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The key " + made + ", which fits to nothing, cannot be deleted", e);
        }
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String owner) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The secrets in the database do not fit to this key: bring back the file secret.key, or the setting"
                            + " MUSTER_SECRET_KEY, that they were made with; all instances on one database need the same",
                    e);
        }
    }

    private SecretKey ofFile(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (Files.notExists(file)) {
                create(directory, file);
                made = file;
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("The key " + file + " can be neither read nor made", e);
        }
    }

    /** Written aside first: whoever stops the program in this moment leaves no half a key behind. */
    private void create(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        Path fresh = Files.createTempFile(directory, FILE, ".new", OwnerOnly.file());
        Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n");
        try {
            // Never over a key that another start has made in the meantime.
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException there) {
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static SecretKey parse(String text, String from) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text.strip());
            if (bytes.length == KEY_BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(from + " is not 32 bytes in Base64 (openssl rand -base64 32)", e);
        }
        throw new IllegalStateException(from + " is not 32 bytes in Base64 (openssl rand -base64 32)");
    }
}
