package io.muster.location.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.muster.location.LocationRow;
import io.muster.ui.Hidden;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a location is shown: in columns, and as a card on a phone. */
class LocationCells {

    private final boolean users;
    private final Function<LocationRow, Component> name;
    private final Function<LocationRow, Optional<Component>> geofence;
    private final Function<LocationRow, Component> buttons;

    /**
     * Shows locations, each with its name at the beginning, what opens its geofence, and its buttons at the end.
     *
     * @param users the viewer sees users; without, their number would only say that they are not the viewer's to see
     */
    LocationCells(
            boolean users,
            Function<LocationRow, Component> name,
            Function<LocationRow, Optional<Component>> geofence,
            Function<LocationRow, Component> buttons) {
        this.users = users;
        this.name = name;
        this.geofence = geofence;
        this.buttons = buttons;
    }

    void columns(Grid<LocationRow> grid) {
        grid.addComponentColumn(this::name)
                .setKey("name")
                .setHeader(grid.getTranslation("location.name"))
                .setSortProperty("name")
                .setAutoWidth(true)
                .setFlexGrow(2);
        grid.addColumn(LocationRow::customerName)
                .setHeader(grid.getTranslation("location.customer"))
                .setSortProperty("customer")
                .setAutoWidth(true);
        grid.addComponentColumn(LocationCells::contact)
                .setHeader(grid.getTranslation("location.contact"))
                .setSortProperty("contactEmail")
                .setAutoWidth(true);
        grid.addComponentColumn(this::address)
                .setKey("address")
                .setHeader(grid.getTranslation("location.address"))
                .setSortProperty("address")
                .setWidth("10rem")
                .setFlexGrow(1);
        if (users) {
            grid.addColumn(LocationRow::users)
                    .setHeader(grid.getTranslation("location.users"))
                    .setSortProperty("users")
                    .setTextAlign(ColumnTextAlign.END)
                    .setWidth("6rem")
                    .setFlexGrow(0);
        }
        grid.addColumn(LocationRow::devices)
                .setHeader(grid.getTranslation("location.devices"))
                .setSortProperty("devices")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("7rem")
                .setFlexGrow(0);
        grid.addComponentColumn(buttons::apply)
                .setKey("actions")
                .setHeader(new Hidden(grid.getTranslation("list.actions")))
                .setWidth("6rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    Component card(LocationRow row) {
        Component name = name(row);
        name.addClassName("row-title");
        Div text = new Div(name);
        text.addClassName("row-text");
        faint(text, row.customerName());
        faint(text, row.address());
        geofence.apply(row).ifPresent(text::add);
        faint(text, row.contactEmail());
        faint(text, row.phone());
        faint(
                text,
                text.getTranslation(users ? "location.counts" : "location.counts.devices", row.users(), row.devices()));
        Div card = new Div(text, buttons.apply(row));
        card.addClassName("row-card");
        return card;
    }

    private Component name(LocationRow row) {
        Component name = this.name.apply(row);
        name.getElement().setAttribute("title", row.notes() == null ? row.name() : row.notes());
        if (row.color() == null) {
            return name;
        }
        Span dot = new Span();
        dot.addClassName("dot");
        dot.getStyle().setBackground(row.color());
        dot.getElement().setAttribute("aria-hidden", "true");
        return new Span(dot, name);
    }

    private Component address(LocationRow row) {
        Div text = new Div();
        text.addClassName("row-text");
        if (row.address() != null) {
            Span address = new Span(row.address());
            address.addClassName("row-line");
            address.setTitle(row.address());
            text.add(address);
        }
        geofence.apply(row).ifPresent(text::add);
        return text;
    }

    private static Component contact(LocationRow row) {
        Div text = new Div();
        text.addClassName("row-text");
        faint(text, row.contactEmail());
        faint(text, row.phone());
        return text;
    }

    private static void faint(Div text, @Nullable String line) {
        if (line != null) {
            Span span = new Span(line);
            span.addClassName("faint");
            text.add(span);
        }
    }
}
