package io.muster.access;

import io.muster.kernel.Change;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps in the history who opened an address that leads nowhere for them. What does not exist leaves the same trace as what is
 * out of reach, so that not even the history tells one from the other. It belongs to the customer of whoever tried.
 */
@Service
public class OutOfReach {

    /** Most entries of one user within {@link #WINDOW}, each address once: nobody fills the history this way. */
    static final int MOST = 10;

    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int LONGEST = 200;

    private final Access access;
    private final History history;
    private final Clock clock;
    private final Map<UserId, Tried> recent = new HashMap<>();

    OutOfReach(Access access, History history, Clock clock) {
        this.access = access;
        this.history = history;
        this.clock = clock;
    }

    private record Tried(Instant since, Set<String> addresses) {}

    /**
     * Somebody who is signed in was answered "not found".
     *
     * @param address path in the browser, with the id that was tried
     */
    @Transactional
    public void tried(String address) {
        Actor actor = access.person();
        String plain = address.replaceAll("\\p{C}", "");
        String path = plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST);
        if (isWorthAnEntry(actor.id(), path)) {
            history.record(
                    actor.by(),
                    Change.Kind.SIGN_IN,
                    actor.id(),
                    actor.username(),
                    actor.home(),
                    "outOfReach",
                    Change.Field.of("page", null, path));
        }
    }

    private synchronized boolean isWorthAnEntry(UserId user, String address) {
        Instant now = clock.instant();
        recent.values().removeIf(tried -> tried.since().plus(WINDOW).isBefore(now));
        Set<String> addresses = recent.computeIfAbsent(user, first -> new Tried(now, new HashSet<>()))
                .addresses();
        return addresses.size() < MOST && addresses.add(address);
    }
}
