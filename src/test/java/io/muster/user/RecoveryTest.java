package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks.Purpose;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class RecoveryTest {

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Recovery recovery;

    @Autowired
    OneTimeLinks links;

    @Autowired
    JdbcClient jdbc;

    @Test
    void an_administrator_of_the_account_comes_back_by_a_link_that_works_once() {
        User administrator = cast.administrator(cast.root());
        Cast.as(cast.owner(), () -> users.setActive(administrator.id(), false));
        String url = recovery.recover(administrator.email());
        String link = url.substring(url.lastIndexOf('/') + 1);
        links.accept(Purpose.RESET, link, "quiet purple anchors");
        assertThat(links.open(Purpose.RESET, link)).isEmpty();
        assertThat(Cast.as(cast.owner(), () -> users.get(administrator.id())).active())
                .isTrue();
        assertThat(jdbc.sql("select channel from audit_entry where entity = :id and action = 'recovered'")
                        .param("id", administrator.id().toString())
                        .query(String.class)
                        .single())
                .isEqualTo("system");
        Cast.as(cast.owner(), () -> users.delete(administrator.id(), null));
    }

    @Test
    void nobody_else_does() {
        User below = cast.administrator(cast.customer().id());
        assertThatThrownBy(() -> recovery.recover(below.email())).isInstanceOf(Rejected.class);
        User lesser = cast.user(cast.root(), Group.FLEET_MANAGEMENT);
        assertThatThrownBy(() -> recovery.recover(lesser.email())).isInstanceOf(Rejected.class);
    }
}
