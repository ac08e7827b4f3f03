package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which sessions look at the program as somebody else. How it begins and how it ends stands in the history of both users. */
@Component
class PreviewStore {

    private final Access access;
    private final JdbcClient jdbc;
    private final History history;
    private final Clock clock;

    PreviewStore(Access access, JdbcClient jdbc, History history, Clock clock) {
        this.access = access;
        this.jdbc = jdbc;
        this.history = history;
        this.clock = clock;
    }

    /** Somebody, and the customer they belong to. */
    private record Someone(UserId id, String username, CustomerId customer) {}

    /**
     * A session that looks.
     *
     * @param other null when that user is gone
     */
    private record Look(
            long session, Someone person, @Nullable Someone other) {}

    void begin(long session, UserId as, Instant until) {
        jdbc.sql("update user_session set preview_user_id = :as, preview_until = :until where id = :session")
                .param("as", as.value())
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("session", session)
                .update();
        record(looks("s.id = :session", session, null), "previewStarted");
    }

    /** Ends the preview of a session, if there is one. */
    void end(long session) {
        end(looks("s.id = :session", session, null));
    }

    /**
     * Ends the previews in the sessions of a user.
     *
     * @param kept the session that goes on as it is, or null
     */
    void endAll(UserId user, @Nullable Long kept) {
        end(looks("s.user_id = :session and s.id <> coalesce(:kept, -1)", user.value(), kept));
    }

    private void end(List<Look> looks) {
        if (!looks.isEmpty()) {
            jdbc.sql("update user_session set preview_user_id = null, preview_until = null where id in (:ids)")
                    .param("ids", looks.stream().map(Look::session).toList())
                    .update();
            record(looks, "previewEnded");
        }
    }

    private List<Look> looks(String condition, long key, @Nullable Long kept) {
        return jdbc.sql("""
                        select s.id as session_id, p.id as p_id, p.username as p_username, p.customer_id as p_customer_id,
                               o.id as o_id, o.username as o_username, o.customer_id as o_customer_id
                        from user_session s join app_user p on p.id = s.user_id
                        left join app_user o on o.id = s.preview_user_id
                        where s.preview_until is not null and
                        """ + condition)
                .param("session", key)
                .param("kept", kept, Types.BIGINT)
                .query((row, number) -> new Look(
                        row.getLong("session_id"),
                        someone(row, "p_"),
                        row.getObject("o_id") == null ? null : someone(row, "o_")))
                .list();
    }

    private static Someone someone(ResultSet row, String prefix) throws SQLException {
        return new Someone(
                new UserId(row.getLong(prefix + "id")),
                row.getString(prefix + "username"),
                new CustomerId(row.getLong(prefix + "customer_id")));
    }

    private void record(List<Look> looks, String action) {
        Instant now = clock.instant();
        history.record(
                looks.stream().flatMap(look -> changes(now, look, action)).toList());
    }

    private Stream<Change> changes(Instant now, Look look, String action) {
        Someone other = look.other();
        if (other == null) {
            return Stream.of(change(now, look, Change.Kind.SIGN_IN, look.person(), action, List.of()));
        }
        return Stream.of(
                change(now, look, Change.Kind.USER, other, action, List.of()),
                change(
                        now,
                        look,
                        Change.Kind.SIGN_IN,
                        look.person(),
                        action,
                        Change.Field.of("seenAs", null, other.username())));
    }

    private Change change(
            Instant at, Look look, Change.Kind kind, Someone whose, String action, List<Change.Field> fields) {
        return new Change(
                at,
                new Change.By(look.person().id(), look.person().username(), "web"),
                kind,
                whose.id().toString(),
                whose.username(),
                access.place(whose.customer()),
                action,
                fields);
    }
}
