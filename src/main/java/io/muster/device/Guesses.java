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
 * that nobody knows are counted like any other.
 */
@Component
class Guesses {

    static final int MOST_OF_A_UNIT = 5;
    static final int MOST_OF_A_SOURCE = 20;
    static final Duration PERIOD = Duration.ofHours(1);

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
    boolean attempt(UnitId unit, String source) {
        boolean allowed = take(source(source), MOST_OF_A_SOURCE);
        if (allowed && !take(unit(unit), MOST_OF_A_UNIT)) {
            give(source(source));
            return false;
        }
        return allowed;
    }

    /** How long until attempts are counted from the beginning again. */
    Duration wait(UnitId unit, String source) {
        return Stream.of(full(unit(unit), MOST_OF_A_UNIT), full(source(source), MOST_OF_A_SOURCE))
                .max(Duration::compareTo)
                .filter(longest -> !longest.isZero())
                .orElse(Duration.ofSeconds(1));
    }

    private Duration full(String who, int most) {
        AtomicInteger count = wrong.getIfPresent(who);
        return count == null || count.get() < most
                ? Duration.ZERO
                : wrong.policy()
                        .expireAfterWrite()
                        .flatMap(expiry -> expiry.ageOf(who))
                        .map(PERIOD::minus)
                        .orElse(Duration.ZERO);
    }

    void right(UnitId unit, String source) {
        give(unit(unit));
        give(source(source));
    }

    private boolean take(String who, int most) {
        AtomicInteger count = wrong.get(who, key -> new AtomicInteger());
        return count.getAndUpdate(before -> before < most ? before + 1 : before) < most;
    }

    private void give(String who) {
        AtomicInteger count = wrong.getIfPresent(who);
        if (count != null) {
            count.getAndUpdate(before -> before > 0 ? before - 1 : 0);
        }
    }

    private static String unit(UnitId unit) {
        return "unit " + unit;
    }

    private static String source(String source) {
        return "source " + source;
    }
}
