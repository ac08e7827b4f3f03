package io.muster.customer.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
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
import io.muster.customer.Customers;
import io.muster.customer.Quotas;
import io.muster.kernel.Change;
import io.muster.ui.EditorDialog;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
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
        CustomerCells cells = new CustomerCells(() -> viewer, tools);
        tree = new CustomerTreePanel(branches, cells);
        if (viewer.mayBelowHome(Permission.MOVE_CUSTOMER)) {
            tree.onDrop((row, target) -> new CustomerMenu(row, tools).move(target));
        }
        toggle = new Button("", click -> toggle());
        toggle.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        addClassName("list-view");
        create = new Button(getTranslation("action.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        cells.columns(list.grid());
        list.onPhones(cells::card);
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
        if (treeShown) {
            list.searchFor(tree.searched());
        } else {
            tree.searchFor(list.searched());
        }
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

    private void renew() {
        if (treeShown) {
            tree.refresh();
        } else {
            list.renew();
        }
    }

    private Customer here() {
        return Objects.requireNonNull(place);
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
                this::renew);
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
