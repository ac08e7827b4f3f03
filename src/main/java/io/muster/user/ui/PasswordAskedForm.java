package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.PasswordField;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Optional;

/** The present password, before something that only its owner may do. */
class PasswordAskedForm extends Div implements DataForm<String> {

    private final FieldErrors errors = new FieldErrors();
    private final PasswordField password =
            errors.named("current", new PasswordField(getTranslation("field.password.current")));

    PasswordAskedForm() {
        addClassNames("data-form", "stacked");
        password.setAutofocus(true);
        password.setRequiredIndicatorVisible(true);
        password.getElement().setAttribute("autocomplete", "current-password");
        add(password);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<String> read() {
        if (password.isEmpty()) {
            password.setErrorMessage(getTranslation("problem.required"));
            password.setInvalid(true);
            return Optional.empty();
        }
        return Optional.of(password.getValue());
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
