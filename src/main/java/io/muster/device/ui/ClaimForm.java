package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.ClaimCode;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.Notifications;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands on a unit's label, and whose the unit is to be. */
class ClaimForm extends FormLayout implements DataForm<ClaimForm.Entered> {

    private static final Slice<Locations.Choice> NOTHING = new Slice<>(List.of(), null, 0);
    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);

    record Entered(
            UnitId unit,
            ClaimCode code,
            CustomerId customer,
            @Nullable LocationId location) {}

    private final FieldErrors errors = new FieldErrors();
    private final TextField unitId = errors.named("unitId", new TextField(getTranslation("device.unitId")));
    private final TextField code = errors.named("claimCode", new TextField(getTranslation("device.claim.code")));
    private final LazyChoice<CustomerRow> customer;
    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));

    ClaimForm(Customers customers, Locations locations, CustomerRow place) {
        addClassName("data-form");
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.CLAIM_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        unitId.setHelperText(getTranslation("device.unitId.help"));
        unitId.setRequiredIndicatorVisible(true);
        unitId.setAutofocus(true);
        unitId.addClassName("mono");
        code.setHelperText(getTranslation("device.claim.code.help"));
        code.setRequiredIndicatorVisible(true);
        code.addClassName("mono");
        code.getElement().setAttribute("autocomplete", "off");
        customer.setRequiredIndicatorVisible(true);
        customer.addValueChangeListener(change -> offer(locations, change.getValue()));
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(true);
        customer.setValue(place);
        add(unitId, 2);
        add(code, 2);
        add(customer, location);
    }

    private void offer(Locations locations, @Nullable CustomerRow chosen) {
        location.clear();
        location.setItems(LazyChoice.items(
                query -> chosen == null ? NOTHING : locations.ofCustomer(chosen.id(), query), Locations.Choice::id));
        location.setEnabled(
                chosen != null && locations.ofCustomer(chosen.id(), ONE).total() > 0);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        UnitId unit = parsed(unitId, UnitId::of);
        ClaimCode typed = parsed(code, ClaimCode::of);
        if (customer.isEmpty()) {
            customer.setErrorMessage(getTranslation("problem.required"));
            customer.setInvalid(true);
        }
        if (unit == null || typed == null || customer.isEmpty()) {
            return Optional.empty();
        }
        LocationId at = location.getOptionalValue().map(Locations.Choice::id).orElse(null);
        return Optional.of(new Entered(
                unit, typed, Objects.requireNonNull(customer.getValue()).id(), at));
    }

    private static <T> @Nullable T parsed(TextField field, Function<String, T> parser) {
        try {
            return parser.apply(field.getValue());
        } catch (Rejected rejected) {
            field.setErrorMessage(Notifications.message(rejected.problem()));
            field.setInvalid(true);
            return null;
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
