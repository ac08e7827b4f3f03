package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import io.muster.device.DeviceHints.Hint;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import io.muster.ui.Hidden;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A line of the list of devices: in columns, and as a card on a phone. */
class DeviceCards {

    private static final String WITH_DECISIONS = "12rem";
    private static final String LONGEST_STATE = "10rem";
    private static final String MOMENT = "9.5rem";

    private final DeviceCells cells;
    private final Supplier<CustomerId> from;
    private final Function<DeviceRow, Div> decisions;
    private final Function<DeviceRow, Optional<MenuBar>> menu;
    private final Function<DeviceRow, Optional<Hint>> likely;
    private Grid.@Nullable Column<DeviceRow> actionsColumn;

    /**
     * Shows lines.
     *
     * @param from customer whose list it is
     */
    DeviceCards(
            DeviceCells cells,
            Supplier<CustomerId> from,
            Function<DeviceRow, Div> decisions,
            Function<DeviceRow, Optional<MenuBar>> menu,
            Function<DeviceRow, Optional<Hint>> likely) {
        this.cells = cells;
        this.from = from;
        this.decisions = decisions;
        this.menu = menu;
        this.likely = likely;
    }

    /** Adds all columns that can be chosen, and the one of the actions. */
    Map<ListColumn, Grid.Column<DeviceRow>> columns(Grid<DeviceRow> grid) {
        Map<ListColumn, Grid.Column<DeviceRow>> columns = new EnumMap<>(ListColumn.class);
        for (ListColumn each : ListColumn.values()) {
            Grid.Column<DeviceRow> column = switch (each) {
                case PRESENCE -> narrow(grid.addComponentColumn(cells::presence));
                case NAME ->
                    wide(grid.addComponentColumn(row -> cells.link(row, from.get())))
                            .setFlexGrow(4);
                case UNIT_ID -> wide(grid.addComponentColumn(cells::unitId)).setFlexGrow(2);
                case LAST_SEEN -> fixed(grid.addComponentColumn(cells::lastSeen), MOMENT);
                case CREATED -> fixed(grid.addComponentColumn(cells::created), MOMENT);
                case STATE -> fixed(grid.addComponentColumn(cells::state), LONGEST_STATE);
                case LIKELY -> wide(grid.addComponentColumn(this::guess));
                case TAGS -> wide(grid.addComponentColumn(cells::tags));
                case CUSTOMER -> place(grid.addComponentColumn(row -> cells.line(cells.customer(row))));
                case LOCATION -> place(grid.addComponentColumn(row -> cells.line(each.text(row))));
                default -> grid.addColumn(each::text).setAutoWidth(true);
            };
            column.setKey(each.key()).setHeader(grid.getTranslation(each.title()));
            if (each.sort() != null) {
                column.setSortProperty(each.sort());
            }
            columns.put(each, column);
        }
        actionsColumn = grid.addComponentColumn(this::actions)
                .setKey("actions")
                .setHeader(new Hidden(grid.getTranslation("list.actions")))
                .setAutoWidth(true)
                .setFlexGrow(0)
                .setFrozenToEnd(true);
        return columns;
    }

    private static Grid.Column<DeviceRow> narrow(Grid.Column<DeviceRow> column) {
        return column.setAutoWidth(true).setFlexGrow(0);
    }

    /** What is shown may grow while one looks at it. */
    private static Grid.Column<DeviceRow> fixed(Grid.Column<DeviceRow> column, String width) {
        return column.setWidth(width).setFlexGrow(0);
    }

    /** As wide as there is room for it, however long it is. */
    private static Grid.Column<DeviceRow> wide(Grid.Column<DeviceRow> column) {
        return column.setWidth("9rem").setFlexGrow(1);
    }

    /** Names of places are short as a rule, and are read in full on hover. */
    private static Grid.Column<DeviceRow> place(Grid.Column<DeviceRow> column) {
        return column.setWidth("7.5rem").setFlexGrow(2);
    }

    Component card(DeviceRow row) {
        boolean named = row.isNamed();
        Component title = cells.link(row, from.get(), named ? cells.name(row) : cells.unitId(row));
        title.addClassName("row-title");
        Div head = new Div(title, cells.state(row));
        head.addClassName("row-facts");
        Span customer = new Span(cells.whose(row));
        customer.addClassName("faint");
        Div facts = new Div(cells.presence(row), cells.lastSeen(row));
        facts.addClassName("row-facts");
        Div text = new Div(head);
        text.addClassName("row-text");
        if (named) {
            text.add(cells.unitId(row));
        }
        text.add(customer);
        String vehicle = DeviceCells.vehicle(row);
        if (!vehicle.isEmpty()) {
            text.add(new Span(vehicle));
        }
        if (!row.tags().isEmpty()) {
            text.add(cells.tags(row));
        }
        likely.apply(row).map(cells::likely).ifPresent(text::add);
        text.add(facts, decisions.apply(row));
        Div card = new Div(text);
        menu.apply(row).ifPresent(card::add);
        card.addClassName("row-card");
        return card;
    }

    private Component actions(DeviceRow row) {
        Div buttons = decisions.apply(row);
        if (buttons.getComponentCount() > 0 && actionsColumn != null && actionsColumn.isAutoWidth()) {
            // It is measured when the page opens, and a unit that waits may appear later.
            actionsColumn.setAutoWidth(false).setWidth(WITH_DECISIONS);
        }
        menu.apply(row).ifPresent(buttons::add);
        return buttons;
    }

    private Component guess(DeviceRow row) {
        return likely.apply(row).map(cells::likely).orElseGet(Span::new);
    }
}
