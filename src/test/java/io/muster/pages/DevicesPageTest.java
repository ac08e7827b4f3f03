package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.UnitState;
import io.muster.kernel.Change;
import io.muster.kernel.ListQuery;
import io.muster.kernel.UnitId;
import io.muster.ui.LiveUpdates;
import io.muster.user.User;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class DevicesPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves moves;

    @Autowired
    LiveUpdates updates;

    private Customer home;

    @BeforeEach
    void open() {
        home = cast.customer();
        User administrator = cast.administrator(home.id());
        Browser.open(context, administrator);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private DeviceRow register(Customer customer, boolean accept) {
        UnitId unit = new UnitId("desk-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, null, customer.id(), null, accept)))
                .device();
    }

    private static String shownCount() {
        return _get(Span.class, search -> search.withClasses("list-count")).getText();
    }

    @Test
    void a_registered_device_shows_its_password_once_with_a_line_to_copy() {
        _click(_get(Button.class, search -> search.withText("Register device")));
        Dialog dialog = _get(Dialog.class);
        String typed = "E37A17C2-C147-590E-26A9-" + String.format("%012X", Cast.next());
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Unit ID")), typed);
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Name")), "Van 12");
        _click(_get(dialog, Button.class, search -> search.withText("Register")));
        assertThat(Browser.notifications()).containsExactly("Device “Van 12” has been registered");
        String canonical = typed.replace("-", "").toLowerCase(Locale.ROOT);
        assertThat(_find(Pre.class))
                .extracting(Pre::getText)
                .contains(canonical)
                .anyMatch(text ->
                        text.startsWith("mosquitto_pub ") && text.contains("muster/v1/" + canonical + "/announce"));
        assertThat(devices.list(home.id(), ListQuery.search(typed), DeviceFilter.NONE)
                        .total())
                .isEqualTo(1);
    }

    @Test
    void an_id_that_is_none_is_said_at_the_field() {
        _click(_get(Button.class, search -> search.withText("Register device")));
        Dialog dialog = _get(Dialog.class);
        TextField unitId = _get(dialog, TextField.class, search -> search.withLabel("Unit ID"));
        for (String typed : new String[] {"a/b", "../x", "enroll", "#", "ab"}) {
            _setValue(unitId, typed);
            _click(_get(dialog, Button.class, search -> search.withText("Register")));
            assertThat(unitId.isInvalid()).as(typed).isTrue();
            assertThat(unitId.getErrorMessage()).isNotBlank();
        }
    }

    @Test
    void an_id_that_a_sibling_has_registered_gives_no_hint_of_it() {
        DeviceRow theirs = register(cast.customer(), true);
        _click(_get(Button.class, search -> search.withText("Register device")));
        Dialog dialog = _get(Dialog.class);
        TextField unitId = _get(dialog, TextField.class, search -> search.withLabel("Unit ID"));
        _setValue(unitId, theirs.unitId().value());
        _click(_get(dialog, Button.class, search -> search.withText("Register")));
        assertThat(unitId.getErrorMessage()).startsWith("This unit id cannot be registered.");
    }

    @Test
    void a_waiting_unit_is_approved_from_the_list() {
        DeviceRow waiting = register(home, false);
        visitAnew();
        Grid<DeviceRow> grid = grid();
        var actions = GridKt._getCellComponent(grid, 0, "actions");
        _click(_get(actions, Button.class, search -> search.withText("Approve")));
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, search -> search.withText("Approve")));
        assertThat(devices.get(waiting.id()).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_unit_that_was_denied_by_mistake_is_approved_after_all() {
        DeviceRow waiting = register(home, false);
        devices.deny(waiting.id());
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        var actions = GridKt._getCellComponent(grid(), 0, "actions");
        assertThat(_find(actions, Button.class, search -> search.withText("Deny")))
                .isEmpty();
        _click(_get(actions, Button.class, search -> search.withText("Approve")));
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Approve")));
        assertThat(devices.get(waiting.id()).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_device_that_somebody_registers_appears_without_a_reload() {
        grid();
        assertThat(GridKt._size(grid())).isZero();
        register(home, true);
        eventually(() -> {
            assertThat(GridKt._size(grid())).isEqualTo(1);
            assertThat(shownCount()).isEqualTo("1 total");
        });
    }

    @Test
    void chosen_devices_that_somebody_moves_away_are_not_chosen_any_more_and_the_others_are() {
        DeviceRow gone = register(home, true);
        DeviceRow stays = register(home, true);
        visitAnew();
        grid().asMultiSelect().select(GridKt._findAll(grid()));
        assertThat(shownCount()).isEqualTo("2 selected / 2 total");
        Customer elsewhere = cast.customer();
        Cast.does(cast.owner(), () -> moves.move(elsewhere.id(), List.of(gone.unitId())));
        register(home, true);
        eventually(() -> assertThat(shownCount()).isEqualTo("1 selected / 2 total"));
        assertThat(grid().getSelectedItems()).extracting(DeviceRow::id).containsExactly(stays.id());
    }

    @Test
    void a_chosen_device_that_somebody_changes_stays_chosen_and_is_acted_on_as_it_is_now() {
        DeviceRow waiting = register(home, false);
        visitAnew();
        grid().asMultiSelect().select(GridKt._findAll(grid()));
        assertThat(_find(Button.class, search -> search.withText("Approve"))).hasSize(1);
        Cast.does(cast.owner(), () -> devices.approve(waiting.id(), null, null));
        eventually(() -> assertThat(_find(Button.class, search -> search.withText("Approve")))
                .isEmpty());
        assertThat(shownCount()).isEqualTo("1 selected / 1 total");
    }

    /** Devices that were registered before are there at once. */
    private void visitAnew() {
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertion.run();
        });
    }

    @Test
    void nobody_is_told_of_what_happens_at_a_sibling() {
        Customer sibling = cast.customer();
        AtomicInteger mine = new AtomicInteger();
        AtomicInteger theirs = new AtomicInteger();
        Div page = new Div();
        updates.follow(page, home.path(), Set.of(Change.Kind.DEVICE), mine::incrementAndGet);
        updates.follow(page, sibling.path(), Set.of(Change.Kind.DEVICE), theirs::incrementAndGet);
        UI.getCurrent().add(page);
        register(sibling, true);
        eventually(() -> assertThat(theirs.get()).isEqualTo(1));
        assertThat(mine.get()).isZero();
    }

    @SuppressWarnings("unchecked")
    private static Grid<DeviceRow> grid() {
        return _get(Grid.class);
    }
}
