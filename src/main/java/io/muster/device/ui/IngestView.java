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
import io.muster.device.Doctor;
import io.muster.device.IngestLogReader;
import io.muster.device.IngestRow;
import io.muster.device.TrafficReader;
import io.muster.kernel.CustomerId;
import io.muster.ui.Hidden;
import io.muster.ui.ListPanel;
import io.muster.ui.Places;
import io.muster.ui.Times;
import jakarta.annotation.security.PermitAll;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the units of the customer that one is looking at sent, and Muster refused. */
@Route("accounts/:customer/ingest")
@PermitAll
class IngestView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Customers customers;
    private final transient Doctor doctor;
    private final ListPanel<IngestRow> list;
    private transient Actor viewer;
    private transient @Nullable CustomerId place;

    IngestView(Access access, Customers customers, IngestLogReader log, Doctor doctor, TrafficReader traffic) {
        this.access = access;
        this.customers = customers;
        this.doctor = doctor;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(query -> log.list(Objects.requireNonNull(place), query), IngestRow::id);
        Button open =
                new Button(getTranslation("doctor.open"), VaadinIcon.STETHOSCOPE.create(), click -> examine("", ""));
        open.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.addActions(open);
        if (traffic.isShown()) {
            list.addActions(new Button(
                    getTranslation("traffic.open"),
                    VaadinIcon.DASHBOARD.create(),
                    click -> new TrafficDialog(traffic, viewer.preferences()).open()));
        }
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private void columns(Grid<IngestRow> grid) {
        grid.addComponentColumn(row -> Times.ago(row.lastAt(), viewer.preferences(), ""))
                .setHeader(getTranslation("ingest.last"))
                .setSortProperty("lastAt")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addColumn(IngestRow::times)
                .setHeader(getTranslation("ingest.times"))
                .setSortProperty("times")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(this::unit)
                .setHeader(getTranslation("ingest.unit"))
                .setSortProperty("unitId")
                .setWidth("11rem")
                .setFlexGrow(1);
        grid.addComponentColumn(row -> mono(row.topic()))
                .setHeader(getTranslation("ingest.topic"))
                .setWidth("11rem")
                .setFlexGrow(1);
        grid.addComponentColumn(this::reason)
                .setKey("reason")
                .setHeader(getTranslation("ingest.reason"))
                .setSortProperty("reason")
                .setWidth("13rem")
                .setFlexGrow(2);
        grid.addComponentColumn(this::examine)
                .setKey("actions")
                .setHeader(new Hidden(getTranslation("list.actions")))
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    private Component card(IngestRow row) {
        Component unit = unit(row);
        unit.addClassName("row-title");
        Span when = new Span(
                Times.ago(row.lastAt(), viewer.preferences(), ""),
                new Span(" · " + getTranslation("ingest.count", row.times())));
        when.addClassName("faint");
        Div text = new Div(unit, reason(row), mono(row.topic()), when);
        text.addClassName("row-text");
        Div card = new Div(text, examine(row));
        card.addClassName("row-card");
        return card;
    }

    private Component unit(IngestRow row) {
        String name = row.unitId().isEmpty()
                ? getTranslation("ingest.nobody")
                : row.deviceName() == null ? row.unitId() : row.deviceName();
        Span unit = new Span(name);
        unit.getElement().setAttribute("title", row.unitId());
        return unit;
    }

    private Component reason(IngestRow row) {
        Span reason = new Span(getTranslation("ingest.reason." + row.reason()));
        Span detail = new Span(row.detail());
        detail.addClassName("faint");
        Div both = new Div(reason, detail);
        both.addClassName("row-text");
        both.getElement().setAttribute("title", row.excerpt());
        return both;
    }

    private static Span mono(String text) {
        Span span = new Span(text);
        span.addClassName("mono");
        span.getElement().setAttribute("title", text);
        return span;
    }

    /** Where a client was turned away at the door there is no message to look at. */
    private Component examine(IngestRow row) {
        if (row.topic().isEmpty()) {
            return new Span();
        }
        Button button = new Button(VaadinIcon.STETHOSCOPE.create(), click -> examine(row.topic(), row.excerpt()));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        button.setAriaLabel(getTranslation("doctor.examine.label", row.topic()));
        button.setTooltipText(getTranslation("doctor.examine"));
        return button;
    }

    private void examine(String topic, String payload) {
        new DoctorDialog(doctor, topic, payload).open();
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_INGEST_LOG, found.path());
        place = found.id();
        list.setEmptyText(getTranslation("ingest.empty", found.name().value()));
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.ingest") + " – " + getTranslation("product");
    }
}
