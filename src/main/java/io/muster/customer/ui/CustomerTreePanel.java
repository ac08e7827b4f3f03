package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.grid.dnd.GridDropMode;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.HorizontalLayout;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.treegrid.TreeGrid;
import com.vaadin.flow.data.provider.hierarchy.AbstractBackEndHierarchicalDataProvider;
import com.vaadin.flow.data.provider.hierarchy.HierarchicalQuery;
import com.vaadin.flow.data.provider.hierarchy.TreeData;
import com.vaadin.flow.data.provider.hierarchy.TreeDataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.muster.customer.CustomerBranches;
import io.muster.customer.CustomerRow;
import io.muster.kernel.CustomerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nested customers as a tree that opens level by level; a search shows what it finds with the way to it. */
class CustomerTreePanel extends Div {

    private static final int SEARCH_DELAY_MS = 250;
    private static final int PHONE_WIDTH = 640;

    private final TreeGrid<CustomerRow> grid = new TreeGrid<>();
    private final TextField search = new TextField();
    private final Span count = new Span();
    private final HorizontalLayout actions = new HorizontalLayout();
    private final transient CustomerBranches branches;
    /** Null while the tree shows what a search has found. */
    private transient @Nullable Levels levels;

    private transient @Nullable CustomerId place;
    private transient @Nullable CustomerRow dragged;

    CustomerTreePanel(
            CustomerBranches branches,
            Function<CustomerRow, Component> name,
            Function<CustomerRow, String> counts,
            Function<CustomerRow, Component> status,
            Function<CustomerRow, Component> menu) {
        this.branches = branches;
        addClassName("list-panel");
        search.setPlaceholder(getTranslation("list.search"));
        search.setAriaLabel(getTranslation("list.search"));
        search.setPrefixComponent(VaadinIcon.SEARCH.create());
        search.setClearButtonVisible(true);
        search.setMaxLength(200);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(SEARCH_DELAY_MS);
        search.addValueChangeListener(change -> load());
        count.addClassName("list-count");
        count.getElement().setAttribute("role", "status");
        Button refresh = new Button(VaadinIcon.REFRESH.create(), click -> refresh());
        refresh.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        refresh.setAriaLabel(getTranslation("action.refresh"));
        refresh.setTooltipText(getTranslation("action.refresh"));
        actions.addClassName("list-actions");
        Div toolbar = new Div(search, count, refresh, actions);
        toolbar.addClassName("list-toolbar");
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(TreeGrid.SelectionMode.NONE);
        grid.addComponentHierarchyColumn(name::apply)
                .setHeader(getTranslation("customer.column.name"))
                .setWidth("8rem")
                .setFlexGrow(1);
        grid.addColumn(counts::apply).setKey("counts").setWidth("15rem").setFlexGrow(0);
        grid.addComponentColumn(status::apply)
                .setHeader(getTranslation("customer.column.status"))
                .setWidth("8.5rem")
                .setFlexGrow(0);
        grid.addComponentColumn(menu::apply)
                .setKey("menu")
                .setHeader("")
                .setWidth("3.5rem")
                .setFlexGrow(0)
                .setFrozenToEnd(true);
        add(toolbar, grid);
        addAttachListener(attached -> attached.getUI()
                .getPage()
                .retrieveExtendedClientDetails(details ->
                        grid.getColumnByKey("counts").setVisible(details.getWindowInnerWidth() >= PHONE_WIDTH)));
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
        actions.add(components);
    }

    /** Shows what is nested below this customer. */
    void show(CustomerId customer) {
        place = customer;
        load();
    }

    /** Reads everything anew; what is open stays open. */
    void refresh() {
        Levels open = levels;
        if (search.isEmpty() && open != null) {
            open.refreshAll();
        } else {
            load();
        }
    }

    private void load() {
        if (place == null) {
            return;
        }
        if (search.isEmpty()) {
            Levels fresh = new Levels();
            levels = fresh;
            count.setText("");
            grid.setDataProvider(fresh);
            return;
        }
        levels = null;
        CustomerBranches.Found found = branches.find(place, search.getValue());
        TreeData<CustomerRow> data = new TreeData<>();
        Map<CustomerId, CustomerRow> there = new HashMap<>();
        for (CustomerRow row : found.rows()) {
            data.addItem(there.get(row.parentId()), row);
            there.put(row.id(), row);
        }
        count.setText(getTranslation("customers.found", found.total()));
        grid.setDataProvider(new TreeDataProvider<>(data));
        grid.expand(found.rows());
    }
}
