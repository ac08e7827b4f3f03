package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.EnrolmentTokens;
import io.muster.device.NewEnrolmentToken;
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
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A new enrolment token: whose the units are to be, how many, until when. */
class EnrolmentForm extends FormLayout implements DataForm<NewEnrolmentToken> {

    private static final Slice<Locations.Choice> NOTHING = new Slice<>(List.of(), null, 0);
    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);

    private final FieldErrors errors = new FieldErrors();
    private final TextField name = errors.named("name", new TextField(getTranslation("enrolment.name")));
    private final LazyChoice<CustomerRow> customer;
    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
    private final IntegerField uses = errors.named("maxUses", new IntegerField(getTranslation("enrolment.maxUses")));
    private final DatePicker end = errors.named("expiresAt", Choices.day(getTranslation("enrolment.lastDay")));
    private final Checkbox accept = new Checkbox(getTranslation("enrolment.autoAccept"));
    private final ZoneId zone;
    private final boolean narrowed;

    /**
     * @param narrowed whoever enters it is kept to some locations, and so has to name one
     */
    EnrolmentForm(Customers customers, Locations locations, ZoneId zone, CustomerRow place, boolean narrowed) {
        this.zone = zone;
        this.narrowed = narrowed;
        addClassName("data-form");
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.MANAGE_ENROLMENT_TOKENS, query),
                        CustomerRow::id,
                        CustomerRow::name));
        name.setRequiredIndicatorVisible(true);
        name.setAutofocus(true);
        name.setHelperText(getTranslation("enrolment.name.help"));
        customer.setRequiredIndicatorVisible(true);
        customer.addValueChangeListener(change -> offer(locations, change.getValue()));
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(!narrowed);
        location.setRequiredIndicatorVisible(narrowed);
        customer.setValue(place);
        uses.setMin(1);
        uses.setMax(EnrolmentTokens.MOST_USES);
        uses.setClearButtonVisible(true);
        uses.setHelperText(getTranslation("enrolment.maxUses.help"));
        end.setClearButtonVisible(true);
        end.setHelperText(getTranslation("enrolment.lastDay.help"));
        accept.setHelperText(getTranslation("enrolment.autoAccept.help"));
        add(name, 2);
        add(customer, location);
        add(uses, end);
        add(accept, 2);
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

    /** The token works until the chosen day is over, as the viewer's clock has it. */
    @Override
    public Optional<NewEnrolmentToken> read() {
        Name called = null;
        try {
            called = new Name(name.getValue());
        } catch (Rejected rejected) {
            name.setErrorMessage(Notifications.message(rejected.problem()));
            name.setInvalid(true);
        }
        if (customer.isEmpty()) {
            customer.setErrorMessage(getTranslation("problem.required"));
            customer.setInvalid(true);
        }
        if (called == null || customer.isEmpty() || uses.isInvalid() || end.isInvalid()) {
            return Optional.empty();
        }
        Instant expiresAt = end.getValue() == null
                ? null
                : end.getValue().plusDays(1).atStartOfDay(zone).toInstant();
        return Optional.of(new NewEnrolmentToken(
                called,
                customer.getValue().id(),
                location.getOptionalValue().map(Locations.Choice::id).orElse(null),
                uses.getValue(),
                expiresAt,
                accept.getValue()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
