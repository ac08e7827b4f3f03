package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
        Map<UnitId, CustomerId> before = new LinkedHashMap<>();
        chosen.forEach(row -> {
            if (row.customerId() != null) {
                before.put(row.unitId(), row.customerId());
            }
        });
        new EditorDialog<DeviceMoveForm.Entered>(
                        text("device.move.title"),
                        text("device.move.confirm"),
                        new DeviceMoveForm(customers, query -> devices.list(place, query, DeviceFilter.NONE), chosen),
                        entered -> move(entered, before, changed))
                .open();
    }

    private void move(DeviceMoveForm.Entered entered, Map<UnitId, CustomerId> before, Runnable changed) {
        Map<UnitId, DeviceMoves.Outcome> outcomes = moves.move(entered.target().id(), entered.units());
        changed.run();
        List<UnitId> moved = new ArrayList<>();
        List<UnitId> unknown = new ArrayList<>();
        outcomes.forEach((unit, outcome) -> (outcome == DeviceMoves.Outcome.MOVED ? moved : unknown).add(unit));
        if (!moved.isEmpty()) {
            String done = text("device.moved", moved.size(), entered.target().name());
            // Where units came from that somebody pasted is not known here.
            if (before.keySet().containsAll(moved)) {
                Notifications.done(done, () -> back(moved, before, changed));
            } else {
                Notifications.done(done);
            }
        }
        if (!unknown.isEmpty()) {
            Notifications.failed(text(
                    "device.move.notFound", unknown.size(), unknown.getFirst().shown()));
        }
    }

    /** Their locations and assignments do not come back. */
    private void back(List<UnitId> units, Map<UnitId, CustomerId> before, Runnable changed) {
        Map<CustomerId, List<UnitId>> byCustomer = new LinkedHashMap<>();
        Function<CustomerId, List<UnitId>> none = customer -> new ArrayList<>();
        before.forEach((unit, customer) -> {
            if (units.contains(unit)) {
                byCustomer.computeIfAbsent(customer, none).add(unit);
            }
        });
        try {
            byCustomer.forEach(moves::move);
            changed.run();
            Notifications.done(text("device.movedBack"));
        } catch (Rejected rejected) {
            Notifications.refused(rejected);
        }
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
