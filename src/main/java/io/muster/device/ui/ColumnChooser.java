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
        MenuItem root = addItem(getTranslation("list.columns"));
        for (ListColumn column : ListColumn.values()) {
            if (column != ListColumn.NAME) {
                MenuItem item = root.getSubMenu().addItem(getTranslation(column.title()));
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

    /** What is shown, in the order of the columns. */
    Set<ListColumn> shown() {
        Set<ListColumn> all = EnumSet.copyOf(shown);
        all.addAll(besides);
        return all;
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
