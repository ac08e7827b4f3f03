package io.muster.device.ui;

import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import java.util.List;
import org.springframework.stereotype.Component;

/** Moves devices between customers, and back. */
@Component
class DeviceMover {

    private final DeviceMoves moves;
    private final DeviceRegistry devices;
    private final Customers customers;

    DeviceMover(DeviceMoves moves, DeviceRegistry devices, Customers customers) {
        this.moves = moves;
        this.devices = devices;
        this.customers = customers;
    }

    /**
     * Opens the dialog.
     *
     * @param place  customer whose devices, and those below, can be picked
     * @param chosen devices that have been chosen already; none to pick them or paste unit ids
     */
    void open(CustomerId place, List<DeviceRow> chosen, Runnable changed) {
        new MoveDialog(
                        moves,
                        new DeviceMoveForm(customers, query -> devices.list(place, query, DeviceFilter.NONE), chosen),
                        changed)
                .open();
    }
}
