package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
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
import io.muster.kernel.CustomerId;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import io.muster.user.UserRow;
import io.muster.user.Users;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users of the customer that one is looking at. */
@Route("accounts/:customer/users")
@PermitAll
class UsersView extends Div implements BeforeEnterObserver, HasDynamicTitle, BulkActions.Selection {

    private final transient Access access;
    private final transient Users users;
    private final transient Customers customers;
    private final transient LiveUpdates updates;
    private final transient UserActions actions;
    private final Component bulk;
    private final transient List<Component> forManagers;
    private final Component forAll;
    private boolean manages;
    /** Immutable, because a download reads it outside the session's lock. */
    private transient volatile UserFiles.@Nullable Shown shown;

    private final ListPanel<UserRow> list;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    UsersView(
            Access access,
            Users users,
            Customers customers,
            LiveUpdates updates,
            UserActions actions,
            UserEditing editing,
            BulkActions bulkActions,
            UserFiles files) {
        this.access = access;
        this.users = users;
        this.customers = customers;
        this.updates = updates;
        this.actions = actions;
        viewer = access.actor();
        list = new ListPanel<>(
                query -> {
                    shown = new UserFiles.Shown(here().id(), query);
                    return users.list(here().id(), query);
                },
                UserRow::id);
        addClassName("list-view");
        Button create = new Button(
                getTranslation("action.create"),
                VaadinIcon.PLUS.create(),
                click -> editing.create(here().id(), list::refresh));
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        MenuBar more = more(bulkActions, files);
        Anchor export = new Anchor(files.users(() -> Objects.requireNonNull(shown)), getTranslation("users.export"));
        export.addClassName("export");
        bulk = bulkActions.menu(this);
        bulk.setVisible(false);
        forManagers = List.of(create, more);
        forAll = export;
        list.addActions(bulk, export, more, create);
        columns(list.grid());
        list.onPhones(this::card);
        list.selectable(row -> row.id().value(), rows -> show(!rows.isEmpty()));
        add(list);
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<UserRow> grid) {
        grid.addComponentColumn(row -> actions.address(row, viewer, list::refresh))
                .setKey("email")
                .setHeader(getTranslation("field.email"))
                .setSortProperty("email")
                .setWidth("15rem")
                .setFlexGrow(3);
        grid.addColumn(UserRow::username)
                .setHeader(getTranslation("field.username"))
                .setSortProperty("username")
                .setAutoWidth(true);
        grid.addColumn(UserRow::customerName)
                .setHeader(getTranslation("user.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addColumn(UserCells::places)
                .setHeader(getTranslation("user.column.location"))
                .setAutoWidth(true);
        grid.addComponentColumn(row -> UserCells.lastLogin(row, viewer))
                .setHeader(getTranslation("user.column.lastLogin"))
                .setSortProperty("lastLoginAt")
                .setAutoWidth(true);
        grid.addComponentColumn(row -> GroupBadges.brief(row.groups()))
                .setHeader(getTranslation("user.groups"))
                .setWidth("11rem")
                .setFlexGrow(2);
        grid.addComponentColumn(row -> UserCells.active(row, viewer))
                .setKey("active")
                .setHeader(getTranslation("user.active"))
                .setSortProperty("active")
                .setWidth("6rem")
                .setFlexGrow(0);
        grid.addComponentColumn(row -> actions.buttons(row, viewer, list::refresh))
                .setKey("actions")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setWidth("6rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private Component card(UserRow row) {
        Component email = actions.address(row, viewer, list::refresh);
        email.addClassName("row-title");
        Span who = new Span(row.username() + " · " + row.customerName());
        who.addClassName("faint");
        Span label = new Span(getTranslation("user.column.lastLogin"));
        label.addClassName("faint");
        Div facts = new Div(
                UserCells.active(row, viewer), new Span(label, new Text(" "), UserCells.lastLogin(row, viewer)));
        facts.addClassName("row-facts");
        Div text = new Div(email, who, GroupBadges.all(row.groups()), facts);
        text.addClassName("row-text");
        Div card = new Div(text, actions.buttons(row, viewer, list::refresh));
        card.addClassName("row-card");
        return card;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_USERS, found.path());
        place = found;
        manages = viewer.may(Permission.MANAGE_USERS, found.path());
        list.choose(Set.of());
        show(false);
        list.setEmptyText(getTranslation("users.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.USER, Change.Kind.SIGN_IN), list::renew);
        list.refresh();
    }

    /** While users are chosen, only what can be done with them is there; the line of buttons stays one line. */
    private void show(boolean chosen) {
        bulk.setVisible(chosen && manages);
        forAll.setVisible(!chosen);
        forManagers.forEach(component -> component.setVisible(!chosen && manages));
    }

    private MenuBar more(BulkActions bulkActions, UserFiles files) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        SubMenu menu = bar.addItem(getTranslation("action.more")).getSubMenu();
        menu.addItem(getTranslation("users.import"), click -> files.open(here().id(), list::refresh));
        menu.addItem(getTranslation("users.review"), click -> files.review(bulkActions, here().id(), list::refresh));
        menu.addItem(
                getTranslation("users.deleted"),
                click -> new DeletedUsers(users, access.actor(), here().id(), list::refresh).open());
        return bar;
    }

    @Override
    public Set<UserRow> chosen() {
        return list.chosen();
    }

    @Override
    public CustomerId place() {
        return here().id();
    }

    @Override
    public void changed() {
        list.choose(Set.of());
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.users") + " – " + getTranslation("product");
    }
}
