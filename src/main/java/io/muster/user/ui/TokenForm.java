package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.access.Scope;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A new API token: what it is called, when it ends, and what it may be used for. */
class TokenForm extends Div implements DataForm<TokenForm.Entered> {

    record Entered(Name name, @Nullable Instant expiresAt, Set<Scope> scopes) {}

    private final FieldErrors errors = new FieldErrors();
    private final TextField name = errors.named("name", new TextField(getTranslation("profile.token.name")));
    private final DatePicker end = errors.named("expiresAt", Choices.day(getTranslation("profile.token.end")));
    private final CheckboxGroup<Scope> scopes =
            errors.named("scopes", new CheckboxGroup<>(getTranslation("profile.token.scopes")));
    private final ZoneId zone;

    TokenForm(ZoneId zone) {
        this.zone = zone;
        addClassNames("data-form", "stacked");
        name.setRequiredIndicatorVisible(true);
        name.setAutofocus(true);
        name.setHelperText(getTranslation("profile.token.name.help"));
        end.setHelperText(getTranslation("profile.token.end.help"));
        end.setClearButtonVisible(true);
        scopes.setItems(Scope.values());
        scopes.setItemLabelGenerator(scope -> getTranslation("scope." + scope + ".description"));
        scopes.setValue(EnumSet.of(Scope.READ));
        add(name, end, scopes);
    }

    @Override
    public Component component() {
        return this;
    }

    /** The token works until the chosen day is over, as the viewer's clock has it. */
    @Override
    public Optional<Entered> read() {
        // A day that cannot be read is no wish for a token without an end.
        if (end.isInvalid()) {
            return Optional.empty();
        }
        try {
            Name entered = new Name(name.getValue());
            Instant expiresAt = end.getValue() == null
                    ? null
                    : end.getValue().plusDays(1).atStartOfDay(zone).toInstant();
            return Optional.of(new Entered(entered, expiresAt, scopes.getValue()));
        } catch (Rejected rejected) {
            name.setErrorMessage(getTranslation(
                    rejected.problem().key(), rejected.problem().args().toArray()));
            name.setInvalid(true);
            return Optional.empty();
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
