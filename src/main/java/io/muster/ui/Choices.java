package io.muster.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import io.muster.kernel.Country;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import java.time.ZoneId;
import java.util.Locale;

/** Fields for what is chosen in several forms. */
public final class Choices {

    private Choices() {}

    /** An e-mail address; what the browser's own check refuses is said in the same words as ours. */
    public static EmailField email(String label) {
        EmailField field = new EmailField(label);
        field.setI18n(new EmailField.EmailFieldI18n()
                .setPatternErrorMessage(field.getTranslation("problem.email"))
                .setRequiredErrorMessage(field.getTranslation("problem.required")));
        field.getElement().setAttribute("autocomplete", "email");
        return field;
    }

    /**
     * A day, written as everywhere else on the pages; typed in other ways too, with the day before the month. What cannot be
     * read is said.
     */
    public static DatePicker day(String label) {
        DatePicker field = new DatePicker(label);
        field.setI18n(new DatePicker.DatePickerI18n()
                .setDateFormats("d MMM yyyy", "yyyy-MM-dd", "d.M.yyyy", "d/M/yyyy")
                .setBadInputErrorMessage(field.getTranslation("problem.day")));
        return field;
    }

    public static ComboBox<Country> country(String label) {
        ComboBox<Country> field = new ComboBox<>(label);
        field.setItems(
                (Country country, String typed) -> (country.name(Locale.ENGLISH) + " " + country.code())
                        .toLowerCase(Locale.ROOT)
                        .contains(typed.toLowerCase(Locale.ROOT)),
                Country.all(Locale.ENGLISH));
        field.setItemLabelGenerator(country -> country.name(Locale.ENGLISH));
        return field;
    }

    public static ComboBox<ZoneId> timeZone(String label) {
        ComboBox<ZoneId> field = new ComboBox<>(label);
        field.setItems(
                (ZoneId zone, String typed) -> zone.getId()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ')
                        .contains(typed.toLowerCase(Locale.ROOT).replace('_', ' ')),
                Preferences.zones());
        field.setItemLabelGenerator(zone -> zone.getId().replace('_', ' '));
        return field;
    }

    /**
     * A field to choose from a few. What opens it is a button to those who listen, and no button is "required"; that something
     * is chosen there is certain anyway.
     */
    public static <T> Select<T> select(String label) {
        Select<T> field = new Select<>();
        field.setLabel(label);
        field.addAttachListener(attached -> field.getElement().executeJs("""
                const unmark = () => this.focusElement?.removeAttribute('aria-required');
                unmark();
                new MutationObserver(unmark).observe(this, { attributes: true, attributeFilter: ['required'] });
                setTimeout(unmark);"""));
        return field;
    }

    public static Select<TimeFormat> timeFormat(String label) {
        Select<TimeFormat> field = select(label);
        field.setItems(TimeFormat.values());
        field.setItemLabelGenerator(format -> format == null ? "" : field.getTranslation("timeFormat." + format));
        return field;
    }

    public static Select<UnitSystem> units(String label) {
        Select<UnitSystem> field = select(label);
        field.setItems(UnitSystem.values());
        field.setItemLabelGenerator(units -> units == null ? "" : field.getTranslation("units." + units));
        return field;
    }
}
