package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
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
import io.muster.kernel.Change;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.Times;
import io.muster.user.UserRow;
import io.muster.user.Users;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The users of the customer that one is looking at. */
@Route("accounts/:customer/users")
@PermitAll
class UsersView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Users users;
    private final transient Customers customers;
    private final transient Locations locations;
    private final transient LiveUpdates updates;
    private final transient UserActions actions;
    private final ListPanel<UserRow> list;
    private final Button create;
    private final Button deleted;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    UsersView(
            Access access,
            Users users,
            Customers customers,
            Locations locations,
            LiveUpdates updates,
            UserActions actions) {
        this.access = access;
        this.users = users;
        this.customers = customers;
        this.locations = locations;
        this.updates = updates;
        this.actions = actions;
        viewer = access.actor();
        list = new ListPanel<>(query -> users.list(here().id(), query), UserRow::id);
        addClassName("list-view");
        create = new Button(getTranslation("action.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        deleted = new Button(
                getTranslation("users.deleted"),
                click -> new DeletedUsers(users, access.actor(), here().id(), list::refresh).open());
        deleted.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        list.addActions(deleted, create);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<UserRow> grid) {
        grid.addComponentColumn(this::email)
                .setKey("email")
                .setHeader(getTranslation("field.email"))
                .setSortProperty("email")
                .setAutoWidth(true)
                .setFlexGrow(1);
        grid.addColumn(UserRow::username)
                .setHeader(getTranslation("field.username"))
                .setSortProperty("username")
                .setAutoWidth(true);
        grid.addColumn(UserRow::customerName)
                .setHeader(getTranslation("user.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addColumn(this::places)
                .setHeader(getTranslation("user.column.location"))
                .setAutoWidth(true);
        grid.addComponentColumn(this::lastLogin)
                .setHeader(getTranslation("user.column.lastLogin"))
                .setSortProperty("lastLoginAt")
                .setAutoWidth(true);
        grid.addComponentColumn(row -> new GroupBadges(row.groups()))
                .setHeader(getTranslation("user.groups"))
                .setWidth("13.5rem")
                .setFlexGrow(2);
        grid.addComponentColumn(this::activeIcon)
                .setHeader(getTranslation("user.active"))
                .setSortProperty("active")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(row -> actions.buttons(row, viewer, list::refresh))
                .setKey("actions")
                .setHeader("")
                .setWidth("9.25rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    /** The address opens the user, for whoever may change the user. */
    private Component email(UserRow row) {
        if (!row.isChangeableBy(viewer)) {
            return new Span(row.email());
        }
        Button open = new Button(row.email(), click -> actions.edit(row, list::refresh));
        open.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
        return open;
    }

    private Component lastLogin(UserRow row) {
        String never = getTranslation(
                row.invitationEnded() ? "user.invited.ended" : row.invited() ? "user.invited" : "user.never");
        return Times.ago(row.lastLoginAt(), viewer.preferences(), never);
    }

    private Component card(UserRow row) {
        Span email = new Span(row.email());
        email.addClassName("row-title");
        Span who = new Span(row.username() + " · " + row.customerName());
        who.addClassName("faint");
        Span label = new Span(getTranslation("user.column.lastLogin"));
        label.addClassName("faint");
        Div facts = new Div(activeIcon(row), label, lastLogin(row));
        facts.addClassName("row-facts");
        Div text = new Div(email, who, new GroupBadges(row.groups()), facts);
        text.addClassName("row-text");
        Div card = new Div(text, actions.buttons(row, viewer, list::refresh));
        card.addClassName("row-card");
        return card;
    }

    private String places(UserRow row) {
        if (!row.restricted()) {
            return getTranslation("user.everywhere");
        }
        return row.locations().isEmpty() ? getTranslation("user.nowhere") : String.join(", ", row.locations());
    }

    private Component activeIcon(UserRow row) {
        Icon icon = (row.active() ? VaadinIcon.CHECK : VaadinIcon.CLOSE_SMALL).create();
        String text = getTranslation(row.active() ? "user.active" : "user.inactive");
        icon.addClassName(row.active() ? "yes" : "no");
        icon.getElement().setAttribute("aria-hidden", "true");
        Span label = new Span(text);
        label.addClassName("for-screen-readers");
        Span both = new Span(icon, label);
        both.getElement().setAttribute("title", text);
        return both;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_USERS, found.path());
        place = found;
        boolean manages = viewer.may(Permission.MANAGE_USERS, found.path());
        create.setVisible(manages);
        deleted.setVisible(manages);
        list.setEmptyText(getTranslation("users.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.USER, Change.Kind.SIGN_IN), list::refresh);
        list.refresh();
    }

    private void create() {
        UserForm form = new UserForm(access.actor().groups(), customers, locations);
        Customer customer = here();
        form.begin(customers.row(Permission.SEE_CUSTOMER, customer.id()));
        new EditorDialog<>(getTranslation("users.create.title"), getTranslation("action.create"), form, this::save)
                .open();
    }

    private void save(EnteredUser entered) {
        Users.Created created = users.create(entered.data(), Objects.requireNonNull(entered.first()));
        list.refresh();
        String name = created.user().username();
        UserActions.showLink(created);
        boolean mailed = entered.first() instanceof Users.FirstPassword.Invited && created.link() == null;
        Notifications.done(getTranslation(
                mailed ? "user.created.mailed" : "user.created",
                name,
                created.user().email()));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.users") + " – " + getTranslation("product");
    }
}
