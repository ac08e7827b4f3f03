package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Actor;
import io.muster.kernel.CustomerId;
import io.muster.ui.ListPanel;
import io.muster.ui.Times;
import io.muster.user.AccessReview;
import io.muster.user.BulkChange;
import io.muster.user.BulkResult;
import io.muster.user.UserRow;
import java.util.List;
import java.util.Set;

/** Users who have not signed in for long: whoever still needs access is kept, the others are deactivated or deleted. */
final class ReviewDialog extends Dialog implements BulkActions.Selection {

    private final transient AccessReview review;
    private final transient Actor viewer;
    private final transient CustomerId place;
    private final transient Runnable changed;
    private final ListPanel<UserRow> list;
    private final Button keep;
    private final Button deactivate;
    private final Button delete;
    private transient volatile UserFiles.Shown shown;

    ReviewDialog(
            AccessReview review,
            BulkActions actions,
            UserFiles files,
            Actor viewer,
            CustomerId place,
            Runnable changed) {
        this.review = review;
        this.viewer = viewer;
        this.place = place;
        this.changed = changed;
        setHeaderTitle(getTranslation("users.review"));
        addClassName("list-dialog");
        list = new ListPanel<>(
                query -> {
                    shown = new UserFiles.Shown(place, query);
                    return review.list(place, query);
                },
                UserRow::id);
        shown = new UserFiles.Shown(place, io.muster.kernel.ListQuery.all());
        list.setEmptyText(getTranslation("users.review.empty"));
        columns();
        list.onPhones(this::card);
        keep = new Button(getTranslation("users.review.keep"), click -> keep());
        deactivate = new Button(
                getTranslation("user.deactivate"),
                click -> actions.plain("deactivate", this, new BulkChange.Deactivate()));
        delete = new Button(
                getTranslation("user.delete"), click -> actions.plain("delete", this, new BulkChange.Delete()));
        Anchor export = new Anchor(files.unused(() -> shown), getTranslation("users.export"));
        export.addClassName("export");
        list.selectable(row -> row.id().value(), this::chose);
        list.addActions(export, keep, deactivate, delete);
        chose(Set.of());
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
        add(new Paragraph(getTranslation("users.review.text")), list);
    }

    private void columns() {
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
                .addComponentColumn(row -> GroupBadges.all(row.groups()))
                .setHeader(getTranslation("user.groups"))
                .setWidth("13.5rem");
        list.grid()
                .addComponentColumn(this::lastLogin)
                .setHeader(getTranslation("user.column.lastLogin"))
                .setSortProperty("lastLoginAt")
                .setAutoWidth(true);
    }

    private Component lastLogin(UserRow row) {
        return Times.ago(row.lastLoginAt(), viewer.preferences(), getTranslation("user.never"));
    }

    private Component card(UserRow row) {
        Span email = new Span(row.email());
        email.addClassName("row-title");
        Span who = new Span(row.username() + " · " + row.customerName());
        who.addClassName("faint");
        Div text = new Div(email, who, GroupBadges.all(row.groups()), lastLogin(row));
        text.addClassName("row-text");
        Div card = new Div(text);
        card.addClassName("row-card");
        return card;
    }

    private void chose(Set<UserRow> rows) {
        List.of(keep, deactivate, delete).forEach(button -> button.setEnabled(!rows.isEmpty()));
    }

    private void keep() {
        BulkResult kept = review.keep(chosen().stream().map(UserRow::id).toList());
        changed();
        new BulkSummary(getTranslation("users.review.kept"), kept).open();
    }

    @Override
    public Set<UserRow> chosen() {
        return list.chosen();
    }

    @Override
    public CustomerId place() {
        return place;
    }

    @Override
    public void changed() {
        list.choose(Set.of());
        list.refresh();
        changed.run();
    }
}
