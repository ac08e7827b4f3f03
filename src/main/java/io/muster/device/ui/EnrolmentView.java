package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
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
import io.muster.customer.Customers;
import io.muster.device.EnrolmentToken;
import io.muster.device.EnrolmentTokens;
import io.muster.device.NewEnrolmentToken;
import io.muster.kernel.Change;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.QrCode;
import io.muster.ui.Question;
import io.muster.ui.ShownOnce;
import io.muster.ui.Times;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tokens by which units of a customer let themselves in. */
@Route("accounts/:customer/enrolment")
@PermitAll
class EnrolmentView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient EnrolmentTokens tokens;
    private final transient Customers customers;
    private final transient Locations locations;
    private final transient LiveUpdates updates;
    private final transient Clock clock;
    private final ListPanel<EnrolmentToken> list;
    private final Button create;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    EnrolmentView(
            Access access,
            EnrolmentTokens tokens,
            Customers customers,
            Locations locations,
            LiveUpdates updates,
            Clock clock) {
        this.access = access;
        this.tokens = tokens;
        this.customers = customers;
        this.locations = locations;
        this.updates = updates;
        this.clock = clock;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(this::read, EnrolmentToken::id);
        create = new Button(getTranslation("enrolment.create"), VaadinIcon.PLUS.create(), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.addActions(create);
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    /** The next end of one of these shows by itself. */
    private Slice<EnrolmentToken> read(ListQuery query) {
        Slice<EnrolmentToken> page = tokens.list(here().id(), query);
        updates.at(this, page.items().stream().map(EnrolmentToken::expiresAt), list::refresh);
        return page;
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    private void columns(Grid<EnrolmentToken> grid) {
        grid.addColumn(EnrolmentToken::name)
                .setHeader(getTranslation("enrolment.name"))
                .setSortProperty("name")
                .setFlexGrow(1);
        grid.addColumn(EnrolmentView::whose)
                .setHeader(getTranslation("device.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addComponentColumn(this::state)
                .setHeader(getTranslation("device.state"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(this::uses)
                .setHeader(getTranslation("enrolment.uses"))
                .setSortProperty("uses")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(this::end).setHeader(getTranslation("enrolment.end")).setAutoWidth(true);
        grid.addColumn(this::decision)
                .setHeader(getTranslation("enrolment.units"))
                .setAutoWidth(true);
        grid.addComponentColumn(this::actions)
                .setKey("actions")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private Component card(EnrolmentToken token) {
        Span title = new Span(token.name());
        title.addClassName("row-title");
        Div head = new Div(title, state(token));
        head.addClassName("row-facts");
        Span customer = new Span(whose(token));
        customer.addClassName("faint");
        Div facts = new Div(
                new Span(getTranslation("enrolment.uses") + ": " + uses(token)),
                new Span(getTranslation("enrolment.end") + ": " + end(token)),
                new Span(decision(token)));
        facts.addClassName("row-facts");
        Div text = new Div(head, customer, facts, actions(token));
        text.addClassName("row-text");
        Div card = new Div(text);
        card.addClassName("row-card");
        return card;
    }

    private static String whose(EnrolmentToken token) {
        return token.locationName() == null
                ? token.customerName()
                : token.customerName() + " · " + token.locationName();
    }

    private Component state(EnrolmentToken token) {
        EnrolmentToken.State state = token.state(clock.instant());
        Span badge = new Span(getTranslation("tokenState." + state));
        badge.getElement().getThemeList().add(state == EnrolmentToken.State.VALID ? "badge success" : "badge contrast");
        return badge;
    }

    private String uses(EnrolmentToken token) {
        return token.maxUses() == null
                ? getTranslation("enrolment.uses.any", token.uses())
                : getTranslation("enrolment.uses.of", token.uses(), token.maxUses());
    }

    private String end(EnrolmentToken token) {
        return token.expiresAt() == null
                ? getTranslation("enrolment.end.never")
                : Times.exact(token.expiresAt(), viewer.preferences());
    }

    private String decision(EnrolmentToken token) {
        return getTranslation(token.autoAccept() ? "enrolment.accepts" : "enrolment.asks");
    }

    private Component actions(EnrolmentToken token) {
        Div actions = new Div();
        actions.addClassName("row-actions");
        if (token.revokedAt() == null) {
            Button revoke = new Button(VaadinIcon.TRASH.create(), click -> confirmRevoke(token));
            revoke.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON, ButtonVariant.LUMO_SMALL);
            revoke.setAriaLabel(getTranslation("enrolment.revoke.label", token.name()));
            revoke.setTooltipText(getTranslation("enrolment.revoke"));
            actions.add(revoke);
        }
        return actions;
    }

    private void confirmRevoke(EnrolmentToken token) {
        Question.beforeHarm(
                getTranslation("enrolment.revoke.title", token.name()),
                getTranslation("enrolment.revoke.text"),
                getTranslation("enrolment.revoke"),
                () -> {
                    tokens.revoke(token.id());
                    list.refresh();
                    Notifications.done(getTranslation("enrolment.revoked", token.name()));
                });
    }

    private void create() {
        EnrolmentForm form = new EnrolmentForm(
                customers,
                locations,
                viewer.preferences().timeZone(),
                customers.row(Permission.MANAGE_ENROLMENT_TOKENS, here().id()),
                viewer.restricted());
        new EditorDialog<NewEnrolmentToken>(
                        getTranslation("enrolment.create"), getTranslation("action.create"), form, data -> {
                            EnrolmentTokens.Issued issued = tokens.create(data);
                            list.refresh();
                            Notifications.done(getTranslation("enrolment.created", data.name()));
                            show(issued);
                        })
                .open();
    }

    private void show(EnrolmentTokens.Issued issued) {
        ShownOnce dialog = new ShownOnce(
                getTranslation("enrolment.shown.title", issued.token().name()), getTranslation("enrolment.shown.text"));
        dialog.with(getTranslation("enrolment.token"), issued.secret());
        dialog.add(new QrCode(issued.secret(), getTranslation("enrolment.picture")));
        dialog.open();
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_ENROLMENT_TOKENS, found.path());
        place = found;
        create.setVisible(viewer.may(Permission.MANAGE_ENROLMENT_TOKENS, found.path()));
        list.setEmptyText(getTranslation("enrolment.empty", found.name().value()));
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.ENROLMENT, Change.Kind.DEVICE), list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.enrolment") + " – " + getTranslation("product");
    }
}
