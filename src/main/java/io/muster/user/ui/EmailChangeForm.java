package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Optional;

/** Another e-mail address, and the password of whoever wants it. */
class EmailChangeForm extends Div implements DataForm<EmailChangeForm.Entered> {

    record Entered(String password, EmailAddress email) {}

    private final FieldErrors errors = new FieldErrors();
    private final EmailField email = errors.named("email", Choices.email(getTranslation("profile.email.new")));
    private final PasswordField password =
            errors.named("current", new PasswordField(getTranslation("field.password.current")));

    EmailChangeForm() {
        addClassNames("data-form", "stacked");
        email.setAutofocus(true);
        email.setRequiredIndicatorVisible(true);
        email.setHelperText(getTranslation("profile.email.help"));
        password.setRequiredIndicatorVisible(true);
        password.getElement().setAttribute("autocomplete", "current-password");
        add(email, password);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        if (password.isEmpty()) {
            password.setErrorMessage(getTranslation("problem.required"));
            password.setInvalid(true);
            return Optional.empty();
        }
        try {
            return Optional.of(new Entered(password.getValue(), new EmailAddress(email.getValue())));
        } catch (Rejected rejected) {
            email.setErrorMessage(getTranslation(rejected.problem().key()));
            email.setInvalid(true);
            return Optional.empty();
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
