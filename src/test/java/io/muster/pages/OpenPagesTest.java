package io.muster.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What becomes of a page that is open while its user is deactivated or deleted. */
@MusterTest
class OpenPagesTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    private User viewer;
    private VaadinSession session;

    @BeforeEach
    void open() {
        Customer home = cast.customer();
        viewer = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Browser.open(context, viewer);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        session = VaadinSession.getCurrent();
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    @Test
    void it_ends_when_the_user_is_deactivated() {
        Cast.does(cast.owner(), () -> users.edit(viewer.id(), viewer.version(), inactive()));
        ends();
    }

    @Test
    void it_ends_when_the_user_is_deleted() {
        Cast.does(cast.owner(), () -> users.delete(viewer.id(), null));
        ends();
    }

    @Test
    void it_stays_when_somebody_else_is_deleted() throws InterruptedException {
        User other = cast.user(viewer.customerId(), Group.FLEET_MANAGEMENT);
        Cast.does(cast.owner(), () -> users.delete(other.id(), null));
        Thread.sleep(1000);
        MockVaadin.clientRoundtrip(true);
        assertThat(UI.getCurrent().getSession()).isEqualTo(session);
    }

    /** Nobody clicks; the notice alone ends the session, which detaches the page. */
    private void ends() {
        UI page = UI.getCurrent();
        await().pollInSameThread().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            if (page.getSession() != null) {
                MockVaadin.runUIQueue(true);
            }
            assertThat(page.getSession()).isNull();
        });
    }

    private UserData inactive() {
        UserData data = viewer.data();
        return new UserData(
                data.email(),
                data.username(),
                data.customer(),
                data.groups(),
                data.person(),
                data.timeZone(),
                data.timeFormat(),
                data.units(),
                false,
                data.restricted(),
                data.locations());
    }
}
