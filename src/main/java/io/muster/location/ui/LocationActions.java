package io.muster.location.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.TreePath;
import io.muster.location.Geofence;
import io.muster.location.LocationRow;
import io.muster.location.LocationTask;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.MapTiles;
import io.muster.ui.Notifications;
import io.muster.ui.OpeningName;
import io.muster.ui.Question;
import java.util.List;
import java.util.Optional;

/** What can be done with one location of the list: the buttons at the end of the line, and what they lead to. */
@org.springframework.stereotype.Component
class LocationActions {

    private final Locations locations;
    private final Customers customers;
    private final List<LocationTask> tasks;
    private final MapTiles tiles;

    LocationActions(Locations locations, Customers customers, List<LocationTask> tasks, MapTiles tiles) {
        this.locations = locations;
        this.customers = customers;
        this.tasks = tasks;
        this.tiles = tiles;
    }

    /**
     * What other modules do with a location, in a menu, and the bin; without what the service would refuse.
     *
     * @param place customer whose locations are looked at
     */
    Component buttons(LocationRow row, Actor viewer, TreePath place, Runnable changed) {
        Div buttons = new Div();
        buttons.addClassName("row-actions");
        List<LocationTask> offered =
                tasks.stream().filter(task -> task.isOffered(viewer, place)).toList();
        if (!offered.isEmpty()) {
            buttons.add(menu(row, offered, changed));
        }
        if (viewer.may(Permission.MANAGE_LOCATIONS, place)) {
            buttons.add(bin(row, changed));
        }
        return buttons;
    }

    /** The name, which opens the form of the location for whoever may change it. */
    Component name(LocationRow row, Actor viewer, TreePath place, Runnable changed) {
        return viewer.may(Permission.MANAGE_LOCATIONS, place)
                ? new OpeningName(row.name(), text("location.edit.label", row.name()), () -> edit(row, changed))
                : new Span(row.name());
    }

    /** The geofence in words, which open it on a map; nothing where there is none. */
    Optional<Component> geofence(LocationRow row, Preferences viewer) {
        Geofence geofence = row.geofence();
        if (geofence == null) {
            return Optional.empty();
        }
        String words = GeofenceDialog.words(UI.getCurrent(), geofence, viewer);
        return Optional.of(new OpeningName(
                words,
                text("location.geofence.label", words, row.name()),
                () -> new GeofenceDialog(row.name(), geofence, viewer, tiles).open()));
    }

    private Button bin(LocationRow row, Runnable changed) {
        Button bin = new Button(VaadinIcon.TRASH.create(), click -> confirmDelete(row, changed));
        bin.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        bin.setAriaLabel(text("location.delete.label", row.name()));
        bin.setTooltipText(text("location.delete"));
        return bin;
    }

    private static MenuBar menu(LocationRow row, List<LocationTask> offered, Runnable changed) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        MenuItem more = bar.addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
        more.setAriaLabel(text("location.more.label", row.name()));
        offered.forEach(task -> more.getSubMenu().addItem(text(task.text()), click -> task.open(row, changed)));
        return bar;
    }

    /** Opens the form of a new location of a customer. */
    void create(CustomerId customer, Runnable changed) {
        LocationForm form = new LocationForm(customers, tiles);
        form.begin(customers.row(Permission.SEE_CUSTOMER, customer));
        new EditorDialog<>(text("location.create.title"), text("action.create"), form, entered -> {
                    locations.create(entered.customer().id(), entered.data());
                    changed.run();
                    Notifications.done(text("location.created", entered.data().name()));
                })
                .open();
    }

    private void edit(LocationRow row, Runnable changed) {
        new EditorDialog<>(text("location.edit.title", row.name()), text("action.save"), () -> draft(row.id(), changed))
                .open();
    }

    private EditorDialog.Draft<LocationForm.Entered> draft(LocationId id, Runnable changed) {
        LocationRow now = locations.get(Permission.MANAGE_LOCATIONS, id);
        LocationForm form = new LocationForm(customers, tiles);
        form.show(now, customers.row(Permission.SEE_CUSTOMER, now.customerId()));
        return new EditorDialog.Draft<>(form, entered -> {
            locations.edit(now.id(), now.version(), entered.data());
            changed.run();
            Notifications.done(text("location.saved", entered.data().name()));
        });
    }

    private void confirmDelete(LocationRow row, Runnable changed) {
        Locations.Meaning meaning = locations.meaning(row.id());
        Question.beforeHarm(
                text("location.delete.title", row.name()),
                text("location.delete.text", row.name(), meaning.devices(), meaning.users(), meaning.blinded()),
                text("location.delete"),
                () -> delete(row, changed));
    }

    private void delete(LocationRow row, Runnable changed) {
        Locations.Deleted deleted = locations.delete(row.id(), null);
        changed.run();
        Notifications.done(text("location.deleted", row.name()), () -> {
            locations.restore(deleted);
            changed.run();
            Notifications.done(text("location.restored", row.name()));
        });
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
