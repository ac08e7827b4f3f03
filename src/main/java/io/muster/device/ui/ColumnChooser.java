package io.muster.device.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.device.DeviceRow;
import io.muster.ui.ListPanel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A menu in which the columns of the list of devices are chosen and put in order; they can be dragged by their titles as well.
 * The name is always there.
 */
class ColumnChooser extends MenuBar {

    private final transient ListPanel<DeviceRow> list;
    private final transient Map<ListColumn, Grid.Column<DeviceRow>> columns;
    private final transient List<ListColumn> shown = new ArrayList<>();
    private final transient Map<ListColumn, MenuItem> items = new EnumMap<>(ListColumn.class);
    private final transient Consumer<List<ListColumn>> keeper;
    private transient Set<ListColumn> besides = Set.of();

    /**
     * A menu for a list.
     *
     * @param first  what is shown at first, in this order
     * @param keeper gets what was chosen
     */
    ColumnChooser(
            ListPanel<DeviceRow> list,
            Map<ListColumn, Grid.Column<DeviceRow>> columns,
            List<ListColumn> first,
            Consumer<List<ListColumn>> keeper) {
        this.list = list;
        this.columns = new EnumMap<>(columns);
        this.keeper = keeper;
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        addClassName("columns");
        MenuItem root = addItem(getTranslation("list.columns"));
        root.getSubMenu().addItem(getTranslation("list.columns.order"), click -> order().open());
        root.getSubMenu().addSeparator();
        for (ListColumn column : ListColumn.values()) {
            if (column.isChoosable()) {
                MenuItem item = root.getSubMenu().addItem(getTranslation(column.title()));
                items.put(column, item);
                item.setCheckable(true);
                item.setKeepOpen(true);
                item.addClickListener(click -> {
                    if (item.isChecked()) {
                        insert(shown, column);
                    } else {
                        shown.remove(column);
                    }
                    apply();
                    keeper.accept(chosen());
                });
            }
        }
        list.grid().setColumnReorderingAllowed(true);
        list.grid().addColumnReorderListener(moved -> {
            if (moved.isFromClient()) {
                dragged(moved.getColumns());
            }
        });
        choose(first);
    }

    /** What somebody chose, in their order, be it that more is shown at the moment. */
    List<ListColumn> chosen() {
        return List.copyOf(shown);
    }

    /** Chooses these columns and no others. */
    void choose(List<ListColumn> wanted) {
        shown.clear();
        shown.addAll(wanted);
        if (!shown.contains(ListColumn.NAME)) {
            insert(shown, ListColumn.NAME);
        }
        items.forEach((column, item) -> item.setChecked(shown.contains(column)));
        apply();
    }

    /** What goes into a file: what is shown, but for guesses. */
    List<ListColumn> told() {
        return all().stream().filter(column -> column != ListColumn.LIKELY).toList();
    }

    /** Shows columns that what is looked at needs, whatever was chosen. */
    void besides(Set<ListColumn> needed) {
        besides = Set.copyOf(needed);
        apply();
    }

    private List<ListColumn> all() {
        List<ListColumn> all = new ArrayList<>(shown);
        // They are what is looked at there, and so beside the name, before anything is out of sight.
        all.addAll(
                all.indexOf(ListColumn.NAME) + 1,
                besides.stream()
                        .sorted()
                        .filter(column -> !shown.contains(column))
                        .toList());
        return all;
    }

    /** Puts a column behind the one that it usually follows. */
    private static void insert(List<ListColumn> into, ListColumn column) {
        int at = into.stream()
                .filter(other -> other.compareTo(column) < 0)
                .max(Comparator.naturalOrder())
                .map(before -> into.indexOf(before) + 1)
                .orElse(0);
        into.add(at, column);
    }

    private ColumnOrderDialog order() {
        return new ColumnOrderDialog(chosen(), wanted -> {
            choose(wanted);
            keeper.accept(chosen());
        });
    }

    private void dragged(List<Grid.Column<DeviceRow>> order) {
        shown.sort(Comparator.comparingInt(column -> order.indexOf(columns.get(column))));
        keeper.accept(chosen());
    }

    private void apply() {
        List<ListColumn> order = all();
        columns.forEach((column, shownIn) -> list.show(shownIn, order.contains(column)));
        Arrays.stream(ListColumn.values())
                .filter(column -> !order.contains(column))
                .toList()
                .forEach(order::add);
        // Columns that nobody chooses, as that of the actions, stay where they are.
        Iterator<Grid.Column<DeviceRow>> next = order.stream()
                .map(column -> Objects.requireNonNull(columns.get(column)))
                .iterator();
        list.grid()
                .setColumnOrder(list.grid().getColumns().stream()
                        .map(column -> columns.containsValue(column) ? next.next() : column)
                        .toList());
    }
}
