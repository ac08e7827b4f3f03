package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Scope;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.UserId;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Where people are signed in. A session that has ended here is over at the next question, and its open pages at once. */
@Service
public class Sessions {

    private static final int LONGEST_SOURCE = 64;
    private static final int LONGEST_AGENT = 200;

    private final Access access;
    private final JdbcClient jdbc;
    private final Database database;
    private final History history;
    private final PreviewStore previews;
    private final LiveSessions live;
    private final Clock clock;

    Sessions(
            Access access,
            JdbcClient jdbc,
            Database database,
            History history,
            PreviewStore previews,
            LiveSessions live,
            Clock clock) {
        this.access = access;
        this.jdbc = jdbc;
        this.database = database;
        this.history = history;
        this.previews = previews;
        this.live = live;
        this.clock = clock;
    }

    /**
     * A session of one's own.
     *
     * @param source  address that it came from
     * @param agent   what the browser calls itself
     * @param current the one that asks
     */
    public record Session(long id, Instant startedAt, String source, String agent, boolean current) {}

    /** The actor's own sessions, the newest first. */
    @Transactional(readOnly = true)
    public List<Session> own() {
        Actor actor = access.requireOwn(Scope.READ);
        Long current = access.session().orElse(null);
        return jdbc.sql("select * from user_session where user_id = :user order by id desc limit 100")
                .param("user", actor.id().value())
                .query((row, number) -> new Session(
                        row.getLong("id"),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getString("source"),
                        row.getString("agent"),
                        Long.valueOf(row.getLong("id")).equals(current)))
                .list();
    }

    /** Ends all sessions of the actor, the one that asks too. */
    @Transactional
    public void endOwn() {
        Actor actor = access.requireOwn(Scope.ADMIN);
        endAll(actor.id(), null);
        history.record(
                actor.by(),
                Change.Kind.SIGN_IN,
                actor.id(),
                actor.username(),
                actor.home(),
                "signedOutEverywhere",
                List.of());
    }

    /** Ends one session, because its owner signs out or its time is over. */
    @Unguarded("called with a session that is being closed")
    @Transactional
    public void end(long session) {
        live.ended(session);
        previews.end(session);
        jdbc.sql("delete from user_session where id = :id").param("id", session).update();
    }

    long begin(UserId user, String source, String agent) {
        long id = database.next("user_session_seq");
        jdbc.sql("""
                        insert into user_session (id, user_id, started_at, alive_at, source, agent)
                        values (:id, :user, :now, :now, :source, :agent)
                        """)
                .param("id", id)
                .param("user", user.value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("source", cut(source, LONGEST_SOURCE))
                .param("agent", cut(agent, LONGEST_AGENT))
                .update();
        live.begun(id);
        return id;
    }

    /**
     * Ends the sessions of a user, and what somebody may have begun in one of them: another e-mail address that waits to be
     * confirmed.
     *
     * @param kept the one that goes on, or null
     */
    void endAll(UserId user, @Nullable Long kept) {
        previews.endAll(user, kept);
        jdbc.sql("delete from user_session where user_id = :user and id <> coalesce(:kept, -1)")
                .param("user", user.value())
                .param("kept", kept, Types.BIGINT)
                .update();
        jdbc.sql("delete from address_change where user_id = :user")
                .param("user", user.value())
                .update();
    }

    /** Browsers may call themselves anything. */
    private static String cut(String text, int length) {
        String plain = text.replaceAll("\\p{C}", "");
        return plain.length() <= length ? plain : plain.substring(0, length);
    }
}
