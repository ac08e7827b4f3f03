package io.muster.mqtt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows down who guesses the bootstrap password, the only one that a person made up. It is counted for each source, and for a
 * minute, so that nobody else is locked out, and nobody for long. Passwords of units cannot be guessed.
 */
final class Throttle {

    private static final int MOST_WRONG = 20;
    private static final int MOST_SOURCES = 10_000;

    private final Cache<InetAddress, AtomicInteger> wrong = Caffeine.newBuilder()
            .maximumSize(MOST_SOURCES)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    boolean isShut(String user, Optional<InetAddress> source) {
        return user.equals(TopicRules.BOOTSTRAP)
                && source.map(wrong::getIfPresent)
                        .filter(count -> count.get() >= MOST_WRONG)
                        .isPresent();
    }

    void wrong(String user, Optional<InetAddress> source) {
        if (user.equals(TopicRules.BOOTSTRAP)) {
            source.ifPresent(address -> wrong.asMap()
                    .computeIfAbsent(address, key -> new AtomicInteger())
                    .incrementAndGet());
        }
    }
}
