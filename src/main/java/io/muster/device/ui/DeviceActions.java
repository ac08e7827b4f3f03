package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.device.DeviceAlerts;
import io.muster.device.DeviceHints;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.UnitState;
import io.muster.kernel.TreePath;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be done with one device of the list: the buttons at the end of the line, and what they lead to. */
@org.springframework.stereotype.Component
class DeviceActions {

    private final DeviceRegistry devices;
    private final DeviceHints hints;
    private final DeviceAlerts alerts;
    private final DeviceEndings endings;
    private final DeviceMover mover;
    private final DeviceTasks tasks;
    private final Customers customers;

    DeviceActions(
            DeviceRegistry devices,
            DeviceHints hints,
            DeviceAlerts alerts,
            DeviceEndings endings,
            DeviceMover mover,
            DeviceTasks tasks,
            Customers customers) {
        this.devices = devices;
        this.hints = hints;
        this.alerts = alerts;
        this.endings = endings;
        this.mover = mover;
        this.tasks = tasks;
        this.customers = customers;
    }

    /**
     * A unit that waits can be let in or turned away, one that was turned away let in after all.
     *
     * @param place customer whose list it is
     */
    Div decisions(DeviceRow row, Actor viewer, TreePath place, Runnable changed) {
        Div actions = new Div();
        actions.addClassName("row-actions");
        boolean waits = row.state() == UnitState.UNCLAIMED || row.state() == UnitState.PENDING;
        boolean approves = (row.customerId() == null && viewer.may(Permission.APPROVE_DEVICE, viewer.home()))
                || may(viewer, Permission.APPROVE_DEVICE, place);
        if ((waits || row.state() == UnitState.DENIED) && approves) {
            Button approve = new Button(text("device.approve"), click -> approve(row, changed));
            approve.addThemeVariants(ButtonVariant.LUMO_SMALL);
            approve.setAriaLabel(text("device.approve.label", row.name()));
            actions.add(approve);
        }
        if (waits && approves) {
            Button deny = new Button(
                    VaadinIcon.BAN.create(),
                    click -> DeviceEndings.confirm("device.deny", row, () -> deny(row, changed)));
            deny.addThemeVariants(
                    ButtonVariant.LUMO_SMALL,
                    ButtonVariant.LUMO_TERTIARY,
                    ButtonVariant.LUMO_ERROR,
                    ButtonVariant.LUMO_ICON);
            deny.setAriaLabel(text("device.deny.label", row.name()));
            deny.setTooltipText(text("device.deny"));
            actions.add(deny);
        }
        return actions;
    }

    /** Opens the dialog in which devices are moved: those chosen, or picked of a customer and of those below. */
    void move(TreePath place, List<DeviceRow> chosen, Runnable changed) {
        mover.open(place.customer(), chosen, changed);
    }

    /** Opens the dialog in which devices are put at a location. */
    void locate(Set<DeviceRow> chosen, Runnable changed) {
        tasks.locate(chosen, changed);
    }

    /** Opens the dialog for the tags of devices that were chosen in a list of this customer. */
    void tag(Set<DeviceRow> chosen, TreePath place, Runnable changed) {
        tasks.tag(chosen, place.customer(), changed);
    }

    /** What tells who sees a device. */
    Optional<Button> whoSees(DeviceRow row, Actor viewer) {
        return tasks.whoSees(row, viewer);
    }

    private static boolean may(Actor viewer, Permission permission, TreePath place) {
        return viewer.may(permission, place) || viewer.mayBelowHome(permission);
    }

    /** Whoever has looked at the alerts can say so here. */
    boolean acknowledges(DeviceRow row, Actor viewer, TreePath place) {
        return !row.alerts().isEmpty() && may(viewer, Permission.EDIT_DEVICE, place);
    }

    /** The menu at the end of the line, without what the service would refuse; none when nothing is left. */
    Optional<MenuBar> menu(DeviceRow row, Actor viewer, TreePath place, Runnable changed) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        MenuItem more = bar.addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
        more.setAriaLabel(text("device.more.label", row.name()));
        SubMenu menu = more.getSubMenu();
        boolean inUse = mayConnect(row);
        if (acknowledges(row, viewer, place)) {
            menu.addItem(text("device.acknowledge"), click -> acknowledge(row, changed));
        }
        if (row.seen() && row.customerId() != null && may(viewer, Permission.EDIT_DEVICE, place)) {
            tasks.addEditing(menu, row, viewer, place.customer(), changed);
        }
        if (row.seen() && row.customerId() != null && may(viewer, Permission.EDIT_VEHICLE, place)) {
            tasks.addVehicle(menu, row, changed);
        }
        tasks.addTo(menu, row, viewer);
        if (mayReadHistory(row, viewer)) {
            menu.addItem(text("history.show"), click -> Places.openHistory(viewer.customer(), "device", row.id()));
        }
        if (row.customerId() != null && viewer.mayBelowHome(Permission.MOVE_DEVICE)) {
            menu.addItem(text("device.move"), click -> mover.open(place.customer(), List.of(row), changed));
        }
        if (row.seen() && inUse && may(viewer, Permission.RESET_CREDENTIAL, place)) {
            menu.addItem(text("device.reset"), click -> askToReset(row, changed));
        }
        if (mayRetire(row, viewer, place)) {
            endings.addTo(menu, row, changed);
        }
        return menu.getItems().isEmpty() ? Optional.empty() : Optional.of(bar);
    }

    private static boolean mayRetire(DeviceRow row, Actor viewer, TreePath place) {
        return row.seen() && row.customerId() != null && may(viewer, Permission.RETIRE_DEVICE, place);
    }

    /** The device that has taken this one's place. */
    Optional<DeviceRow> successor(DeviceRow row) {
        return endings.successor(row);
    }

    /** What takes it back, as long as it can be, that a device took another one's place. */
    Optional<Button> undoOfSwap(DeviceRow row, Actor viewer, TreePath place, Runnable changed) {
        return mayRetire(row, viewer, place) ? endings.undoOfSwap(row, changed) : Optional.empty();
    }

    private static boolean mayReadHistory(DeviceRow row, Actor viewer) {
        return viewer.mayBelowHome(Permission.SEE_HISTORY)
                || (viewer.customer().equals(row.customerId()) && viewer.may(Permission.SEE_HISTORY, viewer.home()));
    }

    private void approve(DeviceRow row, Runnable changed) {
        ApproveForm form = new ApproveForm(row, customers, hints.likely(row.id()));
        new EditorDialog<>(text("device.approve.title", row.name()), text("device.approve"), form, target -> {
                    DeviceRow approved = devices.approve(row.id(), target.orElse(null), row.waitingClient());
                    changed.run();
                    Notifications.done(text("device.approved", approved.name()));
                })
                .open();
    }

    private void deny(DeviceRow row, Runnable changed) {
        devices.deny(row.id());
        changed.run();
        Notifications.done(text("device.denied", row.name()));
    }

    private void acknowledge(DeviceRow row, Runnable changed) {
        alerts.acknowledge(row.id());
        changed.run();
        Notifications.done(text("device.acknowledged", row.name()));
    }

    /** Whether a unit in this state can have a password. */
    boolean mayConnect(DeviceRow row) {
        return DeviceEndings.isInUse(row);
    }

    void askToReset(DeviceRow row, Runnable changed) {
        DeviceEndings.confirm("device.reset", row, () -> reset(row, changed));
    }

    private void reset(DeviceRow row, Runnable changed) {
        var credential = devices.resetCredential(row.id());
        changed.run();
        FirstConnection.show(credential);
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
