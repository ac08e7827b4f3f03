package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.binder.Binder;
import io.muster.customer.CustomerData;
import io.muster.customer.MfaPolicy;
import io.muster.customer.Quota;
import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.Rejected;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.ValueConverter;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The card of a customer, in four sections: details, cloud settings, security settings, limits. */
class CustomerForm extends Div implements DataForm<EnteredCustomer> {

    /** What the fields hold while somebody types; everything may still be missing. */
    static final class Draft {
        @Nullable
        Name name;

        @Nullable
        EmailAddress email;

        @Nullable
        Country country;

        @Nullable
        ZoneId timeZone;

        @Nullable
        TimeFormat timeFormat;

        @Nullable
        UnitSystem units;

        @Nullable
        MfaPolicy mfaPolicy;
    }

    private final Binder<Draft> binder = new Binder<>();
    private final FieldErrors errors = new FieldErrors();
    private final H3 limits = new H3(getTranslation("customer.section.quota"));
    private final Paragraph help = new Paragraph();
    private final QuotaFields quota = new QuotaFields(errors);

    CustomerForm() {
        addClassName("data-form");
        TextField name = errors.named("name", new TextField(getTranslation("customer.name")));
        EmailField email = errors.named("email", Choices.email(getTranslation("customer.email")));
        ComboBox<Country> country = errors.named("country", Choices.country(getTranslation("field.country")));
        ComboBox<ZoneId> timeZone = errors.named("timeZone", Choices.timeZone(getTranslation("field.timeZone")));
        Select<TimeFormat> timeFormat =
                errors.named("timeFormat", Choices.timeFormat(getTranslation("field.timeFormat")));
        Select<UnitSystem> units = errors.named("units", Choices.units(getTranslation("field.units")));
        RadioButtonGroup<MfaPolicy> mfaPolicy =
                errors.named("mfaPolicy", new RadioButtonGroup<>(getTranslation("customer.mfaPolicy")));
        mfaPolicy.setItems(MfaPolicy.values());
        mfaPolicy.setItemLabelGenerator(policy -> getTranslation("mfaPolicy." + policy));
        mfaPolicy.setHelperText(getTranslation("customer.mfaPolicy.help"));

        String required = getTranslation("problem.required");
        binder.forField(name)
                .asRequired(required)
                .withConverter(new ValueConverter<>(Name::optional, Name::value))
                .bind(draft -> draft.name, (draft, value) -> draft.name = value);
        binder.forField(email)
                .asRequired(required)
                .withConverter(new ValueConverter<>(EmailAddress::new, EmailAddress::value))
                .bind(draft -> draft.email, (draft, value) -> draft.email = value);
        binder.forField(country)
                .asRequired(required)
                .bind(draft -> draft.country, (draft, value) -> draft.country = value);
        binder.forField(timeZone)
                .asRequired(required)
                .bind(draft -> draft.timeZone, (draft, value) -> draft.timeZone = value);
        binder.forField(timeFormat)
                .asRequired(required)
                .bind(draft -> draft.timeFormat, (draft, value) -> draft.timeFormat = value);
        binder.forField(units).asRequired(required).bind(draft -> draft.units, (draft, value) -> draft.units = value);
        binder.forField(mfaPolicy)
                .asRequired(required)
                .bind(draft -> draft.mfaPolicy, (draft, value) -> draft.mfaPolicy = value);

        help.setText(getTranslation("quota.help"));
        help.addClassName("faint");
        FormLayout details = section(name, email, country);
        details.setColspan(name, 2);
        add(
                new H3(getTranslation("customer.section.details")),
                details,
                new H3(getTranslation("customer.section.cloud")),
                section(timeZone, timeFormat, units),
                new H3(getTranslation("customer.section.security")),
                section(mfaPolicy),
                limits,
                help,
                quota);
    }

    private static FormLayout section(Component... fields) {
        FormLayout layout = new FormLayout(fields);
        layout.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("28rem", 2));
        return layout;
    }

    /**
     * Shows a customer that is there.
     *
     * @param use  of its limits; null for whoever is not told of them
     * @param root nobody is above it
     */
    void show(CustomerData data, Quota.@Nullable Use use, boolean root) {
        Draft draft = settings(data);
        draft.name = data.name();
        draft.email = data.email();
        draft.country = data.country();
        binder.readBean(draft);
        List.of(limits, help, quota).forEach(part -> part.setVisible(use != null));
        help.setText(getTranslation(root ? "quota.help.root" : "quota.help"));
        if (use != null) {
            quota.show(use);
        }
    }

    /** Begins a new customer with the settings of its parent. */
    void begin(CustomerData parent) {
        Draft draft = settings(parent);
        draft.country = parent.country();
        binder.readBean(draft);
    }

    private static Draft settings(CustomerData data) {
        Draft draft = new Draft();
        draft.timeZone = data.preferences().timeZone();
        draft.timeFormat = data.preferences().timeFormat();
        draft.units = data.preferences().units();
        draft.mfaPolicy = data.mfaPolicy();
        return draft;
    }

    void setReadOnly(boolean card, boolean limits) {
        binder.setReadOnly(card);
        quota.setReadOnly(limits);
    }

    boolean isChanged() {
        return binder.hasChanges() || quota.isChanged();
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<EnteredCustomer> read() {
        Draft draft = new Draft();
        Optional<Quota> limits = quota.read();
        if (!binder.writeBeanIfValid(draft) || limits.isEmpty()) {
            return Optional.empty();
        }
        CustomerData data = new CustomerData(
                Objects.requireNonNull(draft.name),
                Objects.requireNonNull(draft.email),
                Objects.requireNonNull(draft.country),
                new Preferences(
                        Objects.requireNonNull(draft.timeZone),
                        Objects.requireNonNull(draft.timeFormat),
                        Objects.requireNonNull(draft.units)),
                Objects.requireNonNull(draft.mfaPolicy));
        return Optional.of(new EnteredCustomer(data, limits.get()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
