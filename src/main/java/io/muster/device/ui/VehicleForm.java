package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocapitalize;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.muster.device.Vehicle;
import io.muster.device.Vin;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.Notifications;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vehicle that a device is built into; with nothing in it, the device is in none. */
class VehicleForm extends Div implements DataForm<Optional<Vehicle>> {

    private final FieldErrors errors = new FieldErrors();
    private final Select<Vehicle.Kind> kind = new Select<>();
    private final TextField make = errors.named("make", new TextField(getTranslation("device.vehicle.make")));
    private final TextField model = errors.named("model", new TextField(getTranslation("device.vehicle.model")));
    private final IntegerField year = errors.named("year", new IntegerField(getTranslation("vehicle.year")));
    private final TextField plate = errors.named("plate", new TextField(getTranslation("vehicle.plate")));
    private final TextField vin = errors.named("vin", new TextField(getTranslation("vehicle.vin")));
    private final IntegerField odometer =
            errors.named("odometerKm", new IntegerField(getTranslation("vehicle.odometer")));
    private final transient @Nullable String told;

    /**
     * A form.
     *
     * @param vehicle as it is; null for none
     * @param told    VIN that the unit reads from the vehicle, if it does
     */
    VehicleForm(@Nullable Vehicle vehicle, @Nullable String told) {
        this.told = told;
        addClassName("data-form");
        kind.setLabel(getTranslation("vehicle.kind"));
        kind.setItems(Vehicle.Kind.values());
        kind.setEmptySelectionAllowed(true);
        kind.setItemLabelGenerator(each -> each == null ? "" : getTranslation("vehicle.kind." + each));
        plate.setAutocapitalize(Autocapitalize.CHARACTERS);
        vin.setAutocapitalize(Autocapitalize.CHARACTERS);
        vin.addClassName("mono");
        vin.setValueChangeMode(ValueChangeMode.LAZY);
        vin.addValueChangeListener(change -> look());
        odometer.setMin(0);
        if (vehicle != null) {
            kind.setValue(vehicle.kind());
            make.setValue(Objects.requireNonNullElse(vehicle.make(), ""));
            model.setValue(Objects.requireNonNullElse(vehicle.model(), ""));
            year.setValue(vehicle.year());
            plate.setValue(Objects.requireNonNullElse(vehicle.plate(), ""));
            vin.setValue(vehicle.vin() == null ? "" : vehicle.vin().value());
            odometer.setValue(
                    vehicle.odometerKm() == null ? null : vehicle.odometerKm().intValue());
        }
        FormLayout fields = new FormLayout(plate, vin, make, model, year, kind, odometer);
        fields.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("28rem", 2));
        add(fields);
        look();
    }

    /** Says what is worth a second look, and no more than that. */
    private void look() {
        try {
            Vin read = Vin.of(vin.getValue());
            boolean differs = read != null && told != null && !told.equalsIgnoreCase(read.value());
            vin.setHelperText(
                    differs
                            ? getTranslation("vehicle.vin.told", told)
                            : read == null || read.checksOut() ? "" : getTranslation("vehicle.vin.check"));
        } catch (Rejected unfinished) {
            vin.setHelperText("");
        }
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Optional<Vehicle>> read() {
        if (plate.isEmpty()
                && vin.isEmpty()
                && make.isEmpty()
                && model.isEmpty()
                && TypedNumber.isNone(year)
                && kind.isEmpty()
                && TypedNumber.isNone(odometer)) {
            return Optional.of(Optional.empty());
        }
        Rejected.Collector problems = new Rejected.Collector();
        Vin number = problems.field("vin", () -> Vin.of(vin.getValue()));
        Integer kilometres = problems.field("odometerKm", () -> TypedNumber.of(odometer, Vehicle::noOdometer));
        Integer built = problems.field("year", () -> TypedNumber.of(year, Vehicle::noYear));
        boolean wrong = !problems.found().isEmpty();
        Vehicle read = problems.field(
                "plate",
                () -> new Vehicle(
                        plate.getValue(),
                        number,
                        kilometres == null ? null : kilometres.longValue(),
                        make.getValue(),
                        model.getValue(),
                        built,
                        kind.getValue()));
        // What cannot be read is there all the same.
        problems.found().stream()
                .filter(problem -> !(wrong && problem.key().equals("problem.vehicle.empty")))
                .forEach(problem -> errors.show(problem, Notifications.message(problem)));
        return problems.found().isEmpty() ? Optional.of(Optional.ofNullable(read)) : Optional.empty();
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
