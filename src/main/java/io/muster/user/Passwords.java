package io.muster.user;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.Zxcvbn;
import io.muster.kernel.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Rules for passwords: at least 12 characters, no rules of composition, none that is guessed soon. They are kept as
 * {@link PasswordHashing} says.
 */
@Component
class Passwords {

    static final int MIN_LENGTH = 12;
    static final int MAX_LENGTH = 128;

    /** On zxcvbn's scale from 0 to 4: what an attacker guesses within a million attempts is refused. */
    private static final int LEAST_SCORE = 2;

    /** The estimate takes longer than the length grows; what is longer is seldom a word or a row of keys. */
    private static final int LONGEST_ESTIMATED = 32;

    private static final String PRODUCT = "muster";

    private final HashingPool pool;
    private final PasswordEncoder encoder;
    private final Set<String> common;
    private final Zxcvbn strength = new Zxcvbn();

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
                || own.stream().anyMatch(word -> word.toLowerCase(Locale.ROOT).equals(plain))
                || isGuessable(normal(password), own)) {
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
     * Words, names, rows of keys, sequences, dates and repetitions, alone or with little around them. Estimated where passwords
     * are hashed, so that the time it takes is nobody else's.
     */
    private boolean isGuessable(String password, List<String> own) {
        List<String> known = Stream.concat(own.stream(), Stream.of(PRODUCT)).toList();
        return password.length() <= LONGEST_ESTIMATED
                && pool.run(() -> strength.measure(password, known).getScore() < LEAST_SCORE);
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
