package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes what units answer to {@link Commands}. */
@Service
public class CommandReplies {

    private static final Duration RETENTION = Duration.ofDays(30);

    private final CommandStore store;
    private final PresenceBoard board;
    private final Journal journal;

    CommandReplies(CommandStore store, PresenceBoard board, Journal journal) {
        this.store = store;
        this.board = board;
        this.journal = journal;
    }

    /**
     * Notes answers. One that nobody waits for, or of a unit to which nobody listens, is a sign of life like any other message,
     * and nothing else.
     */
    @Unguarded("the broker lets a unit write under its own id only, and only the unit that was asked can answer")
    @Transactional
    public void take(List<CommandReply> replies) {
        Instant now = journal.now();
        Map<UnitId, PresenceLine> lines =
                board.lock(replies.stream().map(CommandReply::unit).collect(Collectors.toSet()));
        for (CommandReply reply : replies) {
            PresenceLine line = lines.get(reply.unit());
            if (line != null && line.listening()) {
                store.answer(reply, now);
            }
        }
        List<PresenceLine> heard = new ArrayList<>();
        List<@Nullable TreePath> places = new ArrayList<>();
        lines.forEach((unit, line) -> {
            heard.add(line.told(Telemetry.life(unit), now));
            places.add(line.place());
        });
        board.write(heard);
        journal.seen(places);
    }

    /** Forgets commands of long ago. */
    @Unguarded("removes only what is old")
    @Scheduled(initialDelay = 600_000, fixedDelay = 3_600_000)
    @Transactional
    public void purge() {
        store.purge(journal.now().minus(RETENTION));
    }
}
