package io.muster.device.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.device.DeviceRow;
import io.muster.ui.ListPanel;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A menu in which the columns of the list of devices are chosen. The name is always there. */
class ColumnChooser extends MenuBar {

    private final transient ListPanel<DeviceRow> list;
    private final transient Map<ListColumn, Grid.Column<DeviceRow>> columns;
    private final transient Set<ListColumn> shown;
    private final transient Map<ListColumn, MenuItem> items = new EnumMap<>(ListColumn.class);
    private transient Set<ListColumn> besides = Set.of();

    /**
     * A menu for a list.
     *
     * @param shown  what is shown at first
     * @param keeper gets what was chosen
     */
    ColumnChooser(
            ListPanel<DeviceRow> list,
            Map<ListColumn, Grid.Column<DeviceRow>> columns,
            Set<ListColumn> shown,
            Consumer<Set<ListColumn>> keeper) {
        this.list = list;
        this.columns = new EnumMap<>(columns);
        this.shown = EnumSet.copyOf(shown);
        this.shown.add(ListColumn.NAME);
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        addClassName("columns");
        MenuItem root = addItem(getTranslation("list.columns"));
        for (ListColumn column : ListColumn.values()) {
            if (column.isChoosable()) {
                MenuItem item = root.getSubMenu().addItem(getTranslation(column.title()));
                items.put(column, item);
                item.setCheckable(true);
                item.setChecked(this.shown.contains(column));
                item.setKeepOpen(true);
                item.addClickListener(click -> {
                    if (item.isChecked()) {
                        this.shown.add(column);
                    } else {
                        this.shown.remove(column);
                    }
                    apply();
                    keeper.accept(EnumSet.copyOf(this.shown));
                });
            }
        }
        apply();
    }

    /** What somebody chose, be it that more is shown at the moment. */
    Set<ListColumn> chosen() {
        return EnumSet.copyOf(shown);
    }

    /** Chooses these columns and no others. */
    void choose(Set<ListColumn> wanted) {
        shown.clear();
        shown.addAll(wanted);
        shown.add(ListColumn.NAME);
        items.forEach((column, item) -> item.setChecked(shown.contains(column)));
        apply();
    }

    /** What is shown, in the order of the columns. */
    Set<ListColumn> shown() {
        Set<ListColumn> all = EnumSet.copyOf(shown);
        all.addAll(besides);
        return all;
    }

    /** What of that goes into a file. */
    Set<ListColumn> told() {
        Set<ListColumn> told = shown();
        told.remove(ListColumn.LIKELY);
        return told;
    }

    /** Shows columns that what is looked at needs, whatever was chosen. */
    void besides(Set<ListColumn> needed) {
        besides = Set.copyOf(needed);
        apply();
    }

    private void apply() {
        columns.forEach((column, shownIn) -> list.show(shownIn, shown.contains(column) || besides.contains(column)));
    }
}
