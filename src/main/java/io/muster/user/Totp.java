package io.muster.user;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/** Codes of authenticator apps (RFC 6238): six digits, new every 30 seconds. */
final class Totp {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int SECRET_BYTES = 20;
    private static final int DRIFT = 1;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** Blanks and dashes of all sorts, those too that a phone makes of what was typed. */
    private static final Pattern BETWEEN =
            Pattern.compile("[\\s\\p{Pd}\u2212\u00ad\u200b]", Pattern.UNICODE_CHARACTER_CLASS);

    private Totp() {}

    /** A new secret, as it is kept. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A secret as apps want it typed. */
    static String base32(String secret) {
        StringBuilder letters = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : Base64.getDecoder().decode(secret)) {
            buffer = (buffer << 8) | (next & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                letters.append(BASE32.charAt((buffer >> bits) & 31));
            }
        }
        return letters.toString();
    }

    /** A code for somebody who has lost the app: 80 random bits in four groups of letters. */
    static String recoveryCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(BASE32.charAt(RANDOM.nextInt(32)));
        }
        return code.toString();
    }

    /** What somebody typed, written as {@link #recoveryCode} writes it: dashes and blanks are where they please. */
    static String asRecoveryCode(String typed) {
        String letters = BETWEEN.matcher(typed).replaceAll("").toUpperCase(Locale.ROOT);
        return letters.replaceAll("(.{4})(?=.)", "$1-");
    }

    static String code(String secret, Instant moment) {
        try {
            return new TimeBasedOneTimePasswordGenerator(STEP)
                    .generateOneTimePasswordString(
                            new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA1"), moment);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The step that this code belongs to, when it is the present one or one beside it; clocks are not exact. */
    static OptionalLong step(String secret, String typed, Instant now) {
        for (int drift = -DRIFT; drift <= DRIFT; drift++) {
            Instant moment = now.plus(STEP.multipliedBy(drift));
            byte[] expected = code(secret, moment).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(expected, typed.getBytes(StandardCharsets.UTF_8))) {
                return OptionalLong.of(moment.getEpochSecond() / STEP.toSeconds());
            }
        }
        return OptionalLong.empty();
    }
}
