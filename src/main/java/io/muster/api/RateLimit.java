package io.muster.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.muster.kernel.Secrets;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests a minute one token may make. */
@Component
class RateLimit {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST_TOKENS = 100_000;

    private final int requests;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_TOKENS)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    RateLimit(@Value("${muster.api-rate-per-minute:6000}") int requests) {
        this.requests = requests;
    }

    /**
     * Counts one request.
     *
     * @throws Refusal TOO_MANY_REQUESTS when the token has to wait
     */
    void use(String token) {
        ConsumptionProbe probe =
                buckets.get(Secrets.hash(token), key -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Refusal.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, PERIOD))
                .build();
    }
}
