package io.muster.customer.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.customer.Quotas;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.Problems;
import io.muster.ui.Unsaved;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** The card of the customer that one is looking at. */
@Route("accounts/:customer/account")
@PermitAll
class AccountView extends Div implements BeforeEnterObserver, BeforeLeaveObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Customers customers;
    private final transient Quotas quotas;
    private final transient LiveUpdates updates;
    private final CustomerForm form = new CustomerForm();
    private final transient Unsaved unsaved = new Unsaved(form);
    private final Problems problem = new Problems();
    private final Button save;
    private final Button reset;
    private transient @Nullable Customer customer;

    AccountView(Access access, Customers customers, Quotas quotas, LiveUpdates updates) {
        this.access = access;
        this.customers = customers;
        this.quotas = quotas;
        this.updates = updates;
        addClassName("card-view");
        save = new Button(getTranslation("action.save"), click -> save());
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        save.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).resetFocusOnActiveElement();
        reset = new Button(getTranslation("action.reset"), click -> load());
        reset.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        Div buttons = new Div(save, reset);
        buttons.addClassName("form-buttons");
        add(new H2(getTranslation("account.title")), problem, form, buttons);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Customer found = customers.get(Places.customer(event));
        show(found);
        updates.follow(
                this,
                found.path(),
                EnumSet.of(Change.Kind.CUSTOMER, Change.Kind.USER, Change.Kind.DEVICE),
                this::reloadUnlessEdited);
    }

    @Override
    public void beforeLeave(BeforeLeaveEvent event) {
        unsaved.beforeLeave(event);
    }

    private void show(Customer found) {
        customer = found;
        Actor viewer = access.actor();
        boolean editable = viewer.may(Permission.EDIT_CUSTOMER, found.path());
        form.show(found.data(), quotas.of(found.id()).orElse(null), found.path().isRoot());
        unsaved.loaded();
        form.setReadOnly(!editable, !viewer.may(Permission.SET_QUOTA, found.path()));
        save.setVisible(editable);
        reset.setVisible(editable);
        problem.clear();
    }

    private void load() {
        if (customer != null) {
            show(customers.get(customer.id()));
        }
    }

    /** What somebody is typing stays; saving then says that the customer has changed. */
    private void reloadUnlessEdited() {
        if (!unsaved.isChanged() && !form.isChanged()) {
            load();
        }
    }

    private void save() {
        Customer before = customer;
        if (before == null) {
            return;
        }
        form.read().ifPresent(entered -> {
            try {
                show(quotas.edit(before.id(), before.version(), entered.data(), entered.quota()));
                Notifications.done(
                        getTranslation("account.saved", entered.data().name().value()));
            } catch (Rejected rejected) {
                problem.show(rejected, form);
            }
        });
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.account") + " – " + getTranslation("product");
    }
}
