package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
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
import io.muster.device.UnitState;
import io.muster.kernel.Change;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.Objects;
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
    private final transient DeviceTasks tasks;
    private final ListPanel<DeviceRow> list;
    private final Button locate;
    private final Button register;
    private final transient DeviceCells cells;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    DevicesView(
            Access access,
            DeviceRegistry devices,
            Customers customers,
            Locations locations,
            LiveUpdates updates,
            DeviceTasks tasks) {
        this.tasks = tasks;
        this.access = access;
        this.devices = devices;
        this.customers = customers;
        this.locations = locations;
        this.updates = updates;
        viewer = access.actor();
        cells = new DeviceCells(this, viewer.preferences());
        addClassName("list-view");
        list = new ListPanel<>(query -> devices.list(here().id(), query, DeviceFilter.NONE), DeviceRow::id);
        register = new Button(getTranslation("device.register"), VaadinIcon.PLUS.create(), click -> register());
        register.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        locate = new Button(getTranslation("device.locate"), VaadinIcon.MAP_MARKER.create(), click -> locate());
        locate.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        list.addActions(locate, register);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<DeviceRow> grid) {
        grid.addComponentColumn(cells::name)
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
        Component title = named ? cells.name(row) : cells.unitId(row);
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
        tasks.menu(row, viewer).ifPresent(card::add);
        card.addClassName("row-card");
        return card;
    }

    private Component actions(DeviceRow row) {
        Div actions = decisions(row);
        tasks.menu(row, viewer).ifPresent(actions::add);
        return actions;
    }

    /** A unit that waits can be let in or turned away, one that was turned away let in after all. */
    private Div decisions(DeviceRow row) {
        Div actions = new Div();
        actions.addClassName("row-actions");
        boolean waits = row.state() == UnitState.UNCLAIMED || row.state() == UnitState.PENDING;
        if ((waits || row.state() == UnitState.DENIED) && mayApprove(row)) {
            Button approve = new Button(getTranslation("device.approve"), click -> approve(row));
            approve.addThemeVariants(ButtonVariant.LUMO_SMALL);
            approve.setAriaLabel(getTranslation("device.approve.label", row.name()));
            actions.add(approve);
        }
        if (waits && mayApprove(row)) {
            Button deny = new Button(VaadinIcon.BAN.create(), click -> deny(row));
            deny.addThemeVariants(
                    ButtonVariant.LUMO_SMALL,
                    ButtonVariant.LUMO_TERTIARY,
                    ButtonVariant.LUMO_ERROR,
                    ButtonVariant.LUMO_ICON);
            deny.setAriaLabel(getTranslation("device.deny.label", row.name()));
            deny.setTooltipText(getTranslation("device.deny"));
            actions.add(deny);
        }
        if (mayReadHistory(row)) {
            Button history = new Button(
                    VaadinIcon.TIME_BACKWARD.create(),
                    click -> Places.openHistory(viewer.customer(), "device", row.id()));
            history.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
            history.setAriaLabel(getTranslation("history.show.label", row.name()));
            history.setTooltipText(getTranslation("history.show"));
            actions.add(history);
        }
        return actions;
    }

    private void locate() {
        tasks.locate(list.grid().getSelectedItems(), () -> {
            list.grid().deselectAll();
            list.refresh();
        });
    }

    private boolean mayReadHistory(DeviceRow row) {
        return viewer.mayBelowHome(Permission.SEE_HISTORY)
                || (viewer.customer().equals(row.customerId()) && viewer.may(Permission.SEE_HISTORY, viewer.home()));
    }

    private boolean mayApprove(DeviceRow row) {
        return (row.customerId() == null && viewer.may(Permission.APPROVE_DEVICE, viewer.home()))
                || viewer.may(Permission.APPROVE_DEVICE, here().path())
                || viewer.mayBelowHome(Permission.APPROVE_DEVICE);
    }

    private void approve(DeviceRow row) {
        ApproveForm form = new ApproveForm(row, customers);
        new EditorDialog<>(
                        getTranslation("device.approve.title", row.name()),
                        getTranslation("device.approve"),
                        form,
                        target -> {
                            DeviceRow approved = devices.approve(row.id(), target.orElse(null), row.waitingClient());
                            list.refresh();
                            Notifications.done(getTranslation("device.approved", approved.name()));
                        })
                .open();
    }

    private void deny(DeviceRow row) {
        devices.deny(row.id());
        list.refresh();
        Notifications.done(getTranslation("device.denied", row.name()));
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
        list.setEmptyText(getTranslation("devices.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.DEVICE, Change.Kind.CUSTOMER), list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.devices") + " – " + getTranslation("product");
    }
}
