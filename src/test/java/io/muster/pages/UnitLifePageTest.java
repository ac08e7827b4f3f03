package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.customer.Quota;
import io.muster.customer.Quotas;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.EnrollAnswer;
import io.muster.device.EnrollRequest;
import io.muster.device.Enrolment;
import io.muster.device.EnrolmentToken;
import io.muster.device.EnrolmentTokens;
import io.muster.device.NewEnrolmentToken;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.ui.Places;
import io.muster.ui.QrCode;
import io.muster.ui.Question;
import io.muster.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the menu of a device leads to, and the page of enrolment tokens. */
@MusterTest
class UnitLifePageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Customers customers;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Quotas quotas;

    @Autowired
    EnrolmentTokens tokens;

    @Autowired
    Enrolment enrolment;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private Customer child;

    @BeforeEach
    void family() {
        home = cast.customer();
        child = cast.customer(home.id());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void open(User user, CustomerId place, String tab) {
        Browser.open(context, user);
        UI.getCurrent().navigate("accounts/" + place + "/" + tab);
    }

    private Registered register(boolean accept) {
        UnitId unit = new UnitId("desk-" + Cast.next());
        return Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(unit, new Name("Van"), home.id(), null, accept)));
    }

    private static void choose(String item) {
        choose(item, 0);
    }

    private static void chooseOf(DeviceRow device, String item) {
        Grid<DeviceRow> grid = _get(Grid.class);
        int row = 0;
        while (!GridKt._get(grid, row).id().equals(device.id())) {
            row++;
        }
        choose(item, row);
    }

    private static void choose(String item, int row) {
        var actions = GridKt._getCellComponent(_get(Grid.class), row, "actions");
        MenuItem chosen = _get(actions, MenuBar.class).getItems().getFirst().getSubMenu().getItems().stream()
                .filter(each -> each.getText().equals(item))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(chosen, new ClickEvent<>(chosen));
    }

    private DeviceRow now(Registered device) {
        return Cast.as(cast.owner(), () -> devices.get(device.device().id()));
    }

    @Test
    void a_device_is_moved_from_its_menu_and_back() {
        Registered van = register(true);
        open(cast.administrator(home.id()), home.id(), "devices");
        choose("Move to another customer…");
        Dialog dialog = _get(Dialog.class);
        assertThat(_find(dialog, Paragraph.class))
                .extracting(Paragraph::getText)
                .anyMatch(text -> text.contains("lose their locations"));
        assertThat(_get(dialog, TextArea.class).getValue())
                .isEqualTo(van.device().unitId().value());
        @SuppressWarnings("unchecked")
        ComboBox<CustomerRow> target = _get(dialog, ComboBox.class);
        _setValue(target, customers.row(Permission.MOVE_DEVICE, child.id()));
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        eventually(() -> assertThat(Browser.notifications()).isNotEmpty());
        assertThat(now(van).customerId()).isEqualTo(child.id());
        assertThat(Browser.notifications())
                .anyMatch(text -> text.contains("One device has been moved to “" + child.name() + "”"));
        _click(_get(_get(Notification.class), Button.class, search -> search.withText("Undo")));
        assertThat(now(van).customerId()).isEqualTo(home.id());
    }

    @Test
    void devices_are_picked_from_the_list_or_pasted_and_moved_together() {
        Registered picked = register(true);
        Registered pasted = register(true);
        open(cast.administrator(home.id()), home.id(), "devices");
        _click(_get(Button.class, search -> search.withText("Manage devices")));
        Dialog dialog = _get(Dialog.class);
        @SuppressWarnings("unchecked")
        ComboBox<CustomerRow> target = _get(dialog, ComboBox.class);
        _setValue(target, customers.row(Permission.MOVE_DEVICE, child.id()));
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        assertThat(_get(dialog, TextArea.class).isInvalid()).isTrue();
        @SuppressWarnings("unchecked")
        MultiSelectComboBox<DeviceRow> devicesField = _get(dialog, MultiSelectComboBox.class);
        _setValue(devicesField, Set.of(now(picked)));
        _setValue(
                _get(dialog, TextArea.class),
                pasted.device().unitId().value().toUpperCase(Locale.ROOT) + ", no-such-unit");
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("2 devices have been moved"));
        assertThat(now(picked).customerId()).isEqualTo(child.id());
        assertThat(now(pasted).customerId()).isEqualTo(child.id());
        _click(_get(dialog, Button.class, search -> search.withText("Undo")));
        assertThat(now(picked).customerId()).isEqualTo(home.id());
        assertThat(now(pasted).customerId()).isEqualTo(home.id());
    }

    @Test
    @SuppressWarnings("unchecked")
    void undo_of_a_move_leaves_what_somebody_else_has_moved_on_and_says_so() {
        Registered comes = register(true);
        Registered stays = register(true);
        Customer third = cast.customer(home.id());
        open(cast.administrator(home.id()), home.id(), "devices");
        _click(_get(Button.class, search -> search.withText("Manage devices")));
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, ComboBox.class), customers.row(Permission.MOVE_DEVICE, child.id()));
        String units = comes.device().unitId().value() + ", " + stays.device().unitId();
        _setValue(_get(dialog, TextArea.class), units);
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        eventually(() -> assertThat(Browser.notifications()).isNotEmpty());
        Cast.as(
                cast.owner(),
                () -> moves.move(third.id(), List.of(stays.device().unitId())));
        _click(_get(_get(Notification.class), Button.class, search -> search.withText("Undo")));
        assertThat(now(comes).customerId()).isEqualTo(home.id());
        assertThat(now(stays).customerId()).isEqualTo(third.id());
        assertThat(Browser.notifications())
                .anyMatch(text -> text.startsWith("One device has been moved back.")
                        && text.endsWith(": " + stays.device().unitId().shown()));
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_check_says_what_would_become_of_each_unit_and_does_nothing() {
        Registered van = register(true);
        Registered there = register(true);
        Cast.as(
                cast.owner(),
                () -> moves.move(child.id(), List.of(there.device().unitId())));
        open(cast.administrator(home.id()), home.id(), "devices");
        _click(_get(Button.class, search -> search.withText("Manage devices")));
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, ComboBox.class), customers.row(Permission.MOVE_DEVICE, child.id()));
        _setValue(
                _get(dialog, TextArea.class),
                van.device().unitId().value() + "; " + there.device().unitId().value() + "\nno-such-unit\t#wrong#");
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(_find(dialog, Grid.class)).hasSize(1));
        List<String> verdicts = new ArrayList<>();
        for (int row = 0; row < 4; row++) {
            verdicts.add(((Span) GridKt._getCellComponent(_get(dialog, Grid.class), row, "verdict")).getText());
        }
        assertThat(verdicts)
                .containsExactly(
                        "Is no unit id",
                        "Will be moved from “" + home.name() + "”",
                        "Is there already",
                        "Not found here");
        assertThat(now(van).customerId()).isEqualTo(home.id());
        assertThat(dialog.getElement().getTextRecursively()).contains("1 of 4 would be moved");
        _setValue(_get(dialog, Checkbox.class, search -> search.withLabel("Only lines with errors")), true);
        assertThat(GridKt._size(_get(dialog, Grid.class))).isEqualTo(2);
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("One device has been moved to “" + child.name()
                        + "”; 1 was there already; 1 was not found; 1 is no unit id"));
        verdicts.clear();
        for (int row = 0; row < 4; row++) {
            verdicts.add(((Span) GridKt._getCellComponent(_get(dialog, Grid.class), row, "verdict")).getText());
        }
        assertThat(verdicts).containsExactly("Is no unit id", "Moved", "Is there already", "Not found here");
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_check_says_which_devices_find_no_room_and_a_move_which_were_there() {
        Registered van = register(true);
        Registered there = register(true);
        Registered late = register(true);
        Cast.as(
                cast.owner(),
                () -> moves.move(child.id(), List.of(there.device().unitId())));
        Cast.as(cast.owner(), () -> {
            Customer now = customers.get(child.id());
            return quotas.edit(now.id(), now.version(), now.data(), new Quota(null, 2L));
        });
        open(cast.administrator(home.id()), home.id(), "devices");
        _click(_get(Button.class, search -> search.withText("Manage devices")));
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, ComboBox.class), customers.row(Permission.MOVE_DEVICE, child.id()));
        String fitting = van.device().unitId() + "\n" + there.device().unitId();
        _setValue(_get(dialog, TextArea.class), fitting + "\n" + late.device().unitId());
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("There is room for 1 only. Nothing is moved as long as the other one is among them."));
        assertThat(((Span) GridKt._getCellComponent(_get(dialog, Grid.class), 2, "verdict")).getText())
                .isEqualTo("No room: " + child.name()
                        + " and what is nested below it may have 2 devices, and has 1; 1 more comes before this.");
        _setValue(_get(dialog, TextArea.class), fitting);
        _click(_get(dialog, Button.class, search -> search.withText("Move")));
        eventually(() -> assertThat(Browser.notifications())
                .anyMatch(text ->
                        text.contains("One device has been moved to “" + child.name() + "”; 1 was there already")));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertion.run();
        });
    }

    @Test
    void a_device_is_decommissioned_after_a_word_of_what_that_means() {
        Registered van = register(true);
        open(cast.administrator(home.id()), home.id(), "devices");
        choose("Decommission…");
        _click(_get(Question.class).confirm());
        assertThat(now(van).state()).isEqualTo(UnitState.DECOMMISSIONED);
    }

    @Test
    void a_device_is_replaced_and_the_new_one_s_password_is_shown() {
        Registered van = register(true);
        open(cast.administrator(home.id()), home.id(), "devices");
        choose("Replace by another unit…");
        Dialog dialog = _get(Dialog.class);
        TextField unitId = _get(dialog, TextField.class);
        _setValue(unitId, "a/b");
        _click(_get(dialog, Button.class, search -> search.withText("Replace")));
        assertThat(unitId.isInvalid()).isTrue();
        String successor = "desk-" + Cast.next();
        _setValue(unitId, successor);
        _click(_get(dialog, Button.class, search -> search.withText("Replace")));
        assertThat(now(van).replacedBy()).isEqualTo(new UnitId(successor));
        assertThat(_find(Pre.class)).extracting(Pre::getText).contains(successor);
    }

    @Test
    void a_unit_that_is_in_use_elsewhere_is_not_taken_out_of_there_by_mistake() {
        Registered van = register(true);
        DeviceRow ambulance = Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(
                                new UnitId("desk-" + Cast.next()), new Name("Ambulance 7"), child.id(), null, true)))
                .device();
        open(cast.administrator(home.id()), home.id(), "devices");
        chooseOf(van.device(), "Replace by another unit…");
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, TextField.class), ambulance.unitId().value());
        Button replace = _get(dialog, Button.class, search -> search.withText("Replace"));
        assertThat(_get(dialog, Paragraph.class, search -> search.withClasses("warning"))
                        .getText())
                .contains("Ambulance 7", child.data().name().value());
        _click(replace);
        assertThat(now(van).state()).isEqualTo(UnitState.ACCEPTED);
        Checkbox agrees = _get(dialog, Checkbox.class);
        assertThat(agrees.isInvalid()).isTrue();
        _setValue(agrees, true);
        _click(replace);
        assertThat(now(van).replacedBy()).isEqualTo(ambulance.unitId());
    }

    @Test
    void the_page_of_what_was_replaced_leads_to_the_new_unit_and_back() {
        Registered van = register(true);
        String successor = replaceAtTheDesk(van);
        UI.getCurrent()
                .navigate("accounts/" + home.id() + "/devices/" + van.device().id());
        assertThat(_get(Anchor.class, search -> search.withText("Van")).getHref())
                .isEqualTo(Places.device(
                        home.id(),
                        new DeviceId(jdbc.sql("select id from device where unit_id = ?")
                                .param(successor)
                                .query(Long.class)
                                .single())));
        _click(_get(Button.class, search -> search.withText("Take the replacement back…")));
        _click(_get(Question.class).confirm());
        assertThat(now(van).state()).isEqualTo(UnitState.ACCEPTED);
    }

    private String replaceAtTheDesk(Registered van) {
        open(cast.administrator(home.id()), home.id(), "devices");
        choose("Replace by another unit…");
        Dialog dialog = _get(Dialog.class);
        String successor = "desk-" + Cast.next();
        _setValue(_get(dialog, TextField.class), successor);
        _click(_get(dialog, Button.class, search -> search.withText("Replace")));
        assertThat(now(van).state()).isEqualTo(UnitState.REPLACED);
        return successor;
    }

    @Test
    void a_replacement_is_taken_back_from_the_notification() {
        Registered van = register(true);
        replaceAtTheDesk(van);
        _click(_get(Button.class, search -> search.withText("Undo")));
        assertThat(now(van).state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(now(van).replacedBy()).isNull();
    }

    @Test
    void a_replacement_is_taken_back_from_the_page_of_the_device() {
        Registered van = register(true);
        long id = jdbc.sql("select id from device where unit_id = ?")
                .param(replaceAtTheDesk(van))
                .query(Long.class)
                .single();
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices/" + id);
        _click(_get(Button.class, search -> search.withText("Take the replacement back…")));
        _click(_get(Question.class).confirm());
        assertThat(now(van).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_unit_is_claimed_by_its_label() {
        Registered van = register(false);
        open(cast.administrator(home.id()), home.id(), "devices");
        _click(_get(Button.class, search -> search.withText("Claim")));
        Dialog dialog = _get(Dialog.class);
        _setValue(
                _get(dialog, TextField.class, search -> search.withLabel("Unit ID")),
                van.device().unitId().value());
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Claim code")), "0000000000");
        _click(_get(dialog, Button.class, search -> search.withText("Claim")));
        assertThat(_find(dialog, Paragraph.class))
                .extracting(Paragraph::getText)
                .anyMatch(text -> text.startsWith("No unit can be claimed"));
        _setValue(
                _get(dialog, TextField.class, search -> search.withLabel("Claim code")),
                van.credential().claimCode());
        _click(_get(dialog, Button.class, search -> search.withText("Claim")));
        assertThat(now(van).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void alerts_are_listed_and_go_when_somebody_has_looked() {
        Registered van = register(true);
        Registered other = register(true);
        jdbc.sql(
                        "insert into device_alert (device_id, kind, raised_at) values (?, 'CLONE_SUSPECTED', current_timestamp)")
                .param(van.device().id().value())
                .update();
        open(cast.administrator(home.id()), home.id(), "devices");
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(2);
        _setValue(_get(Checkbox.class, search -> search.withLabel("Alerts only")), true);
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(1);
        choose("I have looked at the alerts");
        assertThat(now(van).alerts()).isEmpty();
        assertThat(GridKt._size(_get(Grid.class))).isZero();
        assertThat(now(other).alerts()).isEmpty();
    }

    @Test
    void a_token_is_created_shown_once_with_its_picture_and_revoked() {
        open(cast.administrator(home.id()), home.id(), "enrolment");
        _click(_get(Button.class, search -> search.withText("Create enrolment token")));
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Name")), "Workshop");
        _setValue(_get(dialog, IntegerField.class), 5);
        _click(_get(dialog, Button.class, search -> search.withText("Create")));
        assertThat(_get(Pre.class).getText()).matches("[0-9A-Z]{32}");
        assertThat(_find(QrCode.class)).hasSize(1);
        EnrolmentToken token = tokens.list(home.id(), ListQuery.all()).items().getFirst();
        assertThat(token.maxUses()).isEqualTo(5);
        assertThat(token.customerId()).isEqualTo(home.id());
        _click(_get(Button.class, search -> search.withText("Done")));
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/enrolment");
        var actions = GridKt._getCellComponent(_get(Grid.class), 0, "actions");
        _click(_get(actions, Button.class));
        _click(_get(Question.class).confirm());
        assertThat(tokens.list(home.id(), ListQuery.all()).items().getFirst().revokedAt())
                .isNotNull();
    }

    @Test
    void a_hint_says_whose_an_unclaimed_unit_may_be_and_chooses_that_customer() {
        jdbc.sql("update device set created_at = ? where customer_id is null")
                .param(Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
        String spent = Cast.as(
                        cast.owner(),
                        () -> tokens.create(new NewEnrolmentToken(
                                new Name("Spring batch"),
                                child.id(),
                                null,
                                null,
                                Instant.now().plusSeconds(3600),
                                true)))
                .secret();
        jdbc.sql("update enrolment_token set revoked_at = current_timestamp where customer_id = ?")
                .param(child.id().value())
                .update();
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        assertThat(enrolment.enroll(new EnrollRequest(
                        "client-of-" + unit.value().substring(0, 8), "", "12345678", unit, spent, null, null)))
                .isInstanceOf(EnrollAnswer.Refused.class);
        open(cast.owner(), cast.root(), "devices");
        _setValue(_get(TextField.class, search -> search.withPlaceholder("Search")), unit.value());
        var actions = GridKt._getCellComponent(_get(Grid.class), 0, "actions");
        _click(_get(actions, Button.class, search -> search.withText("Approve")));
        Dialog dialog = _get(Dialog.class);
        assertThat(_find(dialog, Paragraph.class))
                .extracting(Paragraph::getText)
                .anyMatch(text -> text.contains(child.name().value()) && text.contains("Spring batch"));
        _click(_get(dialog, Button.class, search -> search.withText("Approve")));
        assertThat(jdbc.sql("select customer_id from device where unit_id = ?")
                        .param(unit.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(child.id().value());
    }
}
