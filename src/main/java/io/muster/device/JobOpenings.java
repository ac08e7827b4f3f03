package io.muster.device;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.muster.kernel.Rejected;
import io.muster.kernel.SourceNetwork;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * How often links of install jobs are opened: each opening is a guest and a line of the history, and whoever has a link could
 * make as many as they like. Each instance counts by itself.
 */
@Component
class JobOpenings {

    /** From one source, whichever links it opens, also such as lead nowhere. */
    static final int MOST_OF_A_SOURCE = 20;

    static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of one job, from wherever: a crew that begins in the morning, and nobody who writes its history full. */
    static final int MOST_OF_A_JOB = 100;

    static final Duration HOUR = Duration.ofHours(1);

    private static final int MOST_COUNTED = 100_000;

    private final Cache<String, Bucket> bySource = cache(MINUTE);
    private final Cache<Long, Bucket> byJob = cache(HOUR);

    private static <K> Cache<K, Bucket> cache(Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_COUNTED)
                .expireAfterAccess(kept)
                .build();
    }

    /**
     * Counts an attempt, before anything is looked up.
     *
     * @throws Rejected TOO_MANY_REQUESTS when this source has to wait
     */
    void attempt(String source) {
        use(bySource.get(SourceNetwork.of(source), key -> bucket(MOST_OF_A_SOURCE, MINUTE)));
    }

    /**
     * Counts an opening of a job that holds.
     *
     * @throws Rejected TOO_MANY_REQUESTS when its next one has to wait
     */
    void open(long job) {
        use(byJob.get(job, key -> bucket(MOST_OF_A_JOB, HOUR)));
    }

    private static Bucket bucket(int most, Duration period) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, period))
                .build();
    }

    private static void use(Bucket bucket) {
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Rejected.tooMany("problem.job.tooMany", Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }
}
