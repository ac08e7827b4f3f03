package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.DownloadKt;
import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.UploadKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.upload.Upload;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.kernel.ListQuery;
import io.muster.user.User;
import io.muster.user.UserRow;
import io.muster.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many users of the list at once. */
@MusterTest
class ManyUsersPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Customers customers;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User administrator;
    private User one;
    private User two;

    @BeforeEach
    void open() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        one = cast.user(home.id(), Group.INSTALLER);
        two = cast.user(home.id(), Group.INSTALLER);
        Browser.open(context, administrator);
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    @SuppressWarnings("unchecked")
    private static Grid<UserRow> list() {
        return _get(Grid.class);
    }

    private void choose(User... wanted) {
        List<UserRow> rows = GridKt._findAll(list());
        Set<String> names = Set.of(wanted).stream().map(User::username).collect(java.util.stream.Collectors.toSet());
        list().asMultiSelect()
                .setValue(rows.stream()
                        .filter(row -> names.contains(row.username()))
                        .collect(java.util.stream.Collectors.toSet()));
    }

    private static void choose(String menu, String item) {
        MenuItem wanted = _find(MenuBar.class).stream()
                .flatMap(bar -> bar.getItems().stream())
                .filter(each -> each.getText().equals(menu))
                .flatMap(each -> each.getSubMenu().getItems().stream())
                .filter(each -> each.getText().equals(item))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(wanted, new ClickEvent<>(wanted));
    }

    private static String text() {
        return _find(Dialog.class).stream()
                .map(dialog -> dialog.getElement().getTextRecursively())
                .reduce("", String::concat);
    }

    private static void press(String button) {
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText(button)));
    }

    private User now(User user) {
        return Cast.as(cast.owner(), () -> users.get(user.id()));
    }

    private static boolean isDone(String text) {
        MockVaadin.INSTANCE.clientRoundtrip(false);
        return text().contains(text);
    }

    @Test
    void the_count_says_how_many_of_how_many_are_chosen_and_the_menu_is_there_only_then() {
        assertThat(_find(MenuBar.class))
                .noneMatch(bar ->
                        bar.isVisible() && bar.getItems().getFirst().getText().equals("Change selected"));
        choose(one, two);
        assertThat(_get(Span.class, search -> search.withClasses("list-count")).getText())
                .isEqualTo("2 selected / 3 total");
        choose("Change selected", "Deactivate");
        assertThat(text())
                .contains("signed out everywhere within seconds", one.email().value());
    }

    @Test
    void a_chosen_user_whom_somebody_deletes_is_not_chosen_any_more() {
        choose(one, two);
        Cast.does(cast.owner(), () -> users.delete(one.id(), null));
        _click(_get(
                Button.class,
                search -> search.withPredicate(button ->
                        button.getAriaLabel().filter("Refresh"::equals).isPresent())));
        assertThat(_get(Span.class, search -> search.withClasses("list-count")).getText())
                .isEqualTo("1 selected / 2 total");
        choose("Change selected", "Deactivate");
        press("Change them");
        assertThat(now(two).active()).isFalse();
        assertThat(text()).doesNotContain("There is no such thing here");
    }

    @Test
    void one_summary_says_who_was_changed_and_who_was_not_and_why() {
        choose(one, administrator);
        choose("Change selected", "Deactivate");
        press("Change them");
        assertThat(_find(Dialog.class)).hasSize(1);
        assertThat(text())
                .contains("1 user was changed, 1 was refused", one.username(), "You cannot change your own groups");
        assertThat(now(one).active()).isFalse();
        assertThat(list().getSelectedItems()).isEmpty();
        press("Undo");
        assertThat(now(one).active()).isTrue();
        assertThat(text()).contains("1 user was changed");
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_group_is_chosen_from_those_that_one_holds() {
        choose(one, two);
        choose("Change selected", "Add a group");
        press("Change them");
        Select<Group> field = _get(_get(Dialog.class), Select.class);
        assertThat(field.isInvalid()).isTrue();
        _setValue(field, Group.FLEET_MANAGEMENT);
        press("Change them");
        assertThat(now(two).groups()).contains(Group.FLEET_MANAGEMENT);
    }

    @Test
    void the_export_has_what_the_list_shows_and_no_formulas() {
        Cast.as(
                cast.owner(),
                () -> jdbc.sql("update app_user set first_name = '=cmd' where id = :id")
                        .param("id", one.id().value())
                        .update());
        _setValue(_get(TextField.class, search -> search.withPlaceholder("Search")), one.username());
        assertThat(GridKt._size(list())).isEqualTo(1);
        Anchor export = _get(Anchor.class, search -> search.withText("Export CSV"));
        String csv = new String(DownloadKt._download(export), StandardCharsets.UTF_8);
        assertThat(csv.lines()).hasSize(2);
        assertThat(csv)
                .startsWith("\uFEFF\"email\",\"username\"")
                .contains("\"'=cmd\"", one.email().value());
        assertThat(csv).doesNotContain(two.email().value());
    }

    @Test
    void a_file_is_looked_at_put_right_imported_and_taken_back() {
        String name = "upload" + Cast.next();
        choose("More", "Import users");
        String csv = "email,groups\r\n" + name + "@example.com,INSTALLER\r\n" + name + "b,INSTALLER\r\n";
        UploadKt._upload(_get(Upload.class), "users.csv", csv.getBytes(StandardCharsets.UTF_8));
        await().pollInSameThread().until(() -> isDone("1 to create, 0 to change, 0 as they are, 1 with errors"));
        assertThat(stored(name)).isEmpty();
        Grid<?> lines = _get(_get(Dialog.class), Grid.class);
        assertThat(GridKt._getCellComponent(lines, 1, "verdict").getElement().getText())
                .startsWith("email: Enter an email address");
        Button apply = _get(_get(Dialog.class), Button.class, search -> search.withText("Import 1 line"));
        assertThat(apply.isEnabled()).isTrue();
        _setValue((TextField) GridKt._getCellComponent(lines, 1, "email"), name + "b@example.com");
        assertThat(apply.isEnabled()).as("what was shown is no longer so").isFalse();
        press("Check again");
        await().pollInSameThread().until(() -> isDone("2 to create, 0 to change, 0 as they are, 0 with errors"));
        press("Import 2 lines");
        await().pollInSameThread().until(() -> isDone("The import is done"));
        boolean links = text().contains("Download the invitation links");
        assertThat(_get(Dialog.class).isCloseOnEsc()).isEqualTo(!links);
        assertThat(stored(name)).hasSize(2).allMatch(UserRow::invited);
        press("Undo the import");
        await().pollInSameThread().until(() -> isDone("2 users were deleted, nobody was refused"));
        assertThat(text()).contains("Deleted:").doesNotContain("Changed:");
        assertThat(stored(name)).isEmpty();
    }

    private List<UserRow> stored(String name) {
        return users.list(home.id(), ListQuery.search(name)).items();
    }

    @Test
    void what_is_no_such_file_is_said_and_nothing_else_happens() {
        choose("More", "Import users");
        UploadKt._upload(_get(Upload.class), "users.csv", new byte[] {'P', 'K', 3, 4, (byte) 0xff});
        await().pollInSameThread().until(() -> isDone("This is not a CSV file in UTF-8."));
        assertThat(_find(_get(Dialog.class), Grid.class)).isEmpty();
    }

    @Test
    void who_has_not_signed_in_for_long_is_kept_or_deactivated() {
        jdbc.sql("update app_user set created_at = created_at - interval '91' day where id in (:ids)")
                .param("ids", List.of(one.id().value(), two.id().value()))
                .update();
        choose("More", "Access review");
        @SuppressWarnings("unchecked")
        Grid<UserRow> grid = _get(_get(Dialog.class), Grid.class);
        assertThat(GridKt._size(grid)).isEqualTo(2);
        grid.asMultiSelect().setValue(Set.of(GridKt._get(grid, 0)));
        press("Keep access");
        assertThat(text()).contains("1 user was changed, nobody was refused");
        _click(_get(_find(Dialog.class).getLast(), Button.class, search -> search.withText("Close")));
        assertThat(GridKt._size(grid)).isEqualTo(1);
    }

    @Test
    void an_account_ends_after_its_last_day_in_the_zone_of_the_viewer() {
        _click((Button) GridKt._getCellComponent(list(), row(one), "email"));
        DatePicker field = _get(_get(Dialog.class), DatePicker.class);
        assertThat(field.getValue()).isNull();
        _setValue(field, LocalDate.of(2099, 12, 31));
        press("Save");
        assertThat(now(one).expiresAt()).isEqualTo(Instant.parse("2099-12-31T23:00:00Z"));
        assertThat(GridKt._getCellComponent(list(), row(one), "active")
                        .getElement()
                        .getTextRecursively())
                .contains("Until 31 Dec 2099");
    }

    @Test
    void users_of_a_suspended_customer_are_not_shown_as_if_they_could_sign_in() {
        Cast.as(cast.owner(), () -> customers.suspend(home.id(), home.version()));
        Browser.close();
        Browser.open(context, cast.owner());
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        assertThat(GridKt._getCellComponent(list(), row(one), "active")
                        .getElement()
                        .getTextRecursively())
                .contains("Customer suspended");
    }

    private int row(User user) {
        List<UserRow> rows = GridKt._findAll(list());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).username().equals(user.username())) {
                return i;
            }
        }
        throw new AssertionError(user.username() + " is not listed");
    }
}
