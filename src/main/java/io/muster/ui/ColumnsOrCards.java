package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** How the rows of a list are shown: in columns, but for the hidden ones, and on a phone as one card each. */
final class ColumnsOrCards<R> {

    private final Div list;
    private final Grid<R> grid;
    private final Set<Grid.Column<R>> hidden = new HashSet<>();
    private boolean phone;

    ColumnsOrCards(Div list, Grid<R> grid) {
        this.list = list;
        this.grid = grid;
    }

    /** Shows cards instead of the columns that are there by now, whenever the window is as narrow as a phone. */
    void onPhones(Function<R, Component> card) {
        List<Grid.Column<R>> columns = List.copyOf(grid.getColumns());
        Grid.Column<R> cards = grid.addComponentColumn(card::apply)
                .setHeader(new Hidden(grid.getTranslation("list.row")))
                .setFlexGrow(1);
        cards.setVisible(false);
        PhoneWidth.follow(list, narrow -> fit(columns, cards, narrow));
    }

    private void fit(List<Grid.Column<R>> columns, Grid.Column<R> cards, boolean narrow) {
        phone = narrow;
        columns.forEach(column -> column.setVisible(!phone && !hidden.contains(column)));
        cards.setVisible(phone);
        list.setClassName("on-phone", phone);
    }

    /** Shows or hides a column, at once or when the window is wide again. */
    void show(Grid.Column<R> column, boolean wanted) {
        if (wanted) {
            hidden.remove(column);
        } else {
            hidden.add(column);
        }
        column.setVisible(wanted && !phone);
    }
}
