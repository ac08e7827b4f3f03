package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.shared.Registration;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list: search, count, Refresh and the actions above a grid that loads page by page. The first page comes with the count,
 * by one question to the service.
 *
 * @param <R> row of the list
 */
public class ListPanel<R> extends Div {

    private static final int PAGE = 50;
    private static final int PHONE_WIDTH = 640;

    private final Grid<R> grid = new Grid<>();
    private final ListToolbar toolbar = new ListToolbar(this::refresh, this::refresh);
    private final Div empty = new Div();
    private final transient Function<ListQuery, Slice<R>> source;
    private final CallbackDataProvider<R, Void> rows;
    private transient @Nullable ListQuery loadedQuery;
    private transient @Nullable Slice<R> loaded;

    /**
     * A list that is loaded from a service.
     *
     * @param source   answers one page
     * @param identity what makes a row the same row after it changed
     */
    public ListPanel(Function<ListQuery, Slice<R>> source, Function<R, Object> identity) {
        this.source = source;
        addClassName("list-panel");
        rows = new CallbackDataProvider<>(this::fetch, this::size, identity::apply);
        grid.setDataProvider(rows);
        grid.setPageSize(PAGE);
        grid.setMultiSort(false);
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        empty.addClassName("list-empty");
        grid.setEmptyStateComponent(empty);
        add(toolbar, grid);
    }

    public Grid<R> grid() {
        return grid;
    }

    /**
     * On a phone each row is one card instead of a line of columns. Called after the columns have been added.
     *
     * @param card everything that matters of a row, one above the other
     */
    public void onPhones(Function<R, Component> card) {
        List<Grid.Column<R>> columns = List.copyOf(grid.getColumns());
        Grid.Column<R> cards =
                grid.addComponentColumn(card::apply).setHeader("").setFlexGrow(1);
        cards.setVisible(false);
        addAttachListener(attached -> {
            UI ui = attached.getUI();
            ui.getPage()
                    .retrieveExtendedClientDetails(
                            details -> showCards(columns, cards, details.getWindowInnerWidth() < PHONE_WIDTH));
            Registration resized = ui.getPage()
                    .addBrowserWindowResizeListener(
                            resize -> showCards(columns, cards, resize.getWidth() < PHONE_WIDTH));
            addDetachListener(detached -> {
                resized.remove();
                detached.unregisterListener();
            });
        });
    }

    private void showCards(List<Grid.Column<R>> columns, Grid.Column<R> cards, boolean phone) {
        columns.forEach(column -> column.setVisible(!phone));
        cards.setVisible(phone);
        setClassName("on-phone", phone);
    }

    /** The buttons at the right. */
    public void addActions(Component... components) {
        toolbar.addActions(components);
    }

    /** What the list is searched for. */
    public String searched() {
        return toolbar.searched();
    }

    /** What the list says while there is nothing in it. */
    public void setEmptyText(String text) {
        empty.setText(text);
    }

    /** Reads everything anew; the place in the list stays. */
    public void refresh() {
        loaded = null;
        rows.refreshAll();
    }

    private int size(Query<R, Void> query) {
        Slice<R> slice = load(query, 0, PAGE);
        toolbar.count(getTranslation("list.total", slice.total()));
        return (int) Math.min(slice.total(), Integer.MAX_VALUE);
    }

    private Stream<R> fetch(Query<R, Void> query) {
        return load(query, query.getOffset(), query.getLimit()).items().stream();
    }

    private Slice<R> load(Query<R, Void> query, int offset, int limit) {
        List<ListQuery.Order> order = query.getSortOrders().stream()
                .map(sort -> new ListQuery.Order(sort.getSorted(), sort.getDirection() == SortDirection.DESCENDING))
                .toList();
        ListQuery wanted = new ListQuery(toolbar.searched(), order, limit, offset, null);
        Slice<R> known = loaded;
        if (known != null && Objects.equals(loadedQuery, wanted)) {
            return known;
        }
        Slice<R> slice = source.apply(wanted);
        loadedQuery = wanted;
        loaded = slice;
        return slice;
    }
}
