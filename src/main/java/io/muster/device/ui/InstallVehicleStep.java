package io.muster.device.ui;

import com.vaadin.flow.component.textfield.Autocapitalize;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.InstallPhotos;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.device.Vin;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.ui.FieldErrors;
import io.muster.ui.Notifications;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which vehicle the unit is in, and a photo of how. */
class InstallVehicleStep extends InstallStep {

    private final FieldErrors errors = new FieldErrors();
    private final TextField plate = errors.named("plate", new TextField(getTranslation("vehicle.plate")));
    private final TextField vin = errors.named("vin", new TextField(getTranslation("vehicle.vin")));
    private final IntegerField odometer =
            errors.named("odometerKm", new IntegerField(getTranslation("vehicle.odometer")));
    private final TextField make = errors.named("make", new TextField(getTranslation("vehicle.make")));
    private final TextField model = errors.named("model", new TextField(getTranslation("vehicle.model")));

    /** Begins with what was entered of this vehicle before, when somebody comes back to it. */
    InstallVehicleStep(Vehicles vehicles, InstallPhotos photos, DeviceId device, Consumer<Set<Vehicle.Finding>> next) {
        super(3, "install.vehicle.title");
        vehicles.installed(device).ifPresent(this::fill);
        plate.setAutocapitalize(Autocapitalize.CHARACTERS);
        plate.getElement().setAttribute("autocomplete", "off");
        vin.setAutocapitalize(Autocapitalize.CHARACTERS);
        vin.getElement().setAttribute("autocomplete", "off");
        vin.addClassName("mono");
        vin.addValueChangeListener(change -> look());
        odometer.setMin(0);
        CodeScanner scanner = new CodeScanner(CodeScanner.Kind.VIN, scanned -> vin.setValue(scanned.strip()));
        for (TextField field : new TextField[] {plate, vin, make, model}) {
            field.setWidthFull();
        }
        odometer.setWidthFull();
        PhotoButton photo = new PhotoButton(InstallPhotos.MOST_BYTES, sent -> photos.keep(device, sent), () -> {});
        photo.whileSending(this::hold);
        add(plate, vin, scanner, odometer, make, model, photo);
        primary(getTranslation("install.vehicle.save"), () -> next.accept(vehicles.enter(device, entered())));
        other(getTranslation("install.vehicle.skip"), () -> next.accept(Set.of()));
    }

    private void fill(Vehicle entered) {
        plate.setValue(Objects.requireNonNullElse(entered.plate(), ""));
        vin.setValue(entered.vin() == null ? "" : entered.vin().value());
        odometer.setValue(
                entered.odometerKm() == null ? null : entered.odometerKm().intValue());
        make.setValue(Objects.requireNonNullElse(entered.make(), ""));
        model.setValue(Objects.requireNonNullElse(entered.model(), ""));
    }

    /** A wrong check digit is worth a second look, and no more than that. */
    private void look() {
        Vin read = null;
        try {
            read = Vin.of(vin.getValue());
            vin.setInvalid(false);
        } catch (Rejected unfinished) {
            vin.setErrorMessage(Notifications.message(unfinished.problem()));
            vin.setInvalid(true);
        }
        vin.setHelperText(read == null || read.checksOut() ? "" : getTranslation("vehicle.vin.check"));
    }

    private Vehicle entered() {
        return new Vehicle(plate.getValue(), Vin.of(vin.getValue()), kilometres(), make.getValue(), model.getValue());
    }

    private @Nullable Long kilometres() {
        Integer entered = TypedNumber.of(odometer, Vehicle::noOdometer);
        return entered == null ? null : entered.longValue();
    }

    @Override
    void refused(Rejected rejected) {
        if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
            tell(wordsOfInstalled(rejected));
            return;
        }
        rejected.problems().forEach(problem -> {
            String text = Notifications.message(problem);
            if (!errors.show(problem, text)) {
                tell(text);
            }
        });
    }
}
