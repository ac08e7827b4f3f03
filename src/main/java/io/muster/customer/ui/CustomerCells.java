package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.function.ValueProvider;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.CustomerStatus;
import io.muster.kernel.Country;
import io.muster.ui.Hidden;
import io.muster.ui.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** How a customer is shown: in columns, as a card on a phone, and in the tree. */
class CustomerCells {

    private final Supplier<Actor> viewer;
    private final CustomerMenu.Tools tools;

    CustomerCells(Supplier<Actor> viewer, CustomerMenu.Tools tools) {
        this.viewer = viewer;
        this.tools = tools;
    }

    /** The columns of the flat list. */
    void columns(Grid<CustomerRow> grid) {
        grid.addComponentColumn(this::link)
                .setHeader(text("customer.column.name"))
                .setSortProperty("name")
                // By what is in it one long name would push everything else out of sight.
                .setWidth("14rem")
                .setFlexGrow(2);
        grid.addColumn(CustomerRow::email)
                .setHeader(text("customer.column.email"))
                .setSortProperty("email")
                .setWidth("13rem")
                .setFlexGrow(1);
        grid.addColumn(row -> new Country(row.country()).name(Locale.ENGLISH))
                .setHeader(text("field.country"))
                .setSortProperty("country")
                .setAutoWidth(true);
        if (seesUsers()) {
            number(grid, "users", CustomerRow::users).setWidth("6rem");
        }
        if (seesDevices()) {
            number(grid, "devices", CustomerRow::devices).setWidth("7rem");
        }
        grid.addComponentColumn(this::status)
                .setKey("status")
                .setHeader(text("customer.column.status"))
                .setSortProperty("status")
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(this::menu)
                .setKey("menu")
                .setHeader(new Hidden(text("list.actions")))
                .setWidth("4rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
    }

    /** Everything in the list is below the viewer's home, so one answer holds for all lines. */
    Component menu(CustomerRow row) {
        return viewer.get().mayBelowHome(Permission.MOVE_CUSTOMER) ? new CustomerMenu(row, tools) : new Span();
    }

    /** In words, for cards and the tree, with what they leave out behind them. */
    Component counts(CustomerRow row) {
        List<String> parts = new ArrayList<>(List.of(row.country()));
        if (seesUsers()) {
            parts.add(text("customers.counts.users", row.users()));
        }
        if (seesDevices()) {
            parts.add(text("customers.counts.devices", row.devices()));
        }
        Span counts = new Span(String.join(" · ", parts));
        counts.addClassName("faint");
        if (parts.size() > 1) {
            counts.getElement().setAttribute("title", text("customers.counts.own"));
        }
        return counts;
    }

    private static Grid.Column<CustomerRow> number(
            Grid<CustomerRow> grid, String field, ValueProvider<CustomerRow, Long> value) {
        return grid.addColumn(value)
                .setHeader(own("customer.column." + field))
                .setSortProperty(field)
                .setTextAlign(ColumnTextAlign.END)
                .setFlexGrow(0);
    }

    /** The lists behind the numbers begin with what is nested below as well. */
    private static Span own(String key) {
        Span header = new Span(new Text(text(key)), new Hidden(" (" + text("customers.counts.own") + ")"));
        header.getElement().setAttribute("title", text("customers.counts.own"));
        return header;
    }

    /** No number is shown where it would only say that the users are not the viewer's to see. */
    private boolean seesUsers() {
        return viewer.get().mayBelowHome(Permission.SEE_USERS);
    }

    private boolean seesDevices() {
        return viewer.get().mayBelowHome(Permission.SEE_DEVICES);
    }

    Anchor link(CustomerRow row) {
        Anchor link = new Anchor(Places.tab(row.id(), "account"), row.name());
        link.getElement().setAttribute("router-link", true);
        link.getElement().setAttribute("title", row.name());
        // Whoever drags a customer by its name drags the row of the tree, and not the address.
        link.getElement().setAttribute("draggable", "false");
        return link;
    }

    /** A customer in the tree on a phone: only what is not as usual is said of its status. */
    Component line(CustomerRow row) {
        Div text = new Div(link(row), counts(row));
        text.addClassName("row-text");
        if (!isServed(row) || QuotaBar.mark(row.quota()) != null) {
            text.add(status(row));
        }
        return text;
    }

    Component card(CustomerRow row) {
        Span email = new Span(row.email());
        email.addClassName("faint");
        Div head = new Div(link(row), status(row));
        head.addClassName("row-facts");
        Div text = new Div(head, email, counts(row));
        text.addClassName("row-text");
        Div card = new Div(text, menu(row));
        card.addClassName("row-card");
        return card;
    }

    Component status(CustomerRow row) {
        Span mark = QuotaBar.mark(row.quota());
        if (mark == null) {
            return state(row);
        }
        Div both = new Div(state(row), mark);
        both.addClassName("row-facts");
        return both;
    }

    private Span state(CustomerRow row) {
        boolean above = row.status() == CustomerStatus.ACTIVE && row.suspendedAbove();
        Span badge = new Span(
                text("customerStatus." + (above ? "above" : row.status().name())));
        badge.getElement().getThemeList().add(isServed(row) ? "badge success" : "badge error");
        return badge;
    }

    private static boolean isServed(CustomerRow row) {
        return row.status() == CustomerStatus.ACTIVE && !row.suspendedAbove();
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
