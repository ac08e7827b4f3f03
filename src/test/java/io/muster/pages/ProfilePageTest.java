package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.ListQuery;
import io.muster.ui.Question;
import io.muster.user.ApiTokens;
import io.muster.user.Profile;
import io.muster.user.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class ProfilePageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Profile profile;

    @Autowired
    ApiTokens tokens;

    private User viewer;

    @BeforeEach
    void open() {
        viewer = cast.user(cast.customer().id(), Group.INSTALLER);
        Browser.open(context, viewer);
        UI.getCurrent().navigate("profile");
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private static void click(String text) {
        _click(_get(Button.class, search -> search.withText(text)));
    }

    private static void click(Component within, String text) {
        _click(_get(within, Button.class, search -> search.withText(text)));
    }

    @Test
    void the_own_card_is_saved() {
        _setValue(_get(TextField.class, search -> search.withLabel("First name")), "Ada");
        click("Save");
        assertThat(Browser.notifications()).containsExactly("Your profile has been saved");
        assertThat(Cast.as(viewer, profile::get).person().firstName()).isEqualTo("Ada");
    }

    @Test
    @SuppressWarnings("rawtypes")
    void what_is_not_set_says_so() {
        assertThat(_find(Select.class)).extracting(Select::getPlaceholder).containsOnly("As the customer");
        assertThat(_find(Span.class, search -> search.withText("You have no tokens.")))
                .hasSize(1);
    }

    @Test
    void a_token_is_shown_once_and_revoked() {
        click("Create token");
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Name")), "Backup script");
        click(dialog, "Create");
        assertThat(_get(Pre.class).getText()).startsWith(ApiTokens.PREFIX);
        click("Done");
        assertThat(_find(Pre.class)).isEmpty();
        assertThat(Cast.as(viewer, () -> tokens.list(ListQuery.all())).items()).hasSize(1);
        click("Revoke");
        assertThat(Cast.as(viewer, () -> tokens.list(ListQuery.all())).items())
                .as("it is asked first")
                .hasSize(1);
        _click(_get(Question.class).confirm());
        assertThat(Browser.notifications()).containsExactly("Token “Backup script” has been revoked");
        assertThat(Cast.as(viewer, () -> tokens.list(ListQuery.all())).items()).isEmpty();
    }

    @Test
    void what_was_typed_is_not_lost_by_going_elsewhere() {
        _setValue(_get(TextField.class, search -> search.withLabel("First name")), "Ada");
        UI.getCurrent().navigate("second-factor");
        assertThat(_get(Question.class).getHeaderTitle()).isEqualTo("Discard what you typed?");
        click("Keep editing");
        assertThat(_get(TextField.class, search -> search.withLabel("First name"))
                        .getValue())
                .isEqualTo("Ada");
        UI.getCurrent().navigate("second-factor");
        click("Discard");
        assertThat(_find(TextField.class, search -> search.withLabel("First name")))
                .isEmpty();
    }

    @Test
    void a_wrong_present_password_is_said_at_its_field() {
        click("Change password");
        Dialog dialog = _get(Dialog.class);
        PasswordField current = _get(dialog, PasswordField.class, search -> search.withLabel("Present password"));
        _setValue(current, "something else");
        _setValue(
                _get(dialog, PasswordField.class, search -> search.withLabel("New password")), "quiet purple anchors");
        _setValue(
                _get(dialog, PasswordField.class, search -> search.withLabel("Repeat password")),
                "quiet purple anchors");
        click(dialog, "Save");
        assertThat(current.getErrorMessage()).isEqualTo("This is not your present password.");
        _setValue(current, Cast.PASSWORD);
        click(dialog, "Save");
        assertThat(Browser.notifications())
                .containsExactly("Your password has been changed, and all other sessions have ended");
    }
}
