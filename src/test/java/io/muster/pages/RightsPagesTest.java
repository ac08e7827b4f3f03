package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.tabs.TabSheet;
import com.vaadin.flow.component.textfield.TextArea;
import io.muster.BrowserSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.device.AssignableDevice;
import io.muster.device.DeviceAssignments;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.ui.Question;
import io.muster.user.Previews;
import io.muster.user.User;
import io.muster.user.UserRow;
import io.muster.user.Users;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContextHolder;

/** What pages say about rights, and how rights are given in them. */
@MusterTest
class RightsPagesTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceAssignments assignments;

    @Autowired
    Previews previews;

    @Autowired
    HistoryReader history;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User administrator;

    @BeforeEach
    void open() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        Browser.open(context, administrator);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void visit(String tab) {
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/" + tab);
    }

    private DeviceRow device() {
        UnitId unit = new UnitId("shown-" + Cast.next());
        return Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, home.id(), null, true)))
                .device();
    }

    private Location depot() {
        return Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot " + Cast.next())));
    }

    @SuppressWarnings("unchecked")
    private static Component cell(Predicate<Object> which, String column) {
        Grid<Object> grid = _get(Grid.class);
        List<Object> rows = GridKt._findAll(grid);
        int line = rows.indexOf(rows.stream().filter(which).findFirst().orElseThrow());
        return GridKt._getCellComponent(grid, line, column);
    }

    private static Component actions(Predicate<Object> which) {
        return cell(which, "actions");
    }

    private static Component of(User user) {
        return actions(row -> ((UserRow) row).id().equals(user.id()));
    }

    private static void choose(Component actions, String entry) {
        MenuItem more = _get(actions, MenuBar.class).getItems().getFirst();
        MenuItem item = more.getSubMenu().getItems().stream()
                .filter(found -> found.getText().equals(entry))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(item, new ClickEvent<>(item));
    }

    private static List<String> sentences(Dialog dialog) {
        return _find(dialog, ListItem.class).stream()
                .map(item -> item.getElement().getTextRecursively())
                .toList();
    }

    @Test
    void the_access_panel_says_what_first_then_which_devices_then_each_right_and_why() {
        cast.customer(home.id());
        Location depot = depot();
        device();
        User local = cast.user(
                home.id(),
                true,
                Set.of(depot.id()),
                Group.ACCOUNT_ADMINISTRATOR,
                Group.NESTED_CUSTOMER_ADMINISTRATOR,
                Group.FULL_DEVICE_ACCESS);
        Cast.as(cast.owner(), () -> users.setActive(local.id(), false));
        visit("users");
        choose(of(local), "What this user can do");
        Dialog dialog = _get(Dialog.class);
        assertThat(_get(dialog, Paragraph.class).getText()).startsWith(local.username() + " is inactive");
        assertThat(sentences(dialog))
                .contains(
                        "Sees all devices at " + home.name() + " and its nested customer, because of the group"
                                + " Full Device Access.",
                        "Sees devices at the location " + depot.name() + ", because it is one of theirs: none.",
                        "In all: no devices.",
                        "Can create, change and delete users at " + home.name() + " and its nested customer,"
                                + " because of the group Account Administrator together with Nested Customer"
                                + " Administrator.",
                        "Can change the card of the customer at " + home.name() + ", because of the group Account"
                                + " Administrator.")
                .noneMatch(sentence -> sentence.startsWith("Can register devices") && sentence.contains("Fleet"));
    }

    @Test
    void who_is_higher_is_explained_too() {
        Browser.close();
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Browser.open(context, lesser);
        visit("users");
        _click(_get(
                of(administrator),
                Button.class,
                search -> search.withPredicate(button -> button.getAriaLabel()
                        .filter(label -> label.startsWith("What user"))
                        .isPresent())));
        assertThat(sentences(_get(Dialog.class))).isNotEmpty();
    }

    @Test
    void a_device_says_who_sees_it_and_why() {
        DeviceRow unit = device();
        User all = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        User nobody = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        visit("devices");
        choose(actions(row -> ((DeviceRow) row).id().equals(unit.id())), "Who can see this");
        assertThat(sentences(_get(Dialog.class)))
                .anySatisfy(line ->
                        assertThat(line).contains(all.username()).contains("because of the group Full Device Access"))
                .noneMatch(line -> line.contains(nobody.username()));
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_device_is_assigned_in_the_dialog_of_the_user_and_taken_away_again() {
        DeviceRow unit = device();
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        visit("users");
        _click(_get(cell(row -> ((UserRow) row).id().equals(driver.id()), "email"), Button.class));
        Dialog dialog = _get(Dialog.class);
        _get(dialog, TabSheet.class).setSelectedIndex(1);
        ComboBox<AssignableDevice> choice = _get(dialog, ComboBox.class, search -> search.withLabel("Device"));
        choice.setValue(Cast.as(administrator, () -> assignments.offered(driver.id(), ListQuery.all()))
                .items()
                .getFirst());
        _click(_get(dialog, Button.class, search -> search.withText("Add")));
        assertThat(assigned(driver)).containsExactly(unit.id().toString());
        assertThat(GridKt._size(_get(dialog, Grid.class))).isEqualTo(1);
        Component line = GridKt._getCellComponent(_get(dialog, Grid.class), 0, "device");
        _click(_get(line, Button.class));
        assertThat(assigned(driver)).isEmpty();
    }

    private List<String> assigned(User user) {
        return Cast.as(administrator, () -> assignments.of(user.id(), ListQuery.all())).items().stream()
                .map(device -> device.id().toString())
                .toList();
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_device_is_assigned_to_users_from_its_menu() {
        DeviceRow unit = device();
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        visit("devices");
        choose(actions(row -> ((DeviceRow) row).id().equals(unit.id())), "Assign to users");
        Dialog dialog = _get(Dialog.class);
        MultiSelectComboBox<DeviceAssignments.Assignee> choice = _get(dialog, MultiSelectComboBox.class);
        choice.setValue(choice.getListDataView()
                .getItems()
                .filter(user -> user.id().equals(driver.id()))
                .collect(java.util.stream.Collectors.toSet()));
        _click(_get(dialog, Button.class, search -> search.withText("Add")));
        assertThat(assigned(driver)).containsExactly(unit.id().toString());
        assertThat(sentences(dialog))
                .singleElement()
                .satisfies(line -> assertThat(line).contains(driver.username()));
    }

    @Test
    void devices_and_users_are_pasted_to_a_location() {
        Location depot = depot();
        DeviceRow unit = device();
        User local = cast.user(home.id(), true, Set.of(), Group.FLEET_MANAGEMENT);
        visit("locations");
        paste("Assign devices", unit.unitId().value() + "\nnowhere");
        TextArea field = _get(TextArea.class);
        assertThat(field.getErrorMessage()).startsWith("1 line is no device that you see");
        _setValue(field, unit.unitId().value());
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Assign")));
        paste("Assign users", local.email().value());
        assertThat(Browser.notifications())
                .contains("1 device has been put at " + depot.name(), "1 user has been assigned to " + depot.name());
    }

    private static void paste(String task, String lines) {
        choose(actions(row -> true), task);
        _setValue(_get(TextArea.class), lines);
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Assign")));
    }

    @Test
    @SuppressWarnings("unchecked")
    void selected_devices_are_put_at_a_location() {
        Location depot = depot();
        DeviceRow unit = device();
        device();
        visit("devices");
        Grid<DeviceRow> grid = _get(Grid.class);
        grid.asMultiSelect().select(unit);
        _click(_get(Button.class, search -> search.withText("Set location")));
        Dialog dialog = _get(Dialog.class);
        ComboBox<Locations.Choice> choice = _get(dialog, ComboBox.class);
        choice.setValue(new Locations.Choice(depot.id(), depot.name()));
        _click(_get(dialog, Button.class, search -> search.withText("Set location")));
        assertThat(devices.get(unit.id()).locationId()).isEqualTo(depot.id());
        assertThat(grid.getSelectedItems()).isEmpty();
    }

    private BrowserSession signIn() {
        BrowserSession session = BrowserSession.begin(jdbc, administrator);
        SecurityContextHolder.getContext().setAuthentication(session.authentication());
        return session;
    }

    @Test
    void a_preview_shows_a_banner_on_every_page_and_no_way_to_what_is_personal() {
        BrowserSession session = signIn();
        User fleet = cast.user(home.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        visit("users");
        choose(of(fleet), "Preview as this user");
        _click(_get(Question.class).confirm());
        assertThat(session.as(() ->
                        context.getBean(io.muster.access.Access.class).actor().id()))
                .isEqualTo(fleet.id());
        Browser.close();
        Browser.open(context, administrator);
        SecurityContextHolder.getContext().setAuthentication(session.authentication());
        for (String tab : List.of("customers", "locations", "devices")) {
            visit(tab);
            assertThat(banner()).isEqualTo("You see the program as " + fleet.username() + ". Read only.");
        }
        _assertNone(Button.class, search -> search.withText("Set location"));
        visit("users");
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
        UI.getCurrent().navigate("profile");
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
        _click(_get(Button.class, search -> search.withText("End preview")));
        assertThat(session.as(
                        () -> context.getBean(io.muster.access.Access.class).preview()))
                .isEmpty();
    }

    private static String banner() {
        return _get(Aside.class, search -> search.withClasses("preview-banner"))
                .getChildren()
                .findFirst()
                .map(text -> text.getElement().getTextRecursively())
                .orElseThrow();
    }

    @Test
    void a_preview_whose_time_has_passed_ends_with_the_next_page() {
        BrowserSession session = signIn();
        User fleet = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(fleet.id()));
        jdbc.sql("update user_session set preview_until = current_timestamp where id = :id")
                .param("id", session.id())
                .update();
        visit("users");
        assertThat(session.as(
                        () -> context.getBean(io.muster.access.Access.class).preview()))
                .isEmpty();
        assertThat(entries("previewEnded")).isNotEmpty();
    }

    private List<HistoryEntry> entries(String action) {
        return Cast.as(administrator, () -> history.list(home.id(), HistoryFilter.NONE, ListQuery.all()))
                .items()
                .stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    @Test
    void an_address_out_of_reach_is_answered_like_a_missing_one_and_leaves_a_row_with_the_askers_administrators() {
        Customer sibling = cast.customer();
        String foreign = "accounts/" + sibling.id() + "/users";
        String missing = "accounts/999999999/users";
        UI.getCurrent().navigate(foreign);
        String first = answer();
        UI.getCurrent().navigate(missing);
        assertThat(answer()).isEqualTo(first).startsWith("There is nothing here");
        assertThat(entries("outOfReach"))
                .allSatisfy(entry -> assertThat(entry.actor()).isEqualTo(administrator.username()))
                .extracting(entry -> entry.fields().getFirst().to())
                .containsExactlyInAnyOrder(foreign, missing);
        User other = cast.administrator(sibling.id());
        assertThat(Cast.as(other, () -> history.list(sibling.id(), HistoryFilter.NONE, ListQuery.all()))
                        .items())
                .noneMatch(entry -> entry.action().equals("outOfReach"));
    }

    private static String answer() {
        return _get(H2.class).getText()
                + _get(H2.class).getParent().orElseThrow().getElement().getTextRecursively();
    }

    @Test
    void the_history_cannot_be_filled_this_way() {
        for (int i = 0; i < 30; i++) {
            UI.getCurrent().navigate("accounts/" + (999_000_000 + i) + "/users");
        }
        UI.getCurrent().navigate("accounts/999000000/users");
        assertThat(entries("outOfReach")).hasSize(10);
    }
}
