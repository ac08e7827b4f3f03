package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.Rejected;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class UserPurgeTest {

    @Autowired
    UserPurge purge;

    @Autowired
    Users users;

    @Autowired
    UserRepository repository;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    private User deleted(Duration ago) {
        User user = cast.user(cast.customer().id(), Group.INSTALLER);
        Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        jdbc.sql("update app_user set deleted_at = :then where id = :id")
                .param("then", Instant.now().minus(ago).atOffset(ZoneOffset.UTC))
                .param("id", user.id().value())
                .update();
        return user;
    }

    @Test
    void after_30_days_a_deleted_user_is_gone_and_the_name_stays_in_the_history() {
        User gone = deleted(Duration.ofDays(31));
        User kept = deleted(Duration.ofDays(29));
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> users.restore(gone.id())))
                .isInstanceOf(Rejected.class);
        purge.purge();
        assertThat(repository.findById(gone.id())).isEmpty();
        assertThat(repository.findById(kept.id())).isPresent();
        assertThat(jdbc.sql("select label from audit_entry where kind = 'USER' and entity = :id and action = 'purged'")
                        .param("id", gone.id().toString())
                        .query(String.class)
                        .single())
                .isEqualTo(gone.username());
    }
}
