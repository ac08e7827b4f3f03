package io.muster.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How much each unit may say, so that one gone mad takes nobody else's turn. Who was silent for a while may say much at once:
 * a unit that comes back from a tunnel has a lot to tell.
 */
@Component
class Allowance {

    /** As much as in this time may come at once. */
    private static final int BURST_S = 100;

    private static final int MOST_UNITS = 100_000;

    private final int perSecond;
    private final LongSupplier nanos;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_UNITS)
            .expireAfterAccess(Duration.ofSeconds(BURST_S))
            .build();

    @Autowired
    Allowance(MqttSettings settings) {
        this(settings.unitRate(), System::nanoTime);
    }

    /** @param perSecond messages of one unit; 0: as many as it likes */
    Allowance(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Whether one more message of a unit may be taken now. */
    boolean take(String unit) {
        return perSecond == 0 || buckets.get(unit, key -> new Bucket()).take();
    }

    private final class Bucket {

        private double left = (double) perSecond * BURST_S;
        private long at = nanos.getAsLong();

        private synchronized boolean take() {
            long now = nanos.getAsLong();
            double gained = (double) (now - at) / TimeUnit.SECONDS.toNanos(1) * perSecond;
            left = Math.min((double) perSecond * BURST_S, left + gained);
            at = now;
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }
    }
}
