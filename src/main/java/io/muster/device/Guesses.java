package io.muster.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Wrong proofs and claim codes: at most 5 for a unit and 20 from one source, in an hour (MQTT contract, Credentials). Units
 * that nobody knows are counted like any other. What is guessed elsewhere does not count: a stranger cannot keep a unit from
 * those whose it is, nor do they learn of it.
 */
@Component
class Guesses {

    static final int MOST_OF_A_UNIT = 5;
    static final int MOST_OF_A_SOURCE = 20;
    static final Duration PERIOD = Duration.ofHours(1);

    /**
     * Who guesses.
     *
     * @param source of which so many guesses are taken, whichever units they are for
     * @param circle those who share the guesses for one unit: the people of a customer, or who comes from one address
     */
    record Guesser(String source, String circle) {}

    private static final int MOST_COUNTED = 100_000;

    private final Cache<String, AtomicInteger> wrong = Caffeine.newBuilder()
            .maximumSize(MOST_COUNTED)
            .expireAfterWrite(PERIOD)
            .build();

    /**
     * Counts an attempt before anything is compared, so that attempts in parallel count too. {@link #right} gives back what
     * a good one took.
     *
     * @return false when there were too many wrong ones
     */
    boolean attempt(UnitId unit, Guesser who) {
        boolean allowed = take(source(who), MOST_OF_A_SOURCE);
        if (allowed && !take(unit(unit, who), MOST_OF_A_UNIT)) {
            give(source(who));
            return false;
        }
        return allowed;
    }

    /** How long until attempts are counted from the beginning again. */
    Duration wait(UnitId unit, Guesser who) {
        return Stream.of(full(unit(unit, who), MOST_OF_A_UNIT), full(source(who), MOST_OF_A_SOURCE))
                .max(Duration::compareTo)
                .filter(longest -> !longest.isZero())
                .orElse(Duration.ofSeconds(1));
    }

    private Duration full(String key, int most) {
        AtomicInteger count = wrong.getIfPresent(key);
        return count == null || count.get() < most
                ? Duration.ZERO
                : wrong.policy()
                        .expireAfterWrite()
                        .flatMap(expiry -> expiry.ageOf(key))
                        .map(PERIOD::minus)
                        .orElse(Duration.ZERO);
    }

    void right(UnitId unit, Guesser who) {
        give(unit(unit, who));
        give(source(who));
    }

    private boolean take(String key, int most) {
        AtomicInteger count = wrong.get(key, first -> new AtomicInteger());
        return count.getAndUpdate(before -> before < most ? before + 1 : before) < most;
    }

    private void give(String key) {
        AtomicInteger count = wrong.getIfPresent(key);
        if (count != null) {
            count.getAndUpdate(before -> before > 0 ? before - 1 : 0);
        }
    }

    private static String unit(UnitId unit, Guesser who) {
        return "unit " + unit + " " + who.circle();
    }

    private static String source(Guesser who) {
        return "source " + who.source();
    }
}
