package io.muster.user;

import com.nulabinc.zxcvbn.StandardDictionaries;
import io.muster.kernel.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Rules for passwords: at least 12 characters, no rules of composition, none that everybody tries first. They are kept as
 * {@link PasswordHashing} says.
 */
@Component
class Passwords {

    static final int MIN_LENGTH = 12;
    static final int MAX_LENGTH = 128;

    private final HashingPool pool;
    private final PasswordEncoder encoder;
    private final Set<String> common;

    Passwords(HashingPool pool, PasswordEncoder encoder) {
        this.pool = pool;
        this.encoder = encoder;
        try {
            common = new HashSet<>(StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies());
        } catch (IOException e) {
            throw new UncheckedIOException("The list of common passwords cannot be read", e);
        }
    }

    /**
     * Checks a new password.
     *
     * @param own what belongs to the person and must not be the password: address, user name
     * @throws Rejected when it breaks a rule
     */
    void check(String password, List<String> own) {
        int length = password.codePointCount(0, password.length());
        if (length < MIN_LENGTH) {
            throw Rejected.invalid("password", "problem.password.short", MIN_LENGTH);
        }
        if (length > MAX_LENGTH) {
            throw Rejected.invalid("password", "problem.password.long", MAX_LENGTH);
        }
        String plain = normal(password).toLowerCase(Locale.ROOT);
        boolean repeated = plain.codePoints().distinct().count() < 3;
        if (repeated
                || isCommon(plain)
                || own.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).equals(plain))) {
            throw Rejected.invalid("password", "problem.password.common");
        }
    }

    /** On the list, or a word of the list written several times or followed by digits only. */
    private boolean isCommon(String plain) {
        String letters = plain.replaceAll("[0-9!._ -]+$", "");
        boolean twice = plain.length() % 2 == 0
                && plain.substring(0, plain.length() / 2).equals(plain.substring(plain.length() / 2));
        return common.contains(plain)
                || (letters.length() >= 4 && letters.length() < MIN_LENGTH && common.contains(letters))
                || (twice && common.contains(plain.substring(0, plain.length() / 2)));
    }

    /**
     * Hashes a password; never to be called while rows of the database are locked, since it takes a while.
     *
     * @throws TooManyAttempts when too many passwords wait to be hashed
     */
    String hash(String password) {
        return pool.run(() -> encoder.encode(normal(password)));
    }

    /** Like {@link #hash}, for a password that somebody types who claims to know it. */
    boolean matches(String password, String hash) {
        return password.length() <= 4 * MAX_LENGTH && pool.run(() -> encoder.matches(normal(password), hash));
    }

    /** The same password typed on another keyboard is the same password. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }
}
