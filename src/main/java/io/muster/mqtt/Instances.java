package io.muster.mqtt;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
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

    /** Client ids of silent instances; each goes to one of those who ask. */
    @Transactional
    List<String> claimSilent(String clientId) {
        List<String> silent = jdbc.sql(
                        "select client_id from listener_instance where alive_at < ? and client_id <> ? for update")
                .params(clock.instant().minus(SILENCE).atOffset(ZoneOffset.UTC), clientId)
                .query((row, number) -> row.getString("client_id"))
                .list();
        silent.forEach(each -> jdbc.sql("delete from listener_instance where client_id = ?")
                .param(each)
                .update());
        return silent;
    }

    /** Puts an instance back that was claimed, because its session could not be taken over. */
    @Transactional
    void unclaim(String clientId) {
        jdbc.sql("insert into listener_instance (client_id, alive_at) select ?, ?"
                        + " where not exists (select 1 from listener_instance where client_id = ?)")
                .params(clientId, clock.instant().minus(SILENCE).atOffset(ZoneOffset.UTC), clientId)
                .update();
    }
}
