package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.InstallJobs;
import io.muster.device.NewInstallJob;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.location.Locations;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.Notifications;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A new install job: whose the units are to be and where, how many, until when. */
class JobForm extends FormLayout implements DataForm<NewInstallJob> {

    private static final Slice<Locations.Choice> NOTHING = new Slice<>(List.of(), null, 0);
    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);
    private static final int USUAL_DAYS = 7;
    private static final int USUAL_UNITS = 10;

    private final FieldErrors errors = new FieldErrors();
    private final TextField name = errors.named("name", new TextField(getTranslation("jobs.name")));
    private final LazyChoice<CustomerRow> customer;
    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
    private final IntegerField units = errors.named("maxUnits", new IntegerField(getTranslation("jobs.maxUnits")));
    private final DatePicker end = errors.named("expiresAt", Choices.day(getTranslation("jobs.lastDay")));
    private final TextArea note = errors.named("note", new TextArea(getTranslation("jobs.note")));
    private final ZoneId zone;
    private final boolean narrowed;

    /**
     * @param narrowed whoever enters it is kept to some locations, and so has to name one
     */
    JobForm(
            Customers customers,
            Locations locations,
            ZoneId zone,
            LocalDate today,
            CustomerRow place,
            boolean narrowed) {
        this.zone = zone;
        this.narrowed = narrowed;
        addClassName("data-form");
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.MANAGE_INSTALL_JOBS, query),
                        CustomerRow::id,
                        CustomerRow::name));
        name.setRequiredIndicatorVisible(true);
        name.setAutofocus(true);
        name.setHelperText(getTranslation("jobs.name.help"));
        customer.setRequiredIndicatorVisible(true);
        customer.addValueChangeListener(change -> offer(locations, change.getValue()));
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(!narrowed);
        location.setRequiredIndicatorVisible(narrowed);
        customer.setValue(place);
        units.setRequiredIndicatorVisible(true);
        units.setMin(1);
        units.setMax(InstallJobs.MOST_UNITS);
        units.setValue(USUAL_UNITS);
        // The day on which the longest job ends is over at midnight, which is beyond it.
        long days = InstallJobs.LONGEST.toDays() - 1;
        end.setRequiredIndicatorVisible(true);
        end.setMin(today);
        end.setMax(today.plusDays(days));
        end.setValue(today.plusDays(USUAL_DAYS));
        end.setHelperText(getTranslation("jobs.lastDay.help", days));
        note.setMaxLength(InstallJobs.LONGEST_NOTE);
        note.setHelperText(getTranslation("jobs.note.help"));
        add(name, 2);
        add(customer, location);
        add(units, end);
        add(note, 2);
    }

    private void offer(Locations locations, @Nullable CustomerRow chosen) {
        location.clear();
        location.setItems(LazyChoice.items(
                query -> chosen == null ? NOTHING : locations.ofCustomer(chosen.id(), query), Locations.Choice::id));
        location.setEnabled(narrowed
                || (chosen != null && locations.ofCustomer(chosen.id(), ONE).total() > 0));
    }

    @Override
    public Component component() {
        return this;
    }

    /** The job is open until the chosen day is over, as the viewer's clock has it. */
    @Override
    public Optional<NewInstallJob> read() {
        Name called = null;
        try {
            called = new Name(name.getValue());
        } catch (Rejected rejected) {
            name.setErrorMessage(Notifications.message(rejected.problem()));
            name.setInvalid(true);
        }
        boolean complete = require(customer.isEmpty(), "customerId")
                & require(units.isEmpty(), "maxUnits")
                & require(end.isEmpty(), "expiresAt");
        if (called == null || !complete || units.isInvalid() || end.isInvalid()) {
            return Optional.empty();
        }
        return Optional.of(new NewInstallJob(
                called,
                customer.getValue().id(),
                location.getOptionalValue().map(Locations.Choice::id).orElse(null),
                units.getValue(),
                end.getValue().plusDays(1).atStartOfDay(zone).toInstant(),
                note.getValue()));
    }

    private boolean require(boolean missing, String field) {
        if (missing) {
            errors.show(Rejected.invalid(field, "problem.required").problem(), getTranslation("problem.required"));
        }
        return !missing;
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
