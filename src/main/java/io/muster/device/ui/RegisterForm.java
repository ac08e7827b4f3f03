package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.binder.Binder;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.RegisterDevice;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.ValueConverter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is entered to register a device: unit id, name, customer. */
class RegisterForm extends FormLayout implements DataForm<RegisterDevice> {

    /** What the fields hold while somebody types. */
    private static final class Draft {
        @Nullable
        UnitId unitId;

        @Nullable
        Name name;

        @Nullable
        CustomerRow customer;

        Locations.@Nullable Choice location;

        boolean accept = true;
    }

    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);
    private static final Slice<Locations.Choice> NOTHING = new Slice<>(List.of(), null, 0);

    private final Binder<Draft> binder = new Binder<>();
    private final FieldErrors errors = new FieldErrors();

    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
    private final transient Locations locations;

    RegisterForm(Customers customers, Locations locations) {
        this.locations = locations;
        addClassName("data-form");
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        String required = getTranslation("problem.required");
        TextField unitId = errors.named("unitId", new TextField(getTranslation("device.unitId")));
        unitId.setHelperText(getTranslation("device.unitId.help"));
        unitId.setAutofocus(true);
        unitId.addClassName("mono");
        binder.forField(unitId)
                .asRequired(required)
                .withConverter(new ValueConverter<>(UnitId::of, UnitId::shown))
                .bind(draft -> draft.unitId, (draft, value) -> draft.unitId = value);
        TextField name = errors.named("name", new TextField(getTranslation("device.name")));
        name.setHelperText(getTranslation("device.name.help"));
        binder.forField(name)
                .withConverter(new ValueConverter<>(Name::optional, Name::value))
                .bind(draft -> draft.name, (draft, value) -> draft.name = value);
        LazyChoice<CustomerRow> customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.REGISTER_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        binder.forField(customer)
                .asRequired(required)
                .bind(draft -> draft.customer, (draft, value) -> draft.customer = value);
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(true);
        customer.addValueChangeListener(change -> offerLocations(change.getValue()));
        binder.forField(location).bind(draft -> draft.location, (draft, value) -> draft.location = value);
        Checkbox accept = new Checkbox(getTranslation("device.accept"));
        accept.setHelperText(getTranslation("device.accept.help"));
        binder.forField(accept).bind(draft -> draft.accept, (draft, value) -> draft.accept = value);
        add(unitId, 2);
        add(name, 2);
        add(customer, location);
        add(accept, 2);
    }

    /** A device can be at a location of its own customer only. */
    private void offerLocations(@Nullable CustomerRow customer) {
        location.clear();
        location.setItems(LazyChoice.items(
                query -> customer == null ? NOTHING : locations.ofCustomer(customer.id(), query),
                Locations.Choice::id));
        boolean none =
                customer == null || locations.ofCustomer(customer.id(), ONE).total() == 0;
        location.setEnabled(!none);
        location.setHelperText(customer != null && none ? getTranslation("device.location.none") : "");
    }

    /** Begins a device of a customer. */
    void begin(CustomerRow place) {
        Draft draft = new Draft();
        draft.customer = place;
        binder.readBean(draft);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<RegisterDevice> read() {
        Draft draft = new Draft();
        if (!binder.writeBeanIfValid(draft)) {
            return Optional.empty();
        }
        return Optional.of(new RegisterDevice(
                Objects.requireNonNull(draft.unitId),
                draft.name,
                Objects.requireNonNull(draft.customer).id(),
                draft.location == null ? null : draft.location.id(),
                draft.accept));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
