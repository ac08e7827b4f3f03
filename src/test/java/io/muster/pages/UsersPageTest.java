package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.location.Locations;
import io.muster.ui.Question;
import io.muster.user.User;
import io.muster.user.UserRow;
import io.muster.user.Users;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class UsersPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    private Customer home;
    private User administrator;

    @BeforeEach
    void open() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        Browser.open(context, administrator);
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private static Dialog openDialog() {
        _click(_get(Button.class, search -> search.withText("Create")));
        return _get(Dialog.class);
    }

    private static void create(Dialog dialog) {
        _click(_get(dialog, Button.class, search -> search.withText("Create")));
    }

    private static TextField text(Dialog dialog, String label) {
        return _get(dialog, TextField.class, search -> search.withLabel(label));
    }

    @SuppressWarnings("unchecked")
    private static MultiSelectComboBox<Group> groups(Dialog dialog) {
        return _get(dialog, MultiSelectComboBox.class, search -> search.withLabel("Permission groups"));
    }

    private static List<PasswordField> passwords(Dialog dialog) {
        return _find(dialog, PasswordField.class);
    }

    private String fill(Dialog dialog) {
        String name = "page" + Cast.next();
        _setValue(_get(dialog, EmailField.class), name + "@example.com");
        _setValue(text(dialog, "Username"), name);
        groups(dialog).setValue(Set.of(Group.FLEET_MANAGEMENT));
        return name;
    }

    private List<UserRow> stored(String name) {
        return users.list(home.id(), ListQuery.search(name)).items();
    }

    @Test
    void with_a_welcome_mail_both_password_fields_are_disabled_and_empty() {
        Dialog dialog = openDialog();
        Checkbox welcome = _get(
                dialog,
                Checkbox.class,
                search -> search.withLabel("Send a welcome email with instructions to set a password"));
        assertThat(passwords(dialog)).allMatch(field -> !field.isEnabled() && field.isEmpty());
        _setValue(welcome, false);
        passwords(dialog).forEach(field -> _setValue(field, Cast.PASSWORD));
        _setValue(welcome, true);
        assertThat(passwords(dialog)).allMatch(field -> !field.isEnabled() && field.isEmpty());
    }

    @Test
    void a_welcomed_user_gets_a_mail_with_a_link_and_is_listed_as_invited() {
        Dialog dialog = openDialog();
        String name = fill(dialog);
        create(dialog);
        assertThat(Browser.notifications())
                .containsExactly("User “" + name + "” has been created; a welcome email is on its way to " + name
                        + "@example.com");
        assertThat(stored(name)).singleElement().matches(UserRow::invited);
        await().atMost(Duration.ofSeconds(20)).until(() -> hasMailFor(name));
    }

    private static boolean hasMailFor(String name) throws Exception {
        for (MimeMessage mail : Rig.mailServer().getReceivedMessages()) {
            String text = mail.getContent().toString();
            if (text.contains(name) && text.contains("https://muster.example.com/welcome/")) {
                return mail.getAllRecipients().length == 1;
            }
        }
        return false;
    }

    @Test
    void a_user_with_a_chosen_password_is_listed_with_groups_and_a_green_check() {
        Dialog dialog = openDialog();
        String name = fill(dialog);
        _setValue(
                _get(
                        dialog,
                        Checkbox.class,
                        search -> search.withLabel("Send a welcome email with instructions to set a password")),
                false);
        passwords(dialog).forEach(field -> _setValue(field, Cast.PASSWORD));
        _setValue(text(dialog, "Phone number"), "+45 32 10 10 10");
        create(dialog);
        assertThat(Browser.notifications()).containsExactly("User “" + name + "” has been created");
        assertThat(stored(name)).singleElement().satisfies(row -> {
            assertThat(row.groups()).containsExactly(Group.FLEET_MANAGEMENT);
            assertThat(row.active()).isTrue();
            assertThat(row.invited()).isFalse();
        });
        assertThat(GridKt._size(_get(Grid.class))).isEqualTo(2);
    }

    @Test
    void who_is_limited_to_no_location_sees_nothing_and_the_form_says_so() {
        Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot")));
        Dialog dialog = openDialog();
        String warning = "Without a location the user sees no device.";
        assertThat(dialog.getElement().getTextRecursively()).doesNotContain(warning);
        _setValue(_get(dialog, Checkbox.class, search -> search.withLabel("Only devices at certain locations")), true);
        assertThat(dialog.getElement().getTextRecursively()).contains(warning);
        _setValue(_get(dialog, Checkbox.class, search -> search.withLabel("Only devices at certain locations")), false);
        assertThat(dialog.getElement().getTextRecursively()).doesNotContain(warning);
    }

    @Test
    void required_fields_are_marked_and_a_group_must_be_chosen() {
        Dialog dialog = openDialog();
        assertThat(_get(dialog, EmailField.class).isRequiredIndicatorVisible()).isTrue();
        assertThat(text(dialog, "Username").isRequiredIndicatorVisible()).isTrue();
        assertThat(groups(dialog).isRequiredIndicatorVisible()).isTrue();
        fill(dialog);
        groups(dialog).clear();
        create(dialog);
        assertThat(groups(dialog).getErrorMessage()).isEqualTo("Choose at least one permission group.");
        assertThat(dialog.isOpened()).isTrue();
    }

    @Test
    void a_name_that_is_taken_is_said_at_both_fields_and_nothing_typed_is_lost() {
        User there = cast.user(home.id(), Group.INSTALLER);
        Dialog dialog = openDialog();
        fill(dialog);
        _setValue(_get(dialog, EmailField.class), there.email().value().toUpperCase(Locale.ROOT));
        _setValue(text(dialog, "Username"), there.username().toUpperCase(Locale.ROOT));
        create(dialog);
        assertThat(_get(dialog, EmailField.class).getErrorMessage())
                .isEqualTo("A user with this email address already exists.");
        assertThat(text(dialog, "Username").getErrorMessage()).isEqualTo("A user with this username already exists.");
        assertThat(groups(dialog).getValue()).containsExactly(Group.FLEET_MANAGEMENT);
    }

    @Test
    void only_groups_that_the_administrator_holds_are_offered() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT);
        Browser.close();
        Browser.open(context, lesser);
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        Dialog dialog = openDialog();
        assertThat(groups(dialog).getListDataView().getItems())
                .containsExactlyInAnyOrder(Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT);
    }

    /** The button with this label in the line of a user. */
    private Button button(User user, String label) {
        return _get(
                cell(user, label.startsWith("Edit") ? "email" : "actions"),
                Button.class,
                search -> search.withPredicate(
                        button -> button.getAriaLabel().filter(label::equals).isPresent()));
    }

    private Component buttons(User user) {
        return cell(user, "actions");
    }

    @SuppressWarnings("unchecked")
    private Component cell(User user, String column) {
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        Grid<UserRow> grid = _get(Grid.class);
        int line = GridKt._findAll(grid).stream().map(UserRow::id).toList().indexOf(user.id());
        return GridKt._getCellComponent(grid, line, column);
    }

    private void chooses(User user, String item) {
        MenuBar menu = _get(buttons(user), MenuBar.class);
        MenuItem wanted = menu.getItems().getFirst().getSubMenu().getItems().stream()
                .filter(candidate -> candidate.getText().equals(item))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(wanted, new ClickEvent<>(wanted));
    }

    @Test
    void a_deleted_user_comes_back_by_undo() {
        User user = cast.user(home.id(), Group.INSTALLER);
        _click(button(user, "Delete user " + user.email()));
        _click(_get(Question.class).confirm());
        assertThat(stored(user.username())).isEmpty();
        _click(_get(Button.class, search -> search.withText("Undo")));
        assertThat(stored(user.username())).hasSize(1);
    }

    @Test
    void a_deleted_user_comes_back_from_the_list_of_deleted_users() {
        User user = cast.user(home.id(), Group.INSTALLER);
        Cast.as(administrator, () -> users.delete(user.id(), null));
        MenuItem item = _find(MenuBar.class).stream()
                .flatMap(bar -> bar.getItems().stream())
                .filter(menu -> menu.getText().equals("More"))
                .flatMap(menu -> menu.getSubMenu().getItems().stream())
                .filter(menu -> menu.getText().equals("Deleted users"))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(item, new ClickEvent<>(item));
        Dialog dialog = _get(Dialog.class);
        Button restore = (Button) GridKt._getCellComponent(_get(dialog, Grid.class), 0, "restore");
        _click(restore);
        assertThat(Browser.notifications()).containsExactly("User “" + user.username() + "” is back");
        assertThat(stored(user.username())).hasSize(1);
    }

    @Test
    void the_address_opens_the_same_form_without_passwords_and_saves() {
        User user = cast.user(home.id(), Group.INSTALLER);
        _click(button(user, "Edit user " + user.email()));
        Dialog dialog = _get(Dialog.class);
        assertThat(passwords(dialog)).isEmpty();
        assertThat(dialog.getElement().getTextRecursively()).contains("This user has never signed in.");
        assertThat(groups(dialog).getValue()).containsExactly(Group.INSTALLER);
        _setValue(text(dialog, "First name"), "Ada");
        _click(_get(dialog, Button.class, search -> search.withText("Save")));
        assertThat(Browser.notifications()).containsExactly("User “" + user.username() + "” has been saved");
        assertThat(stored(user.username()))
                .singleElement()
                .satisfies(row -> assertThat(row.person().firstName()).isEqualTo("Ada"));
    }

    @Test
    void what_somebody_else_changed_in_the_meantime_is_not_overwritten() {
        User user = cast.user(home.id(), Group.INSTALLER);
        _click(button(user, "Edit user " + user.email()));
        Cast.as(cast.owner(), () -> users.setActive(user.id(), false));
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, search -> search.withText("Save")));
        assertThat(dialog.isOpened()).isTrue();
        assertThat(dialog.getElement().getTextRecursively()).contains("Somebody else has changed this");
    }

    @Test
    void on_the_own_card_rights_are_only_shown() {
        _click(button(administrator, "Edit user " + administrator.email()));
        assertThat(groups(_get(Dialog.class)).isEnabled()).isFalse();
        EmailField email = _get(_get(Dialog.class), EmailField.class);
        assertThat(email.isReadOnly()).isTrue();
        assertThat(email.getHelperText()).contains("profile");
    }

    @Test
    void a_user_is_deactivated_and_comes_back_by_undo() {
        User user = cast.user(home.id(), Group.INSTALLER);
        chooses(user, "Deactivate");
        _click(_get(Question.class).confirm());
        assertThat(stored(user.username()).getFirst().active()).isFalse();
        _click(_get(Button.class, search -> search.withText("Undo")));
        assertThat(stored(user.username()).getFirst().active()).isTrue();
    }

    @Test
    void an_invitation_is_revoked_and_sent_again() {
        Dialog dialog = openDialog();
        String name = fill(dialog);
        create(dialog);
        User user =
                Cast.as(administrator, () -> users.get(stored(name).getFirst().id()));
        chooses(user, "Revoke the invitation");
        assertThat(stored(name).getFirst().invitationEnded()).isTrue();
        chooses(user, "Send the invitation again");
        assertThat(stored(name).getFirst().invitationEnded()).isFalse();
    }

    @Test
    void a_higher_user_can_be_looked_at_and_no_more() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Browser.close();
        Browser.open(context, lesser);
        assertThat(_find(buttons(administrator), Button.class))
                .singleElement()
                .satisfies(button -> assertThat(button.getAriaLabel())
                        .hasValue("What user " + administrator.email().value() + " can do"));
        assertThat(_find(buttons(administrator), MenuBar.class)).isEmpty();
    }

    @Test
    void the_link_is_not_shown_when_mail_is_configured() {
        Dialog dialog = openDialog();
        fill(dialog);
        create(dialog);
        assertThat(_find(Pre.class)).isEmpty();
    }

    @Test
    void a_fleet_manager_cannot_open_the_list_of_users() {
        User viewer = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Browser.close();
        Browser.open(context, viewer);
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
    }
}
