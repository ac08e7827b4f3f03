package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.NotificationsKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.treegrid.TreeGrid;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRow;
import io.muster.customer.CustomerStatus;
import io.muster.customer.Customers;
import io.muster.kernel.ListQuery;
import io.muster.ui.Question;
import io.muster.user.User;
import io.muster.user.Users;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class CustomersPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    Users users;

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

    private void visit(Customer customer, String tab) {
        UI.getCurrent().navigate("accounts/" + customer.id() + "/" + tab);
    }

    private static Button button(String text) {
        return _get(Button.class, search -> search.withText(text));
    }

    private static Button button(Dialog dialog, String text) {
        return _get(dialog, Button.class, search -> search.withText(text));
    }

    @Test
    void an_administrator_creates_a_nested_customer_and_is_told_so() {
        visit(home, "customers");
        _click(button("Create"));
        Dialog dialog = _get(Dialog.class);
        String name = "Nested " + Cast.next();
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Company name")), name);
        _setValue(_get(dialog, EmailField.class), "nested@example.com");
        _click(button(dialog, "Create"));
        Notification notification = NotificationsKt.getNotifications().getFirst();
        assertThat(notification.getPosition()).isEqualTo(Notification.Position.TOP_END);
        assertThat(Browser.notifications()).containsExactly("Customer “" + name + "” has been created");
        assertThat(customers.nested(home.id(), ListQuery.search(name)).total()).isEqualTo(1);
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(1);
    }

    @Test
    void a_new_customer_begins_with_the_settings_of_its_parent() {
        visit(home, "customers");
        _click(button("Create"));
        Dialog dialog = _get(Dialog.class);
        ComboBox<?> zone = _get(dialog, ComboBox.class, search -> search.withLabel("Time zone"));
        assertThat(zone.getValue()).hasToString("Europe/Copenhagen");
    }

    @Test
    void bad_input_is_said_at_the_field_and_nothing_is_saved() {
        visit(home, "customers");
        _click(button("Create"));
        Dialog dialog = _get(Dialog.class);
        TextField name = _get(dialog, TextField.class, search -> search.withLabel("Company name"));
        EmailField email = _get(dialog, EmailField.class);
        _setValue(name, "x".repeat(121));
        _setValue(email, "nested@example");
        _click(button(dialog, "Create"));
        assertThat(name.getErrorMessage()).isEqualTo("At most 120 characters.");
        assertThat(email.getErrorMessage()).isEqualTo("Enter an email address like name@example.com.");
        assertThat(dialog.isOpened()).isTrue();
        assertThat(customers.nested(home.id(), ListQuery.all()).total()).isZero();
    }

    @Test
    void markup_in_a_name_is_shown_as_text() {
        Customer nested = cast.customer(home.id());
        String name = "<img src=x onerror=alert(1)>" + Cast.next();
        Cast.as(cast.owner(), () -> customers.edit(nested.id(), nested.version(), Cast.customerData(name)));
        visit(home, "customers");
        Grid<?> grid = _get(Grid.class);
        assertThat(GridKt._getFormattedRow(grid, 0).toString()).contains("onerror");
        assertThat(UI.getCurrent().getElement().getOuterHTML()).doesNotContain("<img src=x");
    }

    @Test
    void editing_the_account_is_saved_and_confirmed() {
        visit(home, "account");
        TextField name = _get(TextField.class, search -> search.withLabel("Company name"));
        _setValue(name, "Renamed " + Cast.next());
        _click(button("Save"));
        assertThat(Browser.notifications()).containsExactly("Account “" + name.getValue() + "” has been saved");
        assertThat(customers.get(home.id()).name().value()).isEqualTo(name.getValue());
    }

    @Test
    void the_way_to_a_customer_follows_its_names_and_places() {
        Customer parent = cast.customer(home.id());
        Customer customer = cast.customer(home.id());
        visit(customer, "account");
        assertThat(way()).containsExactly("Customers", customer.name().value(), "Account");
        Component link = step(1);
        _setValue(_get(TextField.class, search -> search.withLabel("Company name")), "Renamed");
        _click(button("Save"));
        eventually(() -> assertThat(way()).containsExactly("Customers", "Renamed", "Account"));
        assertThat(step(1)).as("whoever is on the link stays there").isSameAs(link);
        Cast.as(cast.owner(), () -> moves.move(customer.id(), null, parent.id()));
        eventually(() ->
                assertThat(way()).containsExactly("Customers", parent.name().value(), "Renamed", "Account"));
    }

    private static Component step(int index) {
        return _get(OrderedList.class)
                .getComponentAt(index)
                .getChildren()
                .findFirst()
                .orElseThrow();
    }

    private static List<String> way() {
        return _get(OrderedList.class)
                .getChildren()
                .map(step -> step.getElement().getTextRecursively())
                .toList();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertion.run();
        });
    }

    @Test
    void what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
        visit(home, "account");
        Cast.as(cast.owner(), () -> customers.edit(home.id(), home.version(), Cast.customerData("Theirs")));
        _setValue(_get(TextField.class, search -> search.withLabel("Company name")), "Mine");
        _click(button("Save"));
        assertThat(Browser.notifications()).isEmpty();
        assertThat(customers.get(home.id()).name().value()).isEqualTo("Theirs");
    }

    private static Component form() {
        return _get(Div.class, search -> search.withClasses("data-form"));
    }

    @Test
    void what_somebody_is_typing_is_not_overwritten_by_what_somebody_else_saves() {
        visit(home, "account");
        TextField name = _get(TextField.class, search -> search.withLabel("Company name"));
        String before = name.getValue();
        Browser.begin(form());
        Cast.as(cast.owner(), () -> customers.edit(home.id(), home.version(), Cast.customerData("Theirs")));
        await().during(Duration.ofMillis(700)).pollInSameThread().until(() -> {
            MockVaadin.clientRoundtrip(true);
            return name.getValue().equals(before);
        });
        _setValue(name, "Mine");
        _click(button("Save"));
        assertThat(Browser.notifications()).isEmpty();
        assertThat(customers.get(home.id()).name().value()).isEqualTo("Theirs");
    }

    @Test
    void whoever_is_still_typing_is_asked_before_the_page_is_left() {
        visit(home, "account");
        Browser.begin(form());
        visit(home, "users");
        assertThat(_get(Question.class).getHeaderTitle()).isEqualTo("Discard what you typed?");
        _click(button("Keep editing"));
        Browser.leave(form());
        visit(home, "users");
        _assertNone(Question.class);
        _assertNone(EmailField.class);
    }

    @Test
    void a_dialog_in_which_nothing_was_typed_closes_with_the_page_it_is_of() {
        visit(home, "customers");
        _click(button("Create"));
        UI.getCurrent().navigate("accounts/" + home.id() + "/customers");
        assertThat(_get(Dialog.class).isOpened()).isTrue();
        visit(home, "users");
        _assertNone(Dialog.class);
        visit(home, "customers");
        _click(button("Create"));
        Browser.begin(form());
        visit(home, "users");
        _click(button("Discard"));
        _assertNone(Dialog.class);
    }

    @Test
    void the_heading_for_those_who_listen_is_that_of_this_page() {
        visit(home, "users");
        assertThat(_get(H1.class).getText()).isEqualTo("Users – Muster");
        visit(home, "account");
        assertThat(_get(H1.class).getText()).isEqualTo("Account – Muster");
        visit(cast.customer(), "account");
        assertThat(_get(H1.class).getText()).isEqualTo("There is nothing here");
    }

    @Test
    void who_may_not_edit_sees_the_card_without_save() {
        User viewer = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Browser.close();
        Browser.open(context, viewer);
        visit(home, "account");
        _assertNone(Button.class, search -> search.withText("Save"));
        assertThat(_get(TextField.class, search -> search.withLabel("Company name"))
                        .isReadOnly())
                .isTrue();
    }

    @Test
    void a_customer_above_or_beside_looks_like_one_that_does_not_exist() {
        Customer sibling = cast.customer();
        for (String id : new String[] {sibling.id().toString(), cast.root().toString(), "999999999", "abc"}) {
            UI.getCurrent().navigate("accounts/" + id + "/account");
            assertThat(_get(H2.class).getText()).isEqualTo("There is nothing here");
        }
    }

    private static void choose(MenuBar menu, String action) {
        MenuItem item = menu.getItems().getFirst().getSubMenu().getItems().stream()
                .filter(each -> each.getText().equals(action))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(item, new ClickEvent<>(item));
    }

    /** Opens the list and chooses from the menu of its only line. */
    private void choose(String action) {
        visit(home, "customers");
        Grid<?> grid = _get(Grid.class);
        MenuBar menu = (MenuBar) GridKt._getCellComponent(grid, 0, "menu");
        choose(menu, action);
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_customer_is_moved_after_what_it_means_was_said_and_comes_back_by_undo() {
        Customer customer = cast.customer(home.id());
        Customer target = cast.customer(home.id());
        cast.user(target.id(), Group.FLEET_MANAGEMENT);
        visit(home, "customers");
        Grid<CustomerRow> grid = _get(Grid.class);
        List<CustomerRow> rows = GridKt._findAll(grid);
        int line = rows.stream().map(CustomerRow::id).toList().indexOf(customer.id());
        choose((MenuBar) GridKt._getCellComponent(grid, line, "menu"), "Move…");
        Dialog dialog = _get(Dialog.class);
        ComboBox<CustomerRow> choice = _get(dialog, ComboBox.class);
        choice.setValue(customers.row(Permission.SEE_CUSTOMER, home.id()));
        _click(button(dialog, "Move"));
        assertThat(choice.getErrorMessage()).isEqualTo("It is there already.");
        choice.setValue(customers.row(Permission.SEE_CUSTOMER, target.id()));
        assertThat(_get(dialog, Paragraph.class, search -> search.withClasses("meaning"))
                        .getText())
                .contains(
                        "no nested customers", "Nobody loses sight of it.", "1 user above the new place will see it.");
        _click(button(dialog, "Move"));
        assertThat(customers.get(customer.id()).parentId()).isEqualTo(target.id());
        _click(button("Undo"));
        assertThat(customers.get(customer.id()).parentId()).isEqualTo(home.id());
    }

    @Test
    void a_customer_is_suspended_after_a_warning_and_resumed_by_undo() {
        Customer customer = cast.customer(home.id());
        choose("Suspend…");
        _click(_get(Question.class).confirm());
        assertThat(customers.get(customer.id()).status()).isEqualTo(CustomerStatus.SUSPENDED);
        assertThat(Browser.notifications().getFirst()).contains("has been suspended");
        _click(button("Undo"));
        assertThat(customers.get(customer.id()).status()).isEqualTo(CustomerStatus.ACTIVE);
    }

    @Test
    void a_full_customer_offers_to_move_its_contents_before_it_is_deleted() {
        Customer customer = cast.customer(home.id());
        User user = cast.user(customer.id(), Group.INSTALLER);
        choose("Delete…");
        Dialog dialog = _get(Dialog.class);
        assertThat(_get(dialog, ListItem.class).getText()).isEqualTo("1 user");
        _click(button(dialog, "Move contents to " + home.name()));
        assertThat(users.get(user.id()).customerId()).isEqualTo(home.id());
        _click(_get(Question.class).confirm());
        assertThat(customers.nested(home.id(), ListQuery.all()).total()).isZero();
    }

    @Test
    void who_may_not_see_the_devices_of_nested_customers_reads_no_number_of_them() {
        Customer child = cast.customer(home.id());
        visit(home, "customers");
        assertThat(headers()).contains("Users", "Devices");
        User viewer = cast.user(home.id(), Group.NESTED_CUSTOMER_ADMINISTRATOR);
        Browser.close();
        Browser.open(context, viewer);
        visit(home, "customers");
        assertThat(headers()).doesNotContain("Users", "Devices");
        _click(button("As tree"));
        TreeGrid<?> tree = _get(TreeGrid.class);
        Browser.resize(360);
        tree.getColumns().getFirst().setKey("line");
        assertThat(GridKt._getCellComponent(tree, 0, "line").getElement().getTextRecursively())
                .contains(child.name().value())
                .doesNotContain("devices", "users");
        Browser.resize(1280);
    }

    /** Those that count something, before the words for those who go by ear. */
    private static List<String> headers() {
        return ((Grid<?>) _get(Grid.class))
                .getColumns().stream()
                        .map(Grid.Column::getHeaderComponent)
                        .filter(Objects::nonNull)
                        .map(header -> header.getElement().getTextRecursively())
                        .map(text -> text.replace(" (Of the customer itself, without those nested below)", ""))
                        .toList();
    }

    @Test
    void who_may_not_change_nested_customers_gets_no_menu() {
        cast.customer(home.id());
        User viewer = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Browser.close();
        Browser.open(context, viewer);
        visit(home, "customers");
        assertThat(GridKt._getCellComponent(_get(Grid.class), 0, "menu")).isNotInstanceOf(MenuBar.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_tree_opens_level_by_level_and_a_search_shows_matches_in_context() {
        Customer branch = cast.customer(home.id());
        Customer leaf = cast.customer(branch.id());
        Customer other = cast.customer(home.id());
        visit(home, "customers");
        _click(button("As tree"));
        TreeGrid<CustomerRow> tree = _get(TreeGrid.class);
        assertThat(GridKt._findAll(tree)).extracting(CustomerRow::id).containsOnly(branch.id(), other.id());
        tree.expand(customers.row(Permission.SEE_CUSTOMER, branch.id()));
        assertThat(GridKt._findAll(tree))
                .extracting(CustomerRow::id)
                .hasSize(3)
                .containsSequence(branch.id(), leaf.id());
        _setValue(
                _get(TextField.class, search -> search.withPlaceholder("Search")),
                leaf.name().value());
        assertThat(GridKt._findAll(tree)).extracting(CustomerRow::id).containsExactly(branch.id(), leaf.id());
        Browser.resize(360);
        tree.getColumns().getFirst().setKey("line");
        assertThat(GridKt._getCellComponent(tree, 0, "line").getElement().getTextRecursively())
                .contains(branch.name().value(), "no devices")
                .doesNotContain("Active");
        Browser.resize(1280);
        _click(button("As list"));
        assertThat(GridKt._size(_get(Grid.class))).as("what was typed stays").isEqualTo(1);
        _setValue(_get(TextField.class, search -> search.withPlaceholder("Search")), "");
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(3);
    }

    @Test
    void what_the_list_is_searched_for_stands_in_its_address() {
        Customer one = cast.customer(home.id());
        Customer two = cast.customer(home.id());
        String address = "accounts/" + home.id() + "/customers";
        UI.getCurrent().navigate(address, QueryParameters.of("q", one.name().value()));
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(1);
        TextField search = _get(TextField.class, spec -> spec.withPlaceholder("Search"));
        assertThat(search.getValue()).isEqualTo(one.name().value());
        UI.getCurrent().navigate(address);
        assertThat(search.getValue()).isEmpty();
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(2);
        UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations();
        _setValue(search, two.name().value());
        assertThat(UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations())
                .extracting(call -> call.getInvocation().getParameters().toString())
                .anyMatch(parameters -> parameters.contains(address + "?q="));
    }
}
