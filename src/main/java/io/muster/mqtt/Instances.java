package io.muster.mqtt;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which instances of the program listen to the same broker, and which of them have fallen silent. Only the clock of the database
 * tells: those of the instances need not agree.
 */
@Repository
class Instances {

    /** An instance that has said nothing for this long is dead, or as good as. */
    static final Duration SILENCE = Duration.ofSeconds(15);

    /** One that has said something within this time is alive, and not about to stop. */
    private static final Duration FRESH = Duration.ofSeconds(7);

    private static final String NOW = "current_timestamp";

    private final JdbcClient jdbc;

    Instances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** So long ago, by the clock of the database. */
    private static String ago(Duration time) {
        return "current_timestamp - interval '" + time.toSeconds() + "' second";
    }

    private int set(String clientId, String aliveAt) {
        return jdbc.sql("update listener_instance set alive_at = " + aliveAt + " where client_id = ?")
                .param(clientId)
                .update();
    }

    /** Says that this instance is alive. */
    @Transactional
    void alive(String clientId) {
        if (set(clientId, NOW) == 0) {
            jdbc.sql("insert into listener_instance (client_id, alive_at) values (?, " + NOW + ")")
                    .param(clientId)
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
        boolean others = jdbc
                .sql("select client_id, alive_at > " + ago(FRESH)
                        + " as fresh from listener_instance order by client_id for update")
                .query((row, number) -> !row.getString("client_id").equals(clientId) && row.getBoolean("fresh"))
                .list()
                .stream()
                .anyMatch(Boolean::booleanValue);
        if (others) {
            set(clientId, ago(SILENCE.minus(patience)));
        }
        return others;
    }

    /**
     * Client id of a silent instance, to be taken over by whoever asks. It counts as alive from then on, so that nobody else
     * gets it; but not for longer than others do, unless it is {@linkplain #keep kept}: whoever took it may die as well.
     */
    @Transactional
    Optional<String> claimSilent(String clientId) {
        String isSilent = "alive_at < " + ago(SILENCE);
        return jdbc
                .sql("select client_id from listener_instance where " + isSilent
                        + " and client_id <> ? order by client_id")
                .param(clientId)
                .query((row, number) -> row.getString("client_id"))
                .list()
                .stream()
                .filter(silent -> jdbc.sql("update listener_instance set alive_at = " + NOW
                                        + " where client_id = ? and " + isSilent)
                                .param(silent)
                                .update()
                        > 0)
                .findFirst();
    }

    /** Says that somebody is still at work on what this instance has left behind. */
    @Transactional
    void keep(String silent) {
        set(silent, NOW);
    }

    /** Whoever was at work on this instance has to stop: anybody may take it over at once, and it does not count as alive. */
    @Transactional
    void release(String silent) {
        set(silent, ago(SILENCE));
    }

    /** Nothing is left of this instance. Should it come back, it says so. */
    @Transactional
    void gone(String silent) {
        jdbc.sql("delete from listener_instance where client_id = ?")
                .param(silent)
                .update();
    }
}
