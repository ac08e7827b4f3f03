package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.binder.Binder;
import io.muster.kernel.Country;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.Rejected;
import io.muster.ui.Choices;
import io.muster.ui.FieldErrors;
import io.muster.ui.ValueConverter;
import io.muster.user.Person;
import io.muster.user.Username;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What the form of a user and the profile have in common: name, address and settings. */
abstract class PersonForm extends Div {

    final Binder<UserDraft> binder = new Binder<>();
    final FieldErrors errors = new FieldErrors();

    PersonForm() {
        addClassName("data-form");
    }

    final TextField username() {
        TextField username = errors.named("username", new TextField(getTranslation("field.username")));
        binder.forField(username)
                .asRequired(getTranslation("problem.required"))
                .withConverter(new ValueConverter<>(Username::new, Username::value))
                .bind(draft -> draft.username, (draft, value) -> draft.username = value);
        return username;
    }

    final void addPerson(FormLayout layout) {
        layout.add(line("firstName", "given-name"), line("lastName", "family-name"));
        layout.add(line("phone", "tel"), line("street", "address-line1"));
        layout.add(line("streetNumber", "off"), line("postalCode", "postal-code"));
        layout.add(line("city", "address-level2"), country());
        layout.add(settings().toArray(Component[]::new));
    }

    /** Name and address as entered; empty when a field is wrong, which the field then says. */
    final Optional<Person> person(UserDraft draft) {
        try {
            return Optional.of(draft.toPerson());
        } catch (Rejected rejected) {
            rejected.problems()
                    .forEach(problem -> refuse(
                            problem,
                            getTranslation(problem.key(), problem.args().toArray())));
            return Optional.empty();
        }
    }

    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }

    private TextField line(String name, String autocomplete) {
        TextField field = errors.named(name, new TextField(getTranslation("field." + name)));
        field.getElement().setAttribute("autocomplete", autocomplete);
        binder.forField(field)
                .bind(draft -> draft.person.getOrDefault(name, ""), (draft, value) -> draft.person.put(name, value));
        return field;
    }

    private ComboBox<Country> country() {
        ComboBox<Country> field = errors.named("country", Choices.country(getTranslation("field.country")));
        field.setClearButtonVisible(true);
        binder.forField(field).bind(draft -> draft.country, (draft, value) -> draft.country = value);
        return field;
    }

    private List<Component> settings() {
        ComboBox<ZoneId> timeZone = errors.named("timeZone", Choices.timeZone(getTranslation("field.timeZone")));
        timeZone.setClearButtonVisible(true);
        timeZone.setPlaceholder(getTranslation("user.asCustomer"));
        binder.forField(timeZone).bind(draft -> draft.timeZone, (draft, value) -> draft.timeZone = value);
        Select<UnitSystem> units = errors.named("units", Choices.units(getTranslation("field.units")));
        units.setEmptySelectionAllowed(true);
        units.setPlaceholder(getTranslation("user.asCustomer"));
        units.setEmptySelectionCaption(getTranslation("user.asCustomer"));
        binder.forField(units).bind(draft -> draft.units, (draft, value) -> draft.units = value);
        Select<TimeFormat> timeFormat =
                errors.named("timeFormat", Choices.timeFormat(getTranslation("field.timeFormat")));
        timeFormat.setEmptySelectionAllowed(true);
        timeFormat.setPlaceholder(getTranslation("user.asCustomer"));
        timeFormat.setEmptySelectionCaption(getTranslation("user.asCustomer"));
        binder.forField(timeFormat).bind(draft -> draft.timeFormat, (draft, value) -> draft.timeFormat = value);
        return List.of(timeZone, units, timeFormat);
    }
}
