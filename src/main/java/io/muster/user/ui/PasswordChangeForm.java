package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.PasswordField;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Optional;

/** The present password, and the next one twice. */
class PasswordChangeForm extends Div implements DataForm<PasswordChangeForm.Entered> {

    record Entered(String current, String wanted) {}

    private final FieldErrors errors = new FieldErrors();
    private final PasswordField current = field("current", "field.password.current", "current-password");
    private final PasswordField wanted = field("password", "field.password.new", "new-password");
    private final PasswordField confirmation = field("confirmation", "field.confirmation", "new-password");

    PasswordChangeForm() {
        addClassNames("data-form", "stacked");
        current.setAutofocus(true);
        wanted.setHelperText(getTranslation("password.help"));
        add(current, wanted, confirmation);
    }

    private PasswordField field(String name, String label, String autocomplete) {
        PasswordField field = errors.named(name, new PasswordField(getTranslation(label)));
        field.setRequiredIndicatorVisible(true);
        field.getElement().setAttribute("autocomplete", autocomplete);
        return field;
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        for (PasswordField field : new PasswordField[] {current, wanted}) {
            if (field.isEmpty()) {
                field.setErrorMessage(getTranslation("problem.required"));
                field.setInvalid(true);
                return Optional.empty();
            }
        }
        if (!wanted.getValue().equals(confirmation.getValue())) {
            confirmation.setErrorMessage(getTranslation("problem.password.differs"));
            confirmation.setInvalid(true);
            return Optional.empty();
        }
        return Optional.of(new Entered(current.getValue(), wanted.getValue()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
