package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertOne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.LocatorJ;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.server.VaadinSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to pages that are open when access ends. */
@MusterTest
class OpenPagesTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    CustomerMoves moves;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    JdbcClient jdbc;

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
                .anyMatch(call -> call.getInvocation().getParameters().contains("login?ended"));
    }

    @Test
    void a_deactivated_user_is_led_out_without_a_click() {
        Cast.as(cast.owner(), () -> users.setActive(viewer.id(), false));
        soon(OpenPagesTest::isLedOut);
    }

    @Test
    void a_deleted_user_is_led_out_without_a_click() {
        Cast.as(cast.owner(), () -> users.delete(viewer.id(), null));
        soon(OpenPagesTest::isLedOut);
    }

    @Test
    void a_demoted_user_does_not_look_on() {
        User now = Cast.as(cast.owner(), () -> users.get(viewer.id()));
        _assertOne(Grid.class);
        Cast.as(cast.owner(), () -> users.edit(now.id(), now.version(), demoted(now.data())));
        soon(() -> !isLedOut() && LocatorJ._find(Grid.class).isEmpty());
    }

    @Test
    void a_dialog_over_a_page_that_is_no_longer_ones_own_closes() {
        LocatorJ._click(LocatorJ._get(Button.class, search -> search.withText("Create")));
        LocatorJ._setValue(LocatorJ._get(TextField.class, search -> search.withLabel("First name")), "Ada");
        User now = Cast.as(cast.owner(), () -> users.get(viewer.id()));
        Cast.as(cast.owner(), () -> users.edit(now.id(), now.version(), demoted(now.data())));
        soon(() -> roundtrip()
                && LocatorJ._find(Grid.class).isEmpty()
                && LocatorJ._find(Dialog.class).isEmpty());
    }

    private static UserData demoted(UserData before) {
        return new UserData(
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
    }

    @Test
    void whose_account_ends_is_led_out_within_seconds() {
        jdbc.sql("update app_user set expires_at = created_at where id = :id")
                .param("id", viewer.id().value())
                .update();
        soon(OpenPagesTest::isLedOut);
    }

    @Test
    void what_happens_to_a_colleague_ends_nothing() {
        Cast.as(cast.owner(), () -> users.setActive(colleague.id(), false));
        await().during(Duration.ofMillis(700)).pollInSameThread().until(() -> !isLedOut());
    }

    @Test
    void who_looks_at_a_customer_that_is_moved_out_of_their_reach_sees_nothing_more_of_it() {
        Customer child = cast.customer(viewer.customerId());
        User above = cast.user(viewer.customerId(), Group.values());
        Browser.close();
        Browser.open(context, above);
        UI.getCurrent().navigate("accounts/" + child.id() + "/users");
        _assertOne(Grid.class);
        Cast.as(cast.owner(), () -> moves.move(child.id(), null, cast.customer().id()));
        soon(OpenPagesTest::isNothing);
        assertThat(jdbc.sql("select count(*) from audit_entry where action = 'outOfReach' and entity = :user")
                        .param("user", above.id().toString())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void who_looks_at_a_customer_that_is_deleted_sees_nothing_more_of_it() {
        Customer child = cast.customer(viewer.customerId());
        Browser.close();
        Browser.open(context, cast.user(viewer.customerId(), Group.values()));
        UI.getCurrent().navigate("accounts/" + child.id() + "/locations");
        _assertOne(Grid.class);
        Cast.does(cast.owner(), () -> removal.delete(child.id(), null));
        soon(OpenPagesTest::isNothing);
    }

    @Test
    void who_looks_at_a_customer_that_is_moved_within_their_reach_looks_on_where_it_is_now() {
        Customer child = cast.customer(viewer.customerId());
        Customer other = cast.customer(viewer.customerId());
        Browser.close();
        Browser.open(context, cast.user(viewer.customerId(), Group.values()));
        UI.getCurrent().navigate("accounts/" + child.id() + "/users");
        Grid<?> before = LocatorJ._get(Grid.class);
        Cast.as(cast.owner(), () -> moves.move(child.id(), null, other.id()));
        soon(() -> roundtrip() && LocatorJ._find(Grid.class).stream().allMatch(grid -> grid != before));
        Grid<?> now = LocatorJ._get(Grid.class);
        int rows = GridKt._size(now);
        cast.user(child.id(), Group.INSTALLER);
        soon(() -> roundtrip() && GridKt._size(now) == rows + 1);
    }

    private static boolean isNothing() {
        return roundtrip()
                && LocatorJ._find(Grid.class).isEmpty()
                && LocatorJ._find(H2.class).stream()
                        .anyMatch(title -> title.getText().equals("There is nothing here"));
    }

    private static boolean roundtrip() {
        MockVaadin.clientRoundtrip(true);
        return true;
    }

    private static void soon(Callable<Boolean> is) {
        await().atMost(Duration.ofSeconds(5)).pollInSameThread().until(is);
    }
}
