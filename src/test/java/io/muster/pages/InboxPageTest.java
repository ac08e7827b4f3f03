package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyDownEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
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
import io.muster.ui.Question;
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

    /** A button above the list, not that of a line. */
    private static List<Button> above(String text) {
        return _find(
                Button.class,
                search -> search.withText(text)
                        .withPredicate(button -> !button.getThemeNames().contains("small")));
    }

    @Test
    @SuppressWarnings("unchecked")
    void several_are_denied_after_a_word_of_what_that_means_and_let_in_after_all() {
        DeviceRow one = register(home, false);
        DeviceRow two = register(home, false);
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        Grid<DeviceRow> grid = _get(Grid.class);
        grid.asMultiSelect().select(one, two);
        _click(above("Deny").getFirst());
        assertThat(_get(Question.class).getHeaderTitle()).isEqualTo("Deny 2 units?");
        assertThat(state(one)).isEqualTo(UnitState.PENDING);
        _click(_get(Question.class).confirm());
        assertThat(state(one)).isEqualTo(UnitState.DENIED);
        assertThat(state(two)).isEqualTo(UnitState.DENIED);
        grid.asMultiSelect().select(GridKt._findAll(grid));
        assertThat(above("Deny")).isEmpty();
        _click(above("Approve").getFirst());
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Approve")));
        assertThat(state(one)).isEqualTo(UnitState.ACCEPTED);
        assertThat(state(two)).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    @SuppressWarnings("unchecked")
    void what_was_denied_stays_so_when_it_is_chosen_with_others_that_wait() {
        DeviceRow denied = register(home, false);
        DeviceRow waits = register(home, false);
        Cast.as(manager, () -> decisions.deny(List.of(denied.unitId())));
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        Grid<DeviceRow> grid = _get(Grid.class);
        grid.asMultiSelect().select(GridKt._findAll(grid));
        _click(above("Approve").getFirst());
        assertThat(_get(Dialog.class).getHeaderTitle()).isEqualTo("Approve one unit?");
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Approve")));
        assertThat(state(waits)).isEqualTo(UnitState.ACCEPTED);
        assertThat(state(denied)).isEqualTo(UnitState.DENIED);
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
    void the_search_opens_what_it_found_first_and_says_when_there_is_more() {
        String prefix = "many" + Cast.next() + "-";
        for (int i = 0; i < 5; i++) {
            called(prefix + i);
        }
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/customers");
        _click(_get(Button.class, search -> search.withClasses("search-all")));
        TextField field = _get(_get(Dialog.class), TextField.class);
        _setValue(field, prefix);
        assertThat(_find(_get(Dialog.class), Anchor.class)).hasSize(5);
        called(prefix + 5);
        _setValue(field, "%");
        assertThat(_get(_get(Dialog.class), Paragraph.class).getText()).isEqualTo("Type at least 2 characters.");
        _setValue(field, "");
        assertThat(_find(_get(Dialog.class), Paragraph.class)).isEmpty();
        _setValue(field, prefix);
        List<Anchor> links = _find(_get(Dialog.class), Anchor.class);
        assertThat(links).hasSize(6);
        assertThat(links.getLast().getElement().getTextRecursively()).isEqualTo("Show all devices that match");
        assertThat(links.getLast().getHref()).isEqualTo("accounts/" + home.id() + "/devices?q=" + prefix);
        ComponentUtil.fireEvent(
                field, new KeyDownEvent(field, Key.ENTER.getKeys().getFirst()));
        assertThat(_find(Dialog.class)).isEmpty();
        assertThat(_get(H2.class).getText()).isEqualTo(prefix + 0);
    }

    private void called(String unit) {
        Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(new UnitId(unit), new Name(unit), home.id(), null, true)));
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
