package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
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
import io.muster.customer.CustomerBranches;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.CustomerRow;
import io.muster.customer.CustomerStatus;
import io.muster.customer.Customers;
import io.muster.customer.Quotas;
import io.muster.kernel.Change;
import io.muster.kernel.Country;
import io.muster.ui.EditorDialog;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The customers nested below the one that one is looking at. */
@Route("accounts/:customer/customers")
@PermitAll
class CustomersView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Customers customers;
    private final transient Quotas quotas;
    private final transient LiveUpdates updates;
    private final ListPanel<CustomerRow> list;
    private final CustomerTreePanel tree;
    private final Button create;
    private final Button toggle;
    private boolean treeShown;
    private final transient CustomerMenu.Tools tools;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    CustomersView(
            Access access,
            Customers customers,
            Quotas quotas,
            CustomerBranches branches,
            CustomerMoves moves,
            CustomerRemoval removal,
            LiveUpdates updates) {
        this.access = access;
        this.customers = customers;
        this.quotas = quotas;
        this.updates = updates;
        viewer = access.actor();
        list = new ListPanel<>(query -> customers.nested(here().id(), query), CustomerRow::id);
        tools = new CustomerMenu.Tools(
                customers, moves, removal, viewer.mayBelowHome(Permission.SEE_HISTORY), this::refresh);
        tree = new CustomerTreePanel(branches, this::link, this::line, this::counts, this::status, this::menu);
        if (viewer.mayBelowHome(Permission.MOVE_CUSTOMER)) {
            tree.onDrop((row, target) -> new CustomerMenu(row, tools).move(target));
        }
        toggle = new Button("", click -> toggle());
        toggle.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        addClassName("list-view");
        create = new Button(getTranslation("action.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        columns(list.grid());
        list.onPhones(this::card);
        showTree(false);
    }

    /** The same customers as a flat list or as a tree; the buttons go along. */
    private void showTree(boolean asTree) {
        treeShown = asTree;
        toggle.setText(getTranslation(asTree ? "customers.asList" : "customers.asTree"));
        toggle.setIcon((asTree ? VaadinIcon.LIST : VaadinIcon.FILE_TREE).create());
        removeAll();
        if (asTree) {
            tree.addActions(toggle, create);
            add(tree);
        } else {
            list.addActions(toggle, create);
            add(list);
        }
    }

    private void toggle() {
        showTree(!treeShown);
        refresh();
    }

    private void refresh() {
        if (treeShown) {
            tree.refresh();
        } else {
            list.refresh();
        }
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<CustomerRow> grid) {
        grid.addComponentColumn(this::link)
                .setHeader(getTranslation("customer.column.name"))
                .setSortProperty("name")
                .setAutoWidth(true)
                .setFlexGrow(2);
        grid.addColumn(CustomerRow::email)
                .setHeader(getTranslation("customer.column.email"))
                .setSortProperty("email")
                .setAutoWidth(true)
                .setFlexGrow(1);
        grid.addColumn(row -> new Country(row.country()).name(Locale.ENGLISH))
                .setHeader(getTranslation("field.country"))
                .setSortProperty("country")
                .setAutoWidth(true);
        if (seesUsers()) {
            grid.addColumn(CustomerRow::users)
                    .setHeader(getTranslation("customer.column.users"))
                    .setSortProperty("users")
                    .setTextAlign(ColumnTextAlign.END)
                    .setWidth("6rem")
                    .setFlexGrow(0);
        }
        grid.addColumn(CustomerRow::devices)
                .setHeader(getTranslation("customer.column.devices"))
                .setSortProperty("devices")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::status)
                .setKey("status")
                .setHeader(getTranslation("customer.column.status"))
                .setSortProperty("status")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(this::menu)
                .setKey("menu")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setWidth("4rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    /** Everything in the list is below the viewer's home, so one answer holds for all lines. */
    private Component menu(CustomerRow row) {
        return viewer.mayBelowHome(Permission.MOVE_CUSTOMER) ? new CustomerMenu(row, tools) : new Span();
    }

    private String counts(CustomerRow row) {
        String key = seesUsers() ? "customers.counts" : "customers.counts.devices";
        return getTranslation(key, row.country(), row.users(), row.devices());
    }

    /** No number is shown where it would only say that the users are not the viewer's to see. */
    private boolean seesUsers() {
        return viewer.mayBelowHome(Permission.SEE_USERS);
    }

    private Anchor link(CustomerRow row) {
        Anchor link = new Anchor(Places.tab(row.id(), "account"), row.name());
        link.getElement().setAttribute("router-link", true);
        link.getElement().setAttribute("title", row.name());
        // Whoever drags a customer by its name drags the row of the tree, and not the address.
        link.getElement().setAttribute("draggable", "false");
        return link;
    }

    /** A customer in the tree on a phone: only what is not as usual is said of its status. */
    private Component line(CustomerRow row) {
        Span counts = new Span(counts(row));
        counts.addClassName("faint");
        Div text = new Div(link(row), counts);
        text.addClassName("row-text");
        boolean usual =
                row.status() == CustomerStatus.ACTIVE && !row.suspendedAbove() && QuotaBar.mark(row.quota()) == null;
        if (!usual) {
            text.add(status(row));
        }
        return text;
    }

    private Component card(CustomerRow row) {
        Span email = new Span(row.email());
        email.addClassName("faint");
        Span counts = new Span(counts(row));
        counts.addClassName("faint");
        Div head = new Div(link(row), status(row));
        head.addClassName("row-facts");
        Div text = new Div(head, email, counts);
        text.addClassName("row-text");
        Div card = new Div(text, menu(row));
        card.addClassName("row-card");
        return card;
    }

    private Component status(CustomerRow row) {
        Span mark = QuotaBar.mark(row.quota());
        if (mark == null) {
            return state(row);
        }
        Div both = new Div(state(row), mark);
        both.addClassName("row-facts");
        return both;
    }

    private Span state(CustomerRow row) {
        boolean own = row.status() == CustomerStatus.SUSPENDED;
        boolean served = !own && !row.suspendedAbove();
        String key = !own && row.suspendedAbove() ? "above" : row.status().name();
        Span badge = new Span(getTranslation("customerStatus." + key));
        badge.getElement().getThemeList().add(served ? "badge success" : "badge error");
        return badge;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Customer found = customers.get(Places.customer(event));
        place = found;
        viewer = access.actor();
        create.setVisible(viewer.may(Permission.CREATE_CUSTOMER, found.path()));
        list.setEmptyText(getTranslation("customers.empty", found.name().value()));
        updates.follow(
                this,
                found.path(),
                EnumSet.of(Change.Kind.CUSTOMER, Change.Kind.USER, Change.Kind.DEVICE),
                this::refresh);
        tree.show(found.id());
        list.refresh();
    }

    private void create() {
        CustomerForm form = new CustomerForm();
        form.begin(customers.get(here().id()).data());
        String title = getTranslation("customers.create.title", here().name().value());
        new EditorDialog<>(title, getTranslation("action.create"), form, entered -> {
                    quotas.create(here().id(), entered.data(), entered.quota());
                    refresh();
                    Notifications.done(getTranslation(
                            "customers.created", entered.data().name().value()));
                })
                .open();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.customers") + " – " + getTranslation("product");
    }
}
