package io.muster.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.muster.kernel.SourceNetwork;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Slows down guessing of passwords: by source, by account and source, and by account. Sources from which an account has signed
 * in before are not slowed by what others do, so nobody can lock the real owner out.
 */
@Component
class SignInThrottle {

    private static final Duration PERIOD = Duration.ofMinutes(15);
    private static final int MOST_KEYS = 100_000;

    private final Cache<String, Bucket> bySource = cache(PERIOD);
    private final Cache<String, Bucket> byPair = cache(PERIOD);
    private final Cache<String, Bucket> byAccount = cache(PERIOD);
    private final Cache<String, Boolean> known = cache(Duration.ofDays(30));

    private static <V> Cache<String, V> cache(Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_KEYS)
                .expireAfterAccess(kept)
                .build();
    }

    private static Bucket bucket(int attempts) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(attempts).refillGreedy(attempts, PERIOD))
                .build();
    }

    /**
     * Counts an attempt before the password is looked at, so that attempts in parallel count too.
     *
     * @throws TooManyAttempts when this source or account has to wait
     */
    void attempt(String account, String source) {
        attempt(() -> account, source);
    }

    /**
     * The same, where the account has to be looked up first, which is not done for a source that has to wait anyway.
     *
     * @return the account
     */
    String attempt(Supplier<String> lookUp, String source) {
        String network = SourceNetwork.of(source);
        // One after the other: a source that has to wait anyway fills no memory with names that it makes up.
        use(sourceBucket(network));
        String account = lookUp.get();
        String pair = account + '\n' + network;
        use(pairBucket(pair));
        if (known.getIfPresent(pair) == null) {
            use(byAccount.get(account, key -> bucket(50)));
        }
        return account;
    }

    /**
     * Counts an attempt of somebody who is signed in, and proves once more to be who that is. Nobody else's attempts count.
     *
     * @param account for whom, and for what
     * @throws TooManyAttempts when this account has to wait
     */
    void attemptAgain(String account) {
        use(pairBucket(account));
    }

    /** Gives back what a successful attempt took. */
    void succeededAgain(String account) {
        byPair.invalidate(account);
    }

    private static void use(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new TooManyAttempts(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    /** Gives back what a successful attempt took. */
    void succeeded(String account, String source) {
        String network = SourceNetwork.of(source);
        String pair = account + '\n' + network;
        known.put(pair, true);
        sourceBucket(network).addTokens(1);
        byPair.invalidate(pair);
    }

    private Bucket sourceBucket(String source) {
        return bySource.get(source, key -> bucket(100));
    }

    private Bucket pairBucket(String pair) {
        return byPair.get(pair, key -> bucket(10));
    }
}
