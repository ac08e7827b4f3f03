package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.textfield.PasswordField;
import io.muster.ui.FieldErrors;
import io.muster.user.Users.FirstPassword;
import java.util.List;

/** How a new user gets a password: by a welcome mail, with which they choose it, or by who makes the user. */
class FirstPasswordFields {

    private final Checkbox welcomeMail = new Checkbox(text("user.welcomeMail"), true);
    private final PasswordField password;
    private final PasswordField confirmation;

    FirstPasswordFields(FieldErrors errors) {
        password = errors.named("password", new PasswordField(text("field.password")));
        confirmation = errors.named("confirmation", new PasswordField(text("field.confirmation")));
        welcomeMail.setHelperText(text("user.welcomeMail.help"));
        password.setHelperText(text("password.help"));
        for (PasswordField field : List.of(password, confirmation)) {
            field.setRequiredIndicatorVisible(true);
            field.getElement().setAttribute("autocomplete", "new-password");
        }
        welcomeMail.addValueChangeListener(change -> allow(!change.getValue()));
        allow(false);
    }

    /** With a welcome mail both fields are empty and disabled. */
    private void allow(boolean allowed) {
        for (PasswordField field : List.of(password, confirmation)) {
            field.clear();
            field.setInvalid(false);
            field.setEnabled(allowed);
        }
    }

    void addTo(FormLayout layout) {
        layout.add(welcomeMail, 2);
        layout.add(password, confirmation);
    }

    void hide() {
        welcomeMail.setVisible(false);
        password.setVisible(false);
        confirmation.setVisible(false);
    }

    /** Whether what was entered can be used; else the field says what is wrong. */
    boolean agree() {
        if (welcomeMail.getValue()) {
            return true;
        }
        if (password.isEmpty()) {
            return refuse(password, "problem.required");
        }
        return password.getValue().equals(confirmation.getValue()) || refuse(confirmation, "problem.password.differs");
    }

    private static boolean refuse(PasswordField field, String problem) {
        field.setErrorMessage(text(problem));
        field.setInvalid(true);
        return false;
    }

    FirstPassword chosen() {
        return welcomeMail.getValue() ? new FirstPassword.Invited() : new FirstPassword.Chosen(password.getValue());
    }

    private static String text(String key) {
        return UI.getCurrent().getTranslation(key);
    }
}
