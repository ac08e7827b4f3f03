package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.DeviceData;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.Notifications;
import java.util.Optional;

/** What people enter about a device: its name and location. */
class DeviceForm extends Div implements DataForm<DeviceData> {

    private final FieldErrors errors = new FieldErrors();
    private final TextField name = errors.named("name", new TextField(getTranslation("device.name")));
    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
    /** The name of a device that nobody has named. */
    private final transient Name unnamed;

    DeviceForm(DeviceRow row, Locations locations) {
        addClassNames("data-form", "stacked");
        name.setWidthFull();
        name.setValue(row.isNamed() ? row.name() : "");
        name.setHelperText(getTranslation("device.name.help"));
        name.setPlaceholder(row.unitId().shown());
        location.setWidthFull();
        location.setClearButtonVisible(true);
        location.setItemLabelGenerator(choice -> choice.name().value());
        CustomerId customer = row.customerId();
        location.setVisible(customer != null);
        if (customer != null) {
            location.setItems(LazyChoice.items(query -> locations.ofCustomer(customer, query), Locations.Choice::id));
        }
        if (row.locationId() != null && row.locationName() != null) {
            location.setValue(new Locations.Choice(row.locationId(), new Name(row.locationName())));
        }
        add(name, location);
        unnamed = new Name(row.unitId().shown());
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<DeviceData> read() {
        try {
            Name entered = Name.optional(name.getValue());
            LocationId at = location.isEmpty() ? null : location.getValue().id();
            return Optional.of(new DeviceData(entered == null ? unnamed : entered, at));
        } catch (Rejected rejected) {
            name.setErrorMessage(Notifications.message(rejected.problem()));
            name.setInvalid(true);
            return Optional.empty();
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
