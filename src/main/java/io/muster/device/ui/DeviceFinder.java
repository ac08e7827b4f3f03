package io.muster.device.ui;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.kernel.ListQuery;
import io.muster.ui.Finder;
import io.muster.ui.Places;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Devices, for the search over everything. */
@Component
@Order(3)
class DeviceFinder implements Finder {

    private final DeviceRegistry devices;

    DeviceFinder(DeviceRegistry devices) {
        this.devices = devices;
    }

    @Override
    public String title() {
        return "tab.devices";
    }

    @Override
    public List<Found> find(Actor viewer, String text) {
        if (!viewer.may(Permission.SEE_DEVICES, viewer.home())) {
            return List.of();
        }
        ListQuery query = new ListQuery(text, List.of(), MOST, 0, null).roughly();
        return devices.list(viewer.customer(), query, DeviceFilter.NONE).items().stream()
                .map(row -> new Found(
                        row.name(),
                        row.unitId().shown() + (row.customerName() == null ? "" : " · " + row.customerName()),
                        Places.device(viewer.customer(), row.id())))
                .toList();
    }
}
