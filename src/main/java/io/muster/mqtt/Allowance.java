package io.muster.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many messages each of many senders may send. Who was silent for a while may say much at once: a unit that comes back from
 * a tunnel has a lot to tell.
 *
 * @param <K> what a sender is known by
 */
final class Allowance<K> {

    private static final int MOST_SENDERS = 100_000;

    private final int perSecond;
    private final int burstS;
    private final LongSupplier nanos;
    private final Cache<K, Bucket> buckets;

    /**
     * The same for each of them.
     *
     * @param perSecond messages that one may send for long; 0: as many as it likes
     * @param burstS    as much as in so many seconds may come at once
     */
    Allowance(int perSecond, int burstS, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burstS = burstS;
        this.nanos = nanos;
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_SENDERS)
                .expireAfterAccess(Duration.ofSeconds(burstS))
                .build();
    }

    /** Whether one more message of a sender may be taken now. */
    boolean take(K sender) {
        return perSecond == 0 || buckets.get(sender, key -> new Bucket()).take();
    }

    private final class Bucket {

        private double left = (double) perSecond * burstS;
        private long at = nanos.getAsLong();

        private synchronized boolean take() {
            long now = nanos.getAsLong();
            double gained = (double) (now - at) / TimeUnit.SECONDS.toNanos(1) * perSecond;
            left = Math.min((double) perSecond * burstS, left + gained);
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
