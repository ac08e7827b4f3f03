package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.UserId;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.ShownOnce;
import io.muster.ui.Times;
import io.muster.user.Invitations;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The form of a user in its dialog: opened for a new one or for one of the list, and what is said when it is saved. */
@Component
class UserEditing {

    private final Access access;
    private final Users users;
    private final Customers customers;
    private final Locations locations;
    private final Insights insights;
    private final Invitations invitations;

    UserEditing(
            Access access,
            Users users,
            Customers customers,
            Locations locations,
            Insights insights,
            Invitations invitations) {
        this.access = access;
        this.users = users;
        this.customers = customers;
        this.locations = locations;
        this.insights = insights;
        this.invitations = invitations;
    }

    /** Opens the form of a new user of a customer. */
    void create(CustomerId customer, Runnable changed) {
        UserForm form = new UserForm(access.actor(), customers, locations);
        form.begin(customers.row(Permission.SEE_CUSTOMER, customer));
        new EditorDialog<EnteredUser>(text("users.create.title"), text("action.create"), form, entered -> {
                    Users.Created created = users.create(entered.data(), Objects.requireNonNull(entered.first()));
                    changed.run();
                    showLink(created);
                    boolean mailed = entered.first() instanceof Users.FirstPassword.Invited && created.link() == null;
                    Notifications.done(text(
                            mailed ? "user.created.mailed" : "user.created",
                            created.user().username(),
                            created.user().email()));
                })
                .open();
    }

    /** Opens the form of a user, with the last login above it. */
    void edit(UserId id, Runnable changed) {
        User user = users.get(Permission.MANAGE_USERS, id);
        Actor viewer = access.actor();
        String lastLogin = user.lastLoginAt() == null
                ? text("user.edit.never")
                : text("user.edit.lastLogin", Times.exact(user.lastLoginAt(), viewer.preferences()));
        Span line = new Span(lastLogin);
        line.addClassName("faint");
        EditorDialog<EnteredUser> dialog = new EditorDialog<>(
                text("user.edit.title", user.username()), text("action.save"), () -> draft(id, viewer, changed));
        if (!user.id().equals(viewer.id())) {
            insights.tabs(viewer)
                    .forEach(tab -> dialog.tab(text("user.edit.tab"), text(tab.text()), tab.content(user.id())));
        }
        dialog.above(line).open();
    }

    private EditorDialog.Draft<EnteredUser> draft(UserId id, Actor viewer, Runnable changed) {
        User user = users.get(Permission.MANAGE_USERS, id);
        UserForm form = new UserForm(viewer, customers, locations);
        form.edit(
                user.data(),
                customers.row(Permission.SEE_CUSTOMER, user.customerId()),
                user.id().equals(viewer.id()));
        return new EditorDialog.Draft<>(form, entered -> {
            boolean invited = user.isInvited() && invitations.isOpen(user.id());
            User saved = users.edit(user.id(), user.version(), entered.data());
            boolean readdressed = invited && saved.active() && !saved.emailKey().equals(user.emailKey());
            if (readdressed && !invitations.areMailed()) {
                showLink(invitations.send(user.id()));
            }
            changed.run();
            String key = readdressed && invitations.areMailed() ? "user.saved.invited" : "user.saved";
            Notifications.done(text(key, saved.username(), saved.email()));
        });
    }

    /** The link of an invitation, for the one time it is shown; nothing when a mail carries it. */
    static void showLink(Users.Created invited) {
        if (invited.link() != null) {
            new ShownOnce(text("user.link.title", invited.user().username()), text("user.link.text"))
                    .withLink(text("user.link.label"), invited.link())
                    .open();
        }
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
