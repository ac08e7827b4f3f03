package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.BrowserSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sessions end with the program that has them in its memory, also where it could not say so. */
@MusterTest
class LiveSessionsTest {

    @Autowired
    Cast cast;

    @Autowired
    Sessions sessions;

    @Autowired
    LiveSessions live;

    @Autowired
    JdbcClient jdbc;

    private void wasLastSaidToBeThere(User user, Instant when) {
        jdbc.sql("update user_session set alive_at = ? where user_id = ?")
                .params(when.atOffset(ZoneOffset.UTC), user.id().value())
                .update();
    }

    private List<Long> signedIn(User user) {
        return jdbc.sql("select id from user_session where user_id = ?")
                .param(user.id().value())
                .query(Long.class)
                .list();
    }

    @Test
    void those_of_a_program_that_is_no_more_are_forgotten_and_ones_own_are_not() {
        User user = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        long own = sessions.begin(user.id(), "127.0.0.1", "a browser");
        long dead = BrowserSession.begin(jdbc, user).id();
        wasLastSaidToBeThere(
                user, Instant.now().minus(LiveSessions.LONGEST_SILENCE).minusSeconds(1));
        live.lookAfter();
        if (Rig.EXTERNAL) {
            assertThat(signedIn(user))
                    .as("another instance may have them, and has time to say so")
                    .containsExactlyInAnyOrder(own, dead);
        } else {
            assertThat(signedIn(user)).containsExactly(own);
        }
        sessions.end(own);
        assertThat(signedIn(user)).doesNotContain(own);
    }

    @Test
    void at_the_start_of_the_only_instance_nobody_is_signed_in() {
        User user = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        BrowserSession.begin(jdbc, user);
        wasLastSaidToBeThere(user, Instant.now().minusSeconds(3600));
        live.started();
        assertThat(signedIn(user)).hasSize(Rig.EXTERNAL ? 1 : 0);
    }
}
