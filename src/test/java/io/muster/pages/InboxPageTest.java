package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.DeviceDecisions;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.UnitState;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Units that wait are let in together, and everything is found from everywhere. */
@MusterTest
class InboxPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceDecisions decisions;

    private Customer home;
    private User manager;

    @BeforeEach
    void family() {
        home = cast.customer();
        manager = cast.user(home.id(), Group.values());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private DeviceRow register(Customer customer, boolean accept) {
        UnitId unit = new UnitId("inbox-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(
                                new RegisterDevice(unit, new Name("Van " + unit), customer.id(), null, accept)))
                .device();
    }

    private UnitState state(DeviceRow row) {
        return Cast.as(cast.owner(), () -> devices.get(row.id())).state();
    }

    @Test
    @SuppressWarnings("unchecked")
    void several_are_approved_at_once() {
        DeviceRow one = register(home, false);
        DeviceRow two = register(home, false);
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        Grid<DeviceRow> grid = _get(Grid.class);
        grid.asMultiSelect().select(one, two);
        _click(_get(
                Button.class,
                search -> search.withText("Approve")
                        .withPredicate(button -> !button.getThemeNames().contains("small"))));
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, search -> search.withText("Approve")));
        assertThat(state(one)).isEqualTo(UnitState.ACCEPTED);
        assertThat(state(two)).isEqualTo(UnitState.ACCEPTED);
        assertThat(Browser.notifications()).containsExactly("2 units have been approved.");
    }

    @Test
    void what_cannot_be_decided_is_left_out() {
        DeviceRow waits = register(home, false);
        DeviceRow accepted = register(home, true);
        DeviceRow theirs = register(cast.customer(), false);
        DeviceDecisions.Summary summary = Cast.as(
                manager,
                () -> decisions.approve(
                        List.of(
                                DeviceDecisions.Seen.of(waits),
                                DeviceDecisions.Seen.of(accepted),
                                DeviceDecisions.Seen.of(theirs)),
                        null));
        assertThat(summary.decided()).isEqualTo(1);
        assertThat(summary.left()).containsExactlyInAnyOrder(accepted.unitId(), theirs.unitId());
        assertThat(state(theirs)).isEqualTo(UnitState.PENDING);
        User viewer = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        DeviceRow other = register(home, false);
        assertThat(Cast.as(viewer, () -> decisions.deny(List.of(other.unitId())))
                        .decided())
                .isZero();
        assertThat(state(other)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void another_client_that_asks_meanwhile_gets_nothing() {
        DeviceRow waits = register(home, false);
        DeviceDecisions.Summary summary = Cast.as(
                manager, () -> decisions.approve(List.of(new DeviceDecisions.Seen(waits.unitId(), "abcdef")), null));
        assertThat(summary.decided()).isZero();
        assertThat(state(waits)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void many_cost_no_more_statements_than_a_few() {
        assertThat(statements(12)).isEqualTo(statements(2));
    }

    private int statements(int count) {
        List<DeviceDecisions.Seen> seen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seen.add(DeviceDecisions.Seen.of(register(home, false)));
        }
        return StatementCounter.during(() -> Cast.does(manager, () -> decisions.approve(seen, null)))
                .size();
    }

    @Test
    void one_search_finds_customers_users_and_devices_within_reach() {
        DeviceRow mine = register(home, true);
        DeviceRow theirs = register(cast.customer(), true);
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        _click(_get(Button.class, search -> search.withClasses("search-all")));
        Dialog dialog = _get(Dialog.class);
        TextField field = _get(dialog, TextField.class);
        _setValue(field, mine.unitId().value().toUpperCase(Locale.ROOT));
        assertThat(_find(dialog, Anchor.class))
                .extracting(Anchor::getHref)
                .containsExactly("accounts/" + home.id() + "/devices/" + mine.id());
        _setValue(field, theirs.unitId().value());
        assertThat(_find(dialog, Anchor.class)).isEmpty();
        _setValue(field, manager.username());
        assertThat(_find(dialog, Anchor.class))
                .extracting(Anchor::getHref)
                .contains("accounts/" + home.id() + "/users");
    }
}
