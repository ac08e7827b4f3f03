package io.muster.location.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.location.LocationRow;
import io.muster.location.LocationTask;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.Question;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The locations of the customer that one is looking at. */
@Route("accounts/:customer/locations")
@PermitAll
class LocationsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Locations locations;
    private final transient Customers customers;
    private final transient LiveUpdates updates;
    private final transient List<LocationTask> tasks;
    private final ListPanel<LocationRow> list;
    private final Button create;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    LocationsView(
            Access access, Locations locations, Customers customers, LiveUpdates updates, List<LocationTask> tasks) {
        this.tasks = tasks;
        this.access = access;
        this.locations = locations;
        this.customers = customers;
        this.updates = updates;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(query -> locations.list(here().id(), query), LocationRow::id);
        create = new Button(getTranslation("action.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.addActions(create);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<LocationRow> grid) {
        grid.addComponentColumn(this::name)
                .setHeader(getTranslation("location.name"))
                .setSortProperty("name")
                .setAutoWidth(true)
                .setFlexGrow(2);
        grid.addColumn(LocationRow::customerName)
                .setHeader(getTranslation("location.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addComponentColumn(this::contact)
                .setHeader(getTranslation("location.contact"))
                .setSortProperty("contactEmail")
                .setAutoWidth(true);
        grid.addColumn(LocationRow::address)
                .setHeader(getTranslation("location.address"))
                .setSortProperty("address")
                .setWidth("10rem")
                .setFlexGrow(1);
        grid.addColumn(LocationRow::users)
                .setHeader(getTranslation("location.users"))
                .setSortProperty("users")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.addColumn(LocationRow::devices)
                .setHeader(getTranslation("location.devices"))
                .setSortProperty("devices")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::actions)
                .setKey("actions")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setWidth("9rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private Component name(LocationRow row) {
        Span name = new Span(row.name());
        name.getElement().setAttribute("title", row.notes() == null ? row.name() : row.notes());
        if (row.color() == null) {
            return name;
        }
        Span dot = new Span();
        dot.addClassName("dot");
        dot.getStyle().setBackground(row.color());
        dot.getElement().setAttribute("aria-hidden", "true");
        return new Span(dot, name);
    }

    private Component contact(LocationRow row) {
        Div text = new Div();
        text.addClassName("row-text");
        faint(text, row.contactEmail());
        faint(text, row.phone());
        return text;
    }

    private Component card(LocationRow row) {
        Component name = name(row);
        name.addClassName("row-title");
        Div text = new Div(name);
        text.addClassName("row-text");
        faint(text, row.customerName());
        faint(text, row.address());
        faint(text, row.contactEmail());
        faint(text, row.phone());
        faint(text, getTranslation("location.counts", row.users(), row.devices()));
        Div card = new Div(text, actions(row));
        card.addClassName("row-card");
        return card;
    }

    private static void faint(Div text, @Nullable String line) {
        if (line != null) {
            Span span = new Span(line);
            span.addClassName("faint");
            text.add(span);
        }
    }

    private boolean mayManage() {
        return viewer.may(Permission.MANAGE_LOCATIONS, here().path());
    }

    private Component actions(LocationRow row) {
        Div actions = new Div();
        actions.addClassName("row-actions");
        if (mayManage()) {
            actions.add(
                    icon(VaadinIcon.PENCIL, "location.edit", row, () -> edit(row)),
                    icon(VaadinIcon.TRASH, "location.delete", row, () -> confirmDelete(row)));
        }
        List<LocationTask> offered = tasks.stream()
                .filter(task -> task.isOffered(viewer, here().path()))
                .toList();
        if (!offered.isEmpty()) {
            actions.add(menu(row, offered));
        }
        return actions;
    }

    private MenuBar menu(LocationRow row, List<LocationTask> offered) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        MenuItem more = bar.addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
        more.setAriaLabel(getTranslation("location.more.label", row.name()));
        offered.forEach(task ->
                more.getSubMenu().addItem(getTranslation(task.text()), click -> task.open(row, list::refresh)));
        return bar;
    }

    private Button icon(VaadinIcon icon, String action, LocationRow row, Runnable run) {
        Button button = new Button(icon.create(), click -> run.run());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        button.setAriaLabel(getTranslation(action + ".label", row.name()));
        button.setTooltipText(getTranslation(action));
        return button;
    }

    private void create() {
        LocationForm form = new LocationForm(customers);
        form.begin(customers.row(Permission.SEE_CUSTOMER, here().id()));
        new EditorDialog<>(getTranslation("location.create.title"), getTranslation("action.create"), form, entered -> {
                    locations.create(entered.customer().id(), entered.data());
                    list.refresh();
                    Notifications.done(
                            getTranslation("location.created", entered.data().name()));
                })
                .open();
    }

    private void edit(LocationRow row) {
        LocationRow now = locations.get(Permission.MANAGE_LOCATIONS, row.id());
        LocationForm form = new LocationForm(customers);
        form.show(now, customers.row(Permission.SEE_CUSTOMER, now.customerId()));
        new EditorDialog<>(
                        getTranslation("location.edit.title", now.name()),
                        getTranslation("action.save"),
                        form,
                        entered -> {
                            locations.edit(now.id(), now.version(), entered.data());
                            list.refresh();
                            Notifications.done(getTranslation(
                                    "location.saved", entered.data().name()));
                        })
                .open();
    }

    private void confirmDelete(LocationRow row) {
        Locations.Meaning meaning = locations.meaning(row.id());
        Question.beforeHarm(
                getTranslation("location.delete.title", row.name()),
                getTranslation(
                        "location.delete.text", row.name(), meaning.devices(), meaning.users(), meaning.blinded()),
                getTranslation("location.delete"),
                () -> delete(row));
    }

    private void delete(LocationRow row) {
        Locations.Deleted deleted = locations.delete(row.id(), null);
        list.refresh();
        Notifications.done(getTranslation("location.deleted", row.name()), () -> {
            locations.restore(deleted);
            list.refresh();
            Notifications.done(getTranslation("location.restored", row.name()));
        });
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.LIST_LOCATIONS, found.path());
        place = found;
        create.setVisible(mayManage() && !viewer.restricted());
        list.setEmptyText(getTranslation("locations.empty", found.name().value()));
        updates.follow(
                this,
                found.path(),
                EnumSet.of(Change.Kind.LOCATION, Change.Kind.USER, Change.Kind.DEVICE),
                list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.locations") + " – " + getTranslation("product");
    }
}
