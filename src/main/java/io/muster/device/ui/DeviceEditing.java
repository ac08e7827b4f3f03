package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Permission;
import io.muster.device.DeviceData;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceTags;
import io.muster.device.FleetFigures.Share;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What people enter about devices: name and location, the vehicle, tags. */
@Component
class DeviceEditing {

    private final DeviceRegistry devices;
    private final Locations locations;
    private final Vehicles vehicles;
    private final DeviceTags tags;

    DeviceEditing(DeviceRegistry devices, Locations locations, Vehicles vehicles, DeviceTags tags) {
        this.devices = devices;
        this.locations = locations;
        this.vehicles = vehicles;
        this.tags = tags;
    }

    void name(DeviceRow row, Runnable changed) {
        new EditorDialog<>(text("device.edit.title", row.name()), text("action.save"), () -> named(row.id(), changed))
                .open();
    }

    private EditorDialog.Draft<DeviceData> named(DeviceId id, Runnable changed) {
        DeviceRow now = devices.get(Permission.EDIT_DEVICE, id);
        return new EditorDialog.Draft<>(new DeviceForm(now, locations), data -> {
            DeviceRow saved = devices.edit(now.id(), now.version(), data);
            changed.run();
            Notifications.done(text("device.edited", saved.name()));
        });
    }

    void vehicle(DeviceRow row, Runnable changed) {
        new EditorDialog<>(
                        text("device.vehicle.title", row.name()),
                        text("action.save"),
                        () -> builtInto(row.id(), changed))
                .open();
    }

    private EditorDialog.Draft<Optional<Vehicle>> builtInto(DeviceId id, Runnable changed) {
        DeviceRow now = devices.get(Permission.EDIT_VEHICLE, id);
        return new EditorDialog.Draft<>(new VehicleForm(now.vehicle(), now.vin()), entered -> {
            Set<Vehicle.Finding> findings = vehicles.edit(now.id(), now.vehicle(), entered.orElse(null));
            changed.run();
            tell(text("device.vehicle.saved", now.name()), findings);
        });
    }

    private static void tell(String done, Set<Vehicle.Finding> findings) {
        if (findings.isEmpty()) {
            Notifications.done(done);
        } else {
            Notifications.warned(done + ". "
                    + findings.stream()
                            .map(finding -> text("vehicle.finding." + finding))
                            .collect(Collectors.joining(" ")));
        }
    }

    /**
     * Asks for the tags of one device.
     *
     * @param place customer whose tags are offered, with those below
     */
    void tags(DeviceRow row, CustomerId place, Runnable changed) {
        TagsForm form = TagsForm.ofOne(text("device.tags"), text("device.tags.help"), used(place), row.tags());
        new EditorDialog<>(text("device.tags.title", row.name()), text("action.save"), form, entered -> {
                    tags.change(List.of(row.unitId()), entered.added(), entered.removed());
                    changed.run();
                    Notifications.done(text("device.tags.saved", row.name()));
                })
                .open();
    }

    /** Asks for tags that many devices get, and for those that they lose. */
    void tags(Collection<DeviceRow> rows, CustomerId place, Runnable changed) {
        Set<String> had =
                rows.stream().flatMap(row -> row.tags().stream()).collect(Collectors.toCollection(TreeSet::new));
        TagsForm form = TagsForm.ofMany(
                text("devices.tags.add"), text("devices.tags.remove"), text("device.tags.help"), used(place), had);
        new EditorDialog<>(text("devices.tags.title", rows.size()), text("action.save"), form, entered -> {
                    int count = tags.change(
                            rows.stream().map(DeviceRow::unitId).toList(), entered.added(), entered.removed());
                    changed.run();
                    Notifications.done(text("devices.tags.saved", count));
                })
                .open();
    }

    private List<String> used(CustomerId place) {
        return tags.used(place, ListQuery.all()).stream().map(Share::value).toList();
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
