package io.muster.user;

import io.muster.access.History;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Notices that the end of an account has come. The access is refused from that moment on in any case; this ends the sessions,
 * so that open pages close too, and tells the history.
 */
@Component
class AccountEnds {

    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final History history;
    private final Clock clock;

    AccountEnds(JdbcClient jdbc, History history, Clock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.clock = clock;
    }

    private record Ended(long id, String username, TreePath place) {}

    @Scheduled(fixedDelay = 2_000)
    @Transactional
    public void notice() {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        List<Ended> ended = jdbc.sql("""
                        select u.id, u.username, c.path from app_user u join customer c on c.id = u.customer_id
                        where u.expires_at <= :now and u.deleted_at is null
                          and (u.noticed_end is null or u.noticed_end <> u.expires_at)
                        order by u.expires_at limit :most
                        """)
                .param("now", now)
                .param("most", BATCH)
                .query((row, number) ->
                        new Ended(row.getLong("id"), row.getString("username"), new TreePath(row.getString("path"))))
                .list();
        if (ended.isEmpty()) {
            return;
        }
        List<Long> ids = ended.stream().map(Ended::id).toList();
        jdbc.sql("update app_user set noticed_end = expires_at where id in (:ids) and expires_at <= :now")
                .param("ids", ids)
                .param("now", now)
                .update();
        jdbc.sql("delete from user_session where user_id in (:ids)")
                .param("ids", ids)
                .update();
        history.record(ended.stream()
                .map(user -> new Change(
                        clock.instant(),
                        Change.By.system(),
                        Change.Kind.USER,
                        Long.toString(user.id()),
                        user.username(),
                        user.place(),
                        "expired",
                        List.of()))
                .toList());
    }
}
