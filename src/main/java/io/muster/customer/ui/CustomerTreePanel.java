package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.grid.dnd.GridDropMode;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.treegrid.TreeGrid;
import com.vaadin.flow.data.provider.hierarchy.AbstractBackEndHierarchicalDataProvider;
import com.vaadin.flow.data.provider.hierarchy.HierarchicalQuery;
import com.vaadin.flow.data.provider.hierarchy.TreeData;
import com.vaadin.flow.data.provider.hierarchy.TreeDataProvider;
import io.muster.customer.CustomerBranches;
import io.muster.customer.CustomerRow;
import io.muster.kernel.CustomerId;
import io.muster.ui.Hidden;
import io.muster.ui.ListToolbar;
import io.muster.ui.PhoneWidth;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nested customers as a tree that opens level by level; a search shows what it finds with the way to it. */
class CustomerTreePanel extends Div {

    private final TreeGrid<CustomerRow> grid = new TreeGrid<>();
    private final ListToolbar toolbar = new ListToolbar(this::load, this::refresh);
    private final transient CustomerBranches branches;
    /** Null while the tree shows what a search has found. */
    private transient @Nullable Levels levels;

    private boolean phone;
    private transient @Nullable CustomerId place;
    private transient @Nullable CustomerRow dragged;

    CustomerTreePanel(CustomerBranches branches, CustomerCells cells) {
        this.branches = branches;
        addClassName("list-panel");
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(TreeGrid.SelectionMode.NONE);
        grid.addComponentHierarchyColumn(row -> phone ? cells.line(row) : cells.link(row))
                .setHeader(getTranslation("customer.column.name"))
                .setWidth("8rem")
                .setFlexGrow(1);
        grid.addComponentColumn(cells::counts)
                .setKey("counts")
                .setWidth("15rem")
                .setFlexGrow(0);
        grid.addComponentColumn(cells::status)
                .setKey("status")
                .setHeader(getTranslation("customer.column.status"))
                .setWidth("8.5rem")
                .setFlexGrow(0);
        grid.addComponentColumn(cells::menu)
                .setKey("menu")
                .setHeader(new Hidden(grid.getTranslation("list.actions")))
                .setWidth("4.5rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
        add(toolbar, grid);
        PhoneWidth.follow(this, this::fit);
    }

    /** On a phone the names need the room, and the rest stands below them. */
    private void fit(boolean narrow) {
        if (phone != narrow) {
            phone = narrow;
            grid.getColumnByKey("counts").setVisible(!phone);
            grid.getColumnByKey("status").setVisible(!phone);
            grid.getThemeNames().set(GridVariant.LUMO_WRAP_CELL_CONTENT.getVariantName(), phone);
            grid.getDataProvider().refreshAll();
        }
    }

    /** One level after the other, each when it is opened. */
    private final class Levels extends AbstractBackEndHierarchicalDataProvider<CustomerRow, Void> {

        private CustomerId parent(HierarchicalQuery<CustomerRow, Void> query) {
            return query.getParentOptional().map(CustomerRow::id).orElseGet(() -> Objects.requireNonNull(place));
        }

        @Override
        protected Stream<CustomerRow> fetchChildrenFromBackEnd(HierarchicalQuery<CustomerRow, Void> query) {
            return branches.children(parent(query), query.getOffset(), query.getLimit()).stream();
        }

        @Override
        public int getChildCount(HierarchicalQuery<CustomerRow, Void> query) {
            return (int) branches.count(parent(query));
        }

        @Override
        public boolean hasChildren(CustomerRow row) {
            return row.customers() > 0;
        }

        @Override
        public Object getId(CustomerRow row) {
            return row.id();
        }
    }

    /** Whoever may move customers may also drag them; {@code dropped} gets what was dropped, and on which one. */
    void onDrop(BiConsumer<CustomerRow, CustomerRow> dropped) {
        grid.setRowsDraggable(true);
        grid.setDropMode(GridDropMode.ON_TOP);
        grid.addDragStartListener(start -> dragged = start.getDraggedItems().getFirst());
        grid.addDragEndListener(end -> dragged = null);
        grid.addDropListener(drop -> {
            CustomerRow row = dragged;
            drop.getDropTargetItem()
                    .filter(target -> row != null && !target.id().equals(row.id()))
                    .ifPresent(target -> dropped.accept(Objects.requireNonNull(row), target));
        });
    }

    void addActions(Component... components) {
        toolbar.addActions(components);
    }

    /** What is searched for. */
    String searched() {
        return toolbar.searched();
    }

    /** Searches for this, as if it had been typed; the caller refreshes. */
    void searchFor(String text) {
        toolbar.searchFor(text);
    }

    /** Shows what is nested below this customer. */
    void show(CustomerId customer) {
        place = customer;
        load();
    }

    /** Reads everything anew; what is open stays open. */
    void refresh() {
        Levels open = levels;
        if (toolbar.searched().isEmpty() && open != null) {
            open.refreshAll();
        } else {
            load();
        }
    }

    private void load() {
        if (place == null) {
            return;
        }
        if (toolbar.searched().isEmpty()) {
            Levels fresh = new Levels();
            levels = fresh;
            toolbar.count("");
            grid.setDataProvider(fresh);
            return;
        }
        levels = null;
        CustomerBranches.Found found = branches.find(place, toolbar.searched());
        TreeData<CustomerRow> data = new TreeData<>();
        Map<CustomerId, CustomerRow> there = new HashMap<>();
        for (CustomerRow row : found.rows()) {
            data.addItem(there.get(row.parentId()), row);
            there.put(row.id(), row);
        }
        toolbar.count(getTranslation("customers.found", found.total()));
        grid.setDataProvider(new TreeDataProvider<>(data));
        grid.expand(found.rows());
    }
}
