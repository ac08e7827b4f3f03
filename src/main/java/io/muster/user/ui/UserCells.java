package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.access.Actor;
import io.muster.ui.Times;
import io.muster.user.UserRow;

/** What the lines of a list of users show. */
final class UserCells {

    private UserCells() {}

    static Component lastLogin(UserRow row, Actor viewer) {
        String never =
                text(row.invitationEnded() ? "user.invited.ended" : row.invited() ? "user.invited" : "user.never");
        return Times.ago(row.lastLoginAt(), viewer.preferences(), never);
    }

    static String places(UserRow row) {
        if (!row.restricted()) {
            return text("user.everywhere");
        }
        return row.locations().isEmpty() ? text("user.nowhere") : String.join(", ", row.locations());
    }

    /** A check or a cross; with the day, when the account has an end, and with the reason, when it is the customer's. */
    static Component active(UserRow row, Actor viewer) {
        boolean in = row.active() && !row.expired() && !row.suspended();
        Icon icon = (in ? VaadinIcon.CHECK : VaadinIcon.CLOSE_SMALL).create();
        String text = state(row, viewer);
        icon.addClassName(in ? "yes" : "no");
        icon.getElement().setAttribute("aria-hidden", "true");
        Span label = new Span(text);
        boolean isSaid = row.active() && (row.expiresAt() != null || row.suspended());
        label.addClassName(isSaid ? "account-end" : "for-screen-readers");
        Span both = new Span(icon, label);
        both.getElement().setAttribute("title", text);
        return both;
    }

    private static String state(UserRow row, Actor viewer) {
        if (row.active() && row.suspended()) {
            return text("user.suspended");
        }
        if (!row.active() || row.expiresAt() == null) {
            return text(row.active() ? "user.active" : "user.inactive");
        }
        return text(row.expired() ? "user.ended" : "user.until", Times.lastDate(row.expiresAt(), viewer.preferences()));
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
