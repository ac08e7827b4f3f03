package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.SubMenu;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.Commands;
import io.muster.device.DeviceAssignments;
import io.muster.device.DevicePlaces;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceViewers;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What is done about who sees devices: from the menu of one, and for many that are selected. */
@Component
class DeviceTasks {

    private final DeviceViewers viewers;
    private final DeviceAssignments assignments;
    private final DevicePlaces places;
    private final Locations locations;
    private final DeviceEditing editing;
    private final Commands commands;
    private final LiveUpdates updates;

    DeviceTasks(
            DeviceViewers viewers,
            DeviceAssignments assignments,
            DevicePlaces places,
            Locations locations,
            DeviceEditing editing,
            Commands commands,
            LiveUpdates updates) {
        this.viewers = viewers;
        this.assignments = assignments;
        this.places = places;
        this.locations = locations;
        this.editing = editing;
        this.commands = commands;
        this.updates = updates;
    }

    /** Adds what whoever may change a device does with it. */
    void addEditing(SubMenu menu, DeviceRow row, Actor viewer, CustomerId place, Runnable changed) {
        menu.addItem(text("device.edit"), click -> editing.name(row, changed));
        menu.addItem(text("device.tags.edit"), click -> editing.tags(row, place, changed));
        if (row.state() == UnitState.ACCEPTED) {
            menu.addItem(text("device.command"), click -> new CommandDialog(commands, updates, row, viewer).open());
        }
    }

    /** Adds the vehicle, for whoever enters vehicles. */
    void addVehicle(SubMenu menu, DeviceRow row, Runnable changed) {
        menu.addItem(text("device.vehicle.edit"), click -> editing.vehicle(row, changed));
    }

    /** Tags of devices that were chosen in a list of this customer. */
    void tag(Set<DeviceRow> chosen, CustomerId place, Runnable changed) {
        if (allOwned(chosen)) {
            editing.tags(chosen, place, changed);
        }
    }

    private static boolean allOwned(Set<DeviceRow> chosen) {
        boolean owned = chosen.stream().noneMatch(row -> row.customerId() == null);
        if (!owned) {
            Notifications.failed(text("device.unclaimed.first"));
        }
        return owned;
    }

    /** What tells who sees a device; nothing for whoever administers no users. */
    Optional<Button> whoSees(DeviceRow row, Actor viewer) {
        if (!viewer.may(Permission.SEE_USERS, viewer.home())) {
            return Optional.empty();
        }
        Button button = new Button(text("device.viewers"), click -> new ViewersDialog(viewers.of(row.id())).open());
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return Optional.of(button);
    }

    /** Adds to the menu at the end of a line; nothing for whoever administers no users. */
    void addTo(SubMenu menu, DeviceRow row, Actor viewer) {
        if (!viewer.may(Permission.SEE_USERS, viewer.home())) {
            return;
        }
        menu.addItem(text("device.viewers"), click -> new ViewersDialog(viewers.of(row.id())).open());
        boolean assigns = row.seen() && row.customerId() != null;
        if (assigns && viewer.may(Permission.MANAGE_USERS, viewer.home())) {
            menu.addItem(text("device.assign"), click -> new AssigneesDialog(assignments, row.id()).open());
        }
    }

    /** Asks for a location of the customer to whom the devices belong. */
    void locate(Set<DeviceRow> selected, Runnable done) {
        if (!allOwned(selected)) {
            return;
        }
        Set<Optional<CustomerId>> owners = selected.stream()
                .map(row -> Optional.ofNullable(row.customerId()))
                .collect(Collectors.toSet());
        Optional<CustomerId> owner = owners.size() == 1 ? owners.iterator().next() : Optional.empty();
        if (owner.isEmpty()) {
            Notifications.failed(text("device.locate.oneCustomer"));
            return;
        }
        LocateForm form = new LocateForm(query -> locations.ofCustomer(owner.get(), query), selected.size());
        new EditorDialog<>(text("device.locate"), text("device.locate.confirm"), form, chosen -> {
                    DevicePlaces.Summary summary = places.put(
                            chosen.map(Locations.Choice::id).orElse(null),
                            selected.stream().map(DeviceRow::id).collect(Collectors.toSet()),
                            "");
                    done.run();
                    String where = chosen.map(choice -> choice.name().value()).orElse(text("device.locate.nowhere"));
                    Notifications.done(text("location.assign.devices.done", summary.placed(), where, summary.there()));
                })
                .open();
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
