package io.muster.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Which instances of the program listen to the same broker, and which of them have fallen silent. */
@Repository
class Instances {

    /** An instance that has said nothing for this long is dead, or as good as. */
    static final Duration SILENCE = Duration.ofSeconds(15);

    /** One that has said something within this time is alive, and not about to stop. */
    private static final Duration FRESH = Duration.ofSeconds(7);

    private final JdbcClient jdbc;
    private final Clock clock;

    Instances(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Says that this instance is alive. */
    @Transactional
    void alive(String clientId) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        int known = jdbc.sql("update listener_instance set alive_at = ? where client_id = ?")
                .params(now, clientId)
                .update();
        if (known == 0) {
            jdbc.sql("insert into listener_instance (client_id, alive_at) values (?, ?)")
                    .params(clientId, now)
                    .update();
        }
    }

    /**
     * Lets an instance go that is about to stop, if there are others to have its share of the messages. It has until then to end its
     * session, and is taken over as a silent one where it does not. Of several that stop at once the last one stays: what comes while
     * none is there waits in its session.
     *
     * @param patience how long it takes to work off what it has, shorter than {@link #SILENCE}
     * @return false when there are no others
     */
    @Transactional
    boolean leaves(String clientId, Duration patience) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        boolean others = jdbc
                .sql("select client_id, alive_at from listener_instance order by client_id for update")
                .query((row, number) -> !row.getString("client_id").equals(clientId)
                        && row.getObject("alive_at", OffsetDateTime.class).isAfter(now.minus(FRESH)))
                .list()
                .stream()
                .anyMatch(Boolean::booleanValue);
        if (others) {
            jdbc.sql("update listener_instance set alive_at = ? where client_id = ?")
                    .params(now.minus(SILENCE).plus(patience), clientId)
                    .update();
        }
        return others;
    }

    /**
     * Client id of a silent instance, to be taken over by whoever asks. It counts as alive from then on, so that nobody else
     * gets it; but not for longer than others do, unless it is {@linkplain #keep kept}: whoever took it may die as well.
     */
    @Transactional
    Optional<String> claimSilent(String clientId) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        var since = now.minus(SILENCE);
        return jdbc
                .sql("select client_id from listener_instance where alive_at < ? and client_id <> ? order by client_id")
                .params(since, clientId)
                .query((row, number) -> row.getString("client_id"))
                .list()
                .stream()
                .filter(silent ->
                        jdbc.sql("update listener_instance set alive_at = ? where client_id = ? and alive_at < ?")
                                        .params(now, silent, since)
                                        .update()
                                > 0)
                .findFirst();
    }

    /** Says that somebody is still at work on what this instance has left behind. */
    @Transactional
    void keep(String silent) {
        jdbc.sql("update listener_instance set alive_at = ? where client_id = ?")
                .params(clock.instant().atOffset(ZoneOffset.UTC), silent)
                .update();
    }

    /** Whoever was at work on this instance has to stop: anybody may take it over at once, and it does not count as alive. */
    @Transactional
    void release(String silent) {
        jdbc.sql("update listener_instance set alive_at = ? where client_id = ?")
                .params(clock.instant().minus(SILENCE).atOffset(ZoneOffset.UTC), silent)
                .update();
    }

    /** Nothing is left of this instance. Should it come back, it says so. */
    @Transactional
    void gone(String silent) {
        jdbc.sql("delete from listener_instance where client_id = ?")
                .param(silent)
                .update();
    }
}
