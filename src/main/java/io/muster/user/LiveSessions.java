package io.muster.user;

import io.muster.access.Unguarded;
import io.muster.kernel.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Gatherers;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sessions live in the memory of the program and end with it, however that ends. So each instance says of its own sessions that
 * they are there, and whoever sees that nobody has said so of one for long forgets it.
 */
@Service
public class LiveSessions {

    private static final int AT_ONCE = 1000;

    /** A session of which nobody has said for this long that it is there is over. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    /** When an instance says nothing for this long, then because of the database, which the others did not reach either. */
    private static final Duration LONGEST_GAP = Duration.ofMinutes(3);

    private final JdbcClient jdbc;
    private final PreviewStore previews;
    private final Clock clock;
    private final boolean alone;
    private final Set<Long> own = ConcurrentHashMap.newKeySet();
    private Instant lastSaid;
    private Instant steadySince;

    LiveSessions(JdbcClient jdbc, PreviewStore previews, Database database, Clock clock) {
        this.jdbc = jdbc;
        this.previews = previews;
        this.clock = clock;
        // An H2 database belongs to one instance.
        this.alone = !database.isPostgres();
        this.lastSaid = clock.instant();
        this.steadySince = lastSaid;
    }

    /** Whoever was signed in when the only instance ended is not any more. */
    @EventListener(ApplicationStartedEvent.class)
    @Transactional
    void started() {
        if (alone) {
            forget(lastSaid);
        }
    }

    void begun(long session) {
        own.add(session);
    }

    void ended(long session) {
        own.remove(session);
    }

    /** Says that the sessions of this instance are there, and forgets those of instances that are no more. */
    @Unguarded("looks after the sessions of the program itself")
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    @Transactional
    public synchronized void lookAfter() {
        Instant now = clock.instant();
        if (lastSaid.plus(LONGEST_GAP).isBefore(now)) {
            steadySince = now;
        }
        List.copyOf(own).stream().gather(Gatherers.windowFixed(AT_ONCE)).forEach(part -> say(part, now));
        lastSaid = now;
        // Sessions of others look dead after an outage, until they had the time to say that they are not.
        if (alone || steadySince.plus(LONGEST_SILENCE).isBefore(now)) {
            forget(now.minus(LONGEST_SILENCE));
        }
    }

    private void say(Collection<Long> sessions, Instant now) {
        jdbc.sql("update user_session set alive_at = :now where id in (:ids)")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("ids", sessions)
                .update();
    }

    private void forget(Instant silentSince) {
        jdbc.sql("select id from user_session where alive_at < :since and preview_until is not null")
                .param("since", silentSince.atOffset(ZoneOffset.UTC))
                .query((row, number) -> row.getLong("id"))
                .list()
                .forEach(previews::end);
        jdbc.sql("delete from user_session where alive_at < :since")
                .param("since", silentSince.atOffset(ZoneOffset.UTC))
                .update();
    }
}
