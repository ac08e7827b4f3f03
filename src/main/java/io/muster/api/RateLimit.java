package io.muster.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.muster.kernel.Secrets;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many requests a minute one token may make; with 0 as many as it likes. */
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
        if (requests < 0) {
            throw new IllegalStateException(
                    "MUSTER_API_RATE_PER_MINUTE has to be a number of requests, or 0 for as many as a token likes");
        }
        this.requests = requests;
    }

    /**
     * Counts one request.
     *
     * @throws Refusal TOO_MANY_REQUESTS when the token has to wait
     */
    void use(String token) {
        if (requests == 0) {
            return;
        }
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
