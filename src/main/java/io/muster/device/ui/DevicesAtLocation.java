package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.AssignableDevice;
import io.muster.device.DevicePlaces;
import io.muster.kernel.TreePath;
import io.muster.location.LocationRow;
import io.muster.location.LocationTask;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.PickOrPaste;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Many devices are put at a location. */
@Component
@Order(1)
class DevicesAtLocation implements LocationTask {

    private final DevicePlaces places;

    DevicesAtLocation(DevicePlaces places) {
        this.places = places;
    }

    @Override
    public String text() {
        return "location.assign.devices";
    }

    @Override
    public boolean isOffered(Actor viewer, TreePath place) {
        return viewer.may(Permission.LOCATE_DEVICE, place);
    }

    @Override
    public void open(LocationRow location, Runnable changed) {
        UI ui = UI.getCurrent();
        PickOrPaste<AssignableDevice> form = new PickOrPaste<>(
                ui.getTranslation("location.assign.devices.pick"),
                ui.getTranslation("location.assign.devices.paste"),
                query -> places.offered(location.customerId(), query),
                AssignableDevice::id,
                AssignedDevices::label);
        new EditorDialog<>(
                        ui.getTranslation("location.assign.devices.title", location.name()),
                        ui.getTranslation("location.assign"),
                        form,
                        picked -> {
                            DevicePlaces.Summary summary = places.put(
                                    location.id(),
                                    picked.chosen().stream()
                                            .map(AssignableDevice::id)
                                            .collect(Collectors.toSet()),
                                    picked.pasted());
                            changed.run();
                            Notifications.done(ui.getTranslation(
                                    "location.assign.devices.done",
                                    summary.placed(),
                                    location.name(),
                                    summary.there()));
                        })
                .open();
    }
}
