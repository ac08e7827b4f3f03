package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._assertOne;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.server.VaadinSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What happens to pages that are open when access ends. */
@MusterTest
class OpenPagesTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    private User viewer;
    private User colleague;

    @BeforeEach
    void open() {
        Customer home = cast.customer();
        viewer = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        colleague = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Browser.open(context, viewer);
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        // The first, anonymous visit was led to the sign-in page too.
        UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations();
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    /** The page has been told, without a click, to go to the sign-in page. */
    private static boolean isLedOut() {
        VaadinSession session = VaadinSession.getCurrent();
        session.getService().runPendingAccessTasks(session);
        return UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations().stream()
                .anyMatch(call -> call.getInvocation().getParameters().contains("login"));
    }

    @Test
    void a_deactivated_user_is_led_out_without_a_click() {
        Cast.as(cast.owner(), () -> users.setActive(viewer.id(), false));
        assertThat(isLedOut()).isTrue();
    }

    @Test
    void a_deleted_user_is_led_out_without_a_click() {
        Cast.as(cast.owner(), () -> users.delete(viewer.id(), null));
        assertThat(isLedOut()).isTrue();
    }

    @Test
    void a_demoted_user_does_not_look_on() {
        User now = Cast.as(cast.owner(), () -> users.get(viewer.id()));
        UserData before = now.data();
        UserData demoted = new UserData(
                before.email(),
                before.username(),
                before.customer(),
                Set.of(Group.FLEET_MANAGEMENT),
                before.person(),
                null,
                null,
                null,
                true,
                false,
                Set.of());
        _assertOne(Grid.class);
        Cast.as(cast.owner(), () -> users.edit(now.id(), now.version(), demoted));
        assertThat(isLedOut()).isFalse();
        _assertNone(Grid.class);
    }

    @Test
    void what_happens_to_a_colleague_ends_nothing() {
        Cast.as(cast.owner(), () -> users.setActive(colleague.id(), false));
        assertThat(isLedOut()).isFalse();
    }
}
