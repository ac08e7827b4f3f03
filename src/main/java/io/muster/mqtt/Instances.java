package io.muster.mqtt;

import java.time.Clock;
import java.time.Duration;
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

    /** Nothing is left of this instance. Should it come back, it says so. */
    @Transactional
    void gone(String silent) {
        jdbc.sql("delete from listener_instance where client_id = ?")
                .param(silent)
                .update();
    }
}
