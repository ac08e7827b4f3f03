package io.muster.kernel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How often somebody is written to because somebody else wants it, so that nobody fills a mailbox. Each instance counts by itself. */
@Component
public class MailAllowance {

    /** To one address with one purpose: the second mail after the first was lost, and the third in doubt. */
    public static final int AT_ONCE = 3;

    /** Until there may be one more. */
    public static final Duration PAUSE = Duration.ofMinutes(2);

    /** To whoever somebody names, in an hour. */
    public static final int TO_ANYBODY = 60;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_COUNTED = 100_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_COUNTED)
            .expireAfterAccess(HOUR)
            .build();

    /**
     * Counts a mail.
     *
     * @param purpose what it is for; mails for other purposes are counted apart
     * @throws Rejected TOO_MANY_REQUESTS when the address has to be left alone for a while
     */
    public void to(EmailAddress address, String purpose) {
        use(purpose + "\n" + Text.key(address.value()), AT_ONCE, PAUSE.multipliedBy(AT_ONCE));
    }

    /**
     * Counts a mail to an address that somebody has typed, which may be anybody's.
     *
     * @throws Rejected TOO_MANY_REQUESTS when the address has to be left alone, or the sender has sent too many
     */
    public void toAnybody(EmailAddress address, String purpose, UserId by) {
        to(address, purpose);
        use(purpose + " by\n" + by, TO_ANYBODY, HOUR);
    }

    private void use(String key, int most, Duration period) {
        ConsumptionProbe probe = buckets.get(
                        key,
                        wanted -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(most).refillGreedy(most, period))
                                .build())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw Rejected.tooMany("problem.mail.tooMany", Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }
}
