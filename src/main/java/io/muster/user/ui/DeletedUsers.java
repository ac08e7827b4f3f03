package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Actor;
import io.muster.kernel.CustomerId;
import io.muster.ui.ListPanel;
import io.muster.ui.Notifications;
import io.muster.ui.Times;
import io.muster.user.UserRow;
import io.muster.user.Users;

/** The users who can still be brought back. */
class DeletedUsers extends Dialog {

    private final transient Users users;
    private final transient Actor viewer;
    private final transient Runnable changed;
    private final ListPanel<UserRow> list;

    DeletedUsers(Users users, Actor viewer, CustomerId place, Runnable changed) {
        this.users = users;
        this.viewer = viewer;
        this.changed = changed;
        setHeaderTitle(getTranslation("users.deleted"));
        addClassName("list-dialog");
        list = new ListPanel<>(query -> users.deleted(place, query), UserRow::id);
        list.setEmptyText(getTranslation("users.deleted.empty"));
        list.grid()
                .addColumn(UserRow::email)
                .setHeader(getTranslation("field.email"))
                .setSortProperty("email")
                .setAutoWidth(true)
                .setFlexGrow(1);
        list.grid()
                .addColumn(UserRow::customerName)
                .setHeader(getTranslation("user.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        list.grid()
                .addComponentColumn(this::deleted)
                .setHeader(getTranslation("users.deleted.column"))
                .setSortProperty("deletedAt")
                .setAutoWidth(true);
        list.grid()
                .addComponentColumn(this::restore)
                .setKey("restore")
                .setAutoWidth(true)
                .setFlexGrow(0);
        list.onPhones(this::card);
        Button close = new Button(getTranslation("action.close"), click -> close());
        getFooter().add(close);
        add(new Paragraph(getTranslation("users.deleted.text")), list);
    }

    private Component deleted(UserRow row) {
        return Times.ago(row.deletedAt(), viewer.preferences(), "");
    }

    private Component restore(UserRow row) {
        Button restore = new Button(getTranslation("user.restore"), click -> {
            users.restore(row.id());
            list.refresh();
            changed.run();
            Notifications.done(getTranslation("user.restored", row.username()));
        });
        restore.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        restore.setAriaLabel(getTranslation("user.restore.label", row.email()));
        restore.setVisible(row.isChangeableBy(viewer));
        return restore;
    }

    private Component card(UserRow row) {
        Span email = new Span(row.email());
        email.addClassName("row-title");
        Span who = new Span(row.username() + " · " + row.customerName());
        who.addClassName("faint");
        Div text = new Div(email, who, deleted(row));
        text.addClassName("row-text");
        Div card = new Div(text, restore(row));
        card.addClassName("row-card");
        return card;
    }
}
