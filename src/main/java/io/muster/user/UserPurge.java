package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.kernel.Change;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Removes deleted users for good once they cannot be brought back; the history keeps their names. */
@Component
class UserPurge {

    private static final int BATCH = 500;

    private final UserRepository users;
    private final JdbcClient jdbc;
    private final Access access;
    private final History history;
    private final Clock clock;

    UserPurge(UserRepository users, JdbcClient jdbc, Access access, History history, Clock clock) {
        this.users = users;
        this.jdbc = jdbc;
        this.access = access;
        this.history = history;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 120_000, fixedDelay = 3_600_000)
    @Transactional
    public void purge() {
        Instant before = clock.instant().minus(Users.UNDO);
        List<User> gone = users.deletedBefore(before, BATCH);
        if (gone.isEmpty()) {
            return;
        }
        history.record(gone.stream()
                .map(user -> new Change(
                        clock.instant(),
                        Change.By.system(),
                        Change.Kind.USER,
                        user.id().toString(),
                        user.username(),
                        access.place(user.customerId()),
                        "purged",
                        List.of()))
                .toList());
        jdbc.sql("delete from app_user where id in (:ids) and deleted_at <= :before")
                .param("ids", gone.stream().map(user -> user.id().value()).toList())
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
