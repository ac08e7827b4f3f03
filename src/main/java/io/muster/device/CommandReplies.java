package io.muster.device;

import io.muster.access.Unguarded;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what units answer to {@link Commands}. */
@Service
public class CommandReplies {

    private static final Duration RETENTION = Duration.ofDays(30);

    private final DeviceRepository devices;
    private final CommandStore store;
    private final Journal journal;

    CommandReplies(DeviceRepository devices, CommandStore store, Journal journal) {
        this.devices = devices;
        this.store = store;
        this.journal = journal;
    }

    /** Notes answers; one that nobody waits for changes nothing. */
    @Unguarded("the broker lets a unit write under its own id only, and only the unit that was asked can answer")
    @Transactional
    public void take(List<CommandReply> replies) {
        Instant now = journal.now();
        for (CommandReply reply : replies) {
            if (store.answer(reply, now)) {
                devices.find(reply.unit()).ifPresent(known -> journal.seen(Collections.singletonList(known.place())));
            }
        }
    }

    /** Forgets commands of long ago. */
    @Unguarded("removes only what is old")
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    @Transactional
    public void purge() {
        store.purge(journal.now().minus(RETENTION));
    }
}
