package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitClaims;
import io.muster.kernel.Change;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The devices of the customer that one is looking at, live. */
@Route("accounts/:customer/devices")
@PermitAll
class DevicesView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient DeviceRegistry devices;
    private final transient Customers customers;
    private final transient Locations locations;
    private final transient LiveUpdates updates;
    private final transient UnitClaims claims;
    private final transient DeviceActions actions;
    private final transient DeviceTasks tasks;
    private final ListPanel<DeviceRow> list;
    private final Button locate;
    private final Button register;
    private final Button claim;
    private final Button move;
    private final Checkbox alertsOnly = new Checkbox(getTranslation("devices.alerts"));
    private final transient DeviceCells cells;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    DevicesView(
            Access access,
            DeviceRegistry devices,
            UnitClaims claims,
            DeviceActions actions,
            DeviceTasks tasks,
            Customers customers,
            Locations locations,
            LiveUpdates updates) {
        this.tasks = tasks;
        this.access = access;
        this.devices = devices;
        this.customers = customers;
        this.locations = locations;
        this.updates = updates;
        this.claims = claims;
        this.actions = actions;
        viewer = access.actor();
        cells = new DeviceCells(this, viewer.preferences());
        addClassName("list-view");
        list = new ListPanel<>(query -> devices.list(here().id(), query, filter()), DeviceRow::id);
        register = new Button(getTranslation("device.register"), VaadinIcon.PLUS.create(), click -> register());
        register.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        locate = new Button(getTranslation("device.locate"), VaadinIcon.MAP_MARKER.create(), click -> locate());
        locate.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        claim = new Button(getTranslation("device.claim"), click -> claim());
        move = new Button(getTranslation("devices.move"), click -> move());
        alertsOnly.addValueChangeListener(change -> list.refresh());
        list.addActions(alertsOnly, locate, move, claim, register);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private DeviceFilter filter() {
        return alertsOnly.getValue() ? DeviceFilter.ALERTS : DeviceFilter.NONE;
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<DeviceRow> grid) {
        grid.addComponentColumn(row -> cells.link(row, here().id()))
                .setKey("name")
                .setHeader(getTranslation("device.name"))
                .setSortProperty("name")
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addComponentColumn(cells::unitId)
                .setHeader(getTranslation("device.unitId"))
                .setSortProperty("unitId")
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addColumn(cells::whose)
                .setHeader(getTranslation("device.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addComponentColumn(cells::state)
                .setHeader(getTranslation("device.state"))
                .setSortProperty("state")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(cells::presence)
                .setHeader(getTranslation("device.online"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(cells::lastSeen)
                .setHeader(getTranslation("device.lastSeen"))
                .setSortProperty("lastSeenAt")
                .setAutoWidth(true);
        grid.addColumn(DeviceRow::firmware)
                .setHeader(getTranslation("device.firmware"))
                .setSortProperty("firmware")
                .setAutoWidth(true);
        grid.addComponentColumn(this::actions)
                .setKey("actions")
                .setHeader("")
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private Component card(DeviceRow row) {
        boolean named = DeviceCells.isNamed(row);
        Component title = cells.link(row, here().id(), named ? cells.name(row) : cells.unitId(row));
        title.addClassName("row-title");
        Div head = new Div(title, cells.state(row));
        head.addClassName("row-facts");
        Span customer = new Span(cells.whose(row));
        customer.addClassName("faint");
        Div facts = new Div(cells.presence(row), cells.lastSeen(row));
        facts.addClassName("row-facts");
        Div text = new Div(head);
        text.addClassName("row-text");
        if (named) {
            text.add(cells.unitId(row));
        }
        text.add(customer, facts, decisions(row));
        Div card = new Div(text);
        menu(row).ifPresent(card::add);
        card.addClassName("row-card");
        return card;
    }

    private Component actions(DeviceRow row) {
        Div buttons = decisions(row);
        menu(row).ifPresent(buttons::add);
        return buttons;
    }

    private Div decisions(DeviceRow row) {
        return actions.decisions(row, viewer, here().path(), list::refresh);
    }

    private Optional<MenuBar> menu(DeviceRow row) {
        return actions.menu(row, viewer, here().path(), list::refresh);
    }

    private void locate() {
        tasks.locate(list.grid().getSelectedItems(), this::changedSelected);
    }

    private void move() {
        actions.move(here().path(), List.copyOf(list.grid().getSelectedItems()), this::changedSelected);
    }

    private void changedSelected() {
        list.grid().deselectAll();
        list.refresh();
    }

    private void claim() {
        ClaimForm form = new ClaimForm(customers, locations, customers.row(Permission.CLAIM_DEVICE, here().id()));
        new EditorDialog<ClaimForm.Entered>(
                        getTranslation("device.claim.title"), getTranslation("device.claim.confirm"), form, entered -> {
                            DeviceRow claimed = claims.claim(
                                    entered.unit(), entered.code(), entered.customer(), entered.location());
                            list.refresh();
                            Notifications.done(getTranslation("device.claimed", claimed.name()));
                        })
                .open();
    }

    private void register() {
        RegisterForm form = new RegisterForm(customers, locations);
        form.begin(customers.row(Permission.REGISTER_DEVICE, here().id()));
        new EditorDialog<RegisterDevice>(
                        getTranslation("device.register"), getTranslation("device.register.confirm"), form, data -> {
                            Registered registered = devices.register(data);
                            list.refresh();
                            Notifications.done(getTranslation(
                                    "device.registered", registered.device().name()));
                            FirstConnection.show(registered.credential());
                        })
                .open();
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_DEVICES, found.path());
        place = found;
        boolean locates = viewer.may(Permission.LOCATE_DEVICE, found.path());
        list.grid().setSelectionMode(locates ? Grid.SelectionMode.MULTI : Grid.SelectionMode.NONE);
        if (locates) {
            list.grid()
                    .addSelectionListener(change ->
                            locate.setEnabled(!change.getAllSelectedItems().isEmpty()));
        }
        locate.setVisible(locates);
        locate.setEnabled(false);
        register.setVisible(viewer.may(Permission.REGISTER_DEVICE, found.path()));
        claim.setVisible(viewer.may(Permission.CLAIM_DEVICE, found.path()));
        move.setVisible(viewer.mayBelowHome(Permission.MOVE_DEVICE));
        list.setEmptyText(getTranslation("devices.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.DEVICE, Change.Kind.CUSTOMER), list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.devices") + " – " + getTranslation("product");
    }
}
