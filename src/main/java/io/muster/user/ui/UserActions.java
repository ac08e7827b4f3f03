package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.ui.Notifications;
import io.muster.ui.OpeningName;
import io.muster.ui.Places;
import io.muster.ui.Question;
import io.muster.ui.ShownOnce;
import io.muster.user.Invitations;
import io.muster.user.PasswordResets;
import io.muster.user.SecondFactors;
import io.muster.user.UserRow;
import io.muster.user.Users;

/** What can be done with one user of the list: the buttons at the end of the line, and what they lead to. */
@org.springframework.stereotype.Component
class UserActions {

    private final Access access;
    private final Users users;
    private final Invitations invitations;
    private final PasswordResets resets;
    private final SecondFactors factors;
    private final UserEditing editing;
    private final Insights insights;

    UserActions(
            Access access,
            Users users,
            Invitations invitations,
            PasswordResets resets,
            SecondFactors factors,
            UserEditing editing,
            Insights insights) {
        this.access = access;
        this.users = users;
        this.invitations = invitations;
        this.resets = resets;
        this.factors = factors;
        this.editing = editing;
        this.insights = insights;
    }

    /** The address, which opens the form of the user for whoever may change the user. */
    Component address(UserRow row, Actor viewer, Runnable changed) {
        return row.isChangeableBy(viewer)
                ? new OpeningName(
                        row.email(), text("user.edit.label", row.email()), () -> editing.edit(row.id(), changed))
                : new Span(row.email());
    }

    /** The buttons; the bin is the last. Without those that the service would refuse. */
    Component buttons(UserRow row, Actor viewer, Runnable changed) {
        Div buttons = new Div();
        buttons.addClassName("row-actions");
        if (row.isChangeableBy(viewer) && !row.id().equals(viewer.id())) {
            buttons.add(menu(row, changed), bin(row, changed));
        } else {
            buttons.add(key(row));
        }
        return buttons;
    }

    /** What is left where nothing can be changed; else it stands in the menu. */
    private Button key(UserRow row) {
        Button key = icon(VaadinIcon.KEY, "user.access.label", row);
        key.setTooltipText(text("user.access"));
        key.addClickListener(click -> insights.explain(row));
        return key;
    }

    private Button bin(UserRow row, Runnable changed) {
        Button bin = icon(VaadinIcon.TRASH, "user.delete.label", row);
        bin.setTooltipText(text("user.delete"));
        bin.addClickListener(click -> confirmDelete(row, changed));
        return bin;
    }

    private static Button icon(VaadinIcon icon, String label, UserRow row) {
        Button button = new Button(icon.create());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        button.setAriaLabel(text(label, row.email()));
        return button;
    }

    private MenuBar menu(UserRow row, Runnable changed) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        MenuItem more = bar.addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
        more.setAriaLabel(text("user.more.label", row.email()));
        SubMenu menu = more.getSubMenu();
        menu.addItem(text("user.access"), click -> insights.explain(row));
        boolean live = row.active() && !row.expired();
        if (live) {
            menu.addItem(text("user.preview"), click -> insights.preview(row));
            menu.addItem(text("user.deactivate"), click -> confirmDeactivate(row, changed));
        } else {
            menu.addItem(text("user.activate"), click -> activate(row, changed));
        }
        if (row.invited() && live) {
            menu.addItem(text("user.invite"), click -> invite(row, changed));
            if (!row.invitationEnded()) {
                menu.addItem(text("user.invite.revoke"), click -> revoke(row, changed));
            }
        }
        if (!row.invited() && live) {
            menu.addItem(text("user.reset"), click -> resetPassword(row));
        }
        menu.addItem(
                text("history.show"), click -> Places.openHistory(access.actor().customer(), "user", row.id()));
        if (row.secondFactor()) {
            menu.addItem(text("user.factor"), click -> confirmFactor(row, changed));
        }
        return bar;
    }

    private void confirmDelete(UserRow row, Runnable changed) {
        confirm("user.delete", row, () -> {
            users.delete(row.id(), null);
            changed.run();
            Notifications.done(text("user.deleted", row.username()), () -> {
                users.restore(row.id());
                changed.run();
                Notifications.done(text("user.restored", row.username()));
            });
        });
    }

    private void confirmDeactivate(UserRow row, Runnable changed) {
        confirm("user.deactivate", row, () -> {
            users.setActive(row.id(), false);
            changed.run();
            Notifications.done(text("user.deactivated", row.username()), () -> activate(row, changed));
        });
    }

    private void activate(UserRow row, Runnable changed) {
        users.setActive(row.id(), true);
        changed.run();
        Notifications.done(text("user.activated", row.username()));
    }

    private void invite(UserRow row, Runnable changed) {
        Users.Created invited = invitations.send(row.id());
        changed.run();
        UserEditing.showLink(invited);
        Notifications.done(
                invited.link() == null
                        ? text("user.invite.sent", row.email())
                        : text("user.invite.made", row.username()));
    }

    private void revoke(UserRow row, Runnable changed) {
        invitations.revoke(row.id());
        changed.run();
        Notifications.done(text("user.invite.revoked", row.username()));
    }

    private void resetPassword(UserRow row) {
        Users.Created given = resets.give(row.id());
        if (given.link() == null) {
            Notifications.done(text("user.reset.sent", row.email()));
        } else {
            new ShownOnce(text("user.reset.title", row.username()), text("user.reset.text"))
                    .withLink(text("user.link.label"), given.link())
                    .open();
        }
    }

    private void confirmFactor(UserRow row, Runnable changed) {
        confirm("user.factor", row, () -> {
            factors.reset(row.id());
            changed.run();
            Notifications.done(text("user.factor.done", row.username()));
        });
    }

    /** Asks before something is done that hurts; title and text have the keys of the action. */
    private static void confirm(String action, UserRow row, Runnable then) {
        Question.beforeHarm(
                text(action + ".title", row.username()), text(action + ".text", row.email()), text(action), then);
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
