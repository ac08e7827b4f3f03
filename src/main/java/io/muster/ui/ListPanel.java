package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.QuerySortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list: search, count, Refresh and the actions above a grid that loads page by page. The first page comes with the count,
 * by one question to the service. When its rows are read anew, whoever is on a button of one of them stays there.
 *
 * @param <R> row of the list
 */
@Tag("live-list")
@JsModule("context://components/live-list.js")
public class ListPanel<R> extends Div implements BeforeEnterObserver {

    private static final int PAGE = 50;
    private static final int MOST_CHOSEN = 5_000;

    private final Grid<R> grid = new Grid<>();
    private final transient ColumnsOrCards<R> columns = new ColumnsOrCards<>(this, grid);
    private final transient ChosenRows<R> chosen = new ChosenRows<>(grid);
    private final ListToolbar toolbar = new ListToolbar(this::searchedAnew, this::refresh);
    private final Button all = new Button("", click -> chooseAll());
    private final Button none = new Button(getTranslation("list.none"), click -> choose(Set.of()));
    private final Div empty = new Div();
    private final transient Function<ListQuery, Slice<R>> source;
    private final transient ReadPages<R> read;
    private final CallbackDataProvider<R, Void> rows;
    private final transient SearchInAddress address = new SearchInAddress(this);

    /**
     * A list that is loaded from a service.
     *
     * @param source   answers one page
     * @param identity what makes a row the same row after it changed
     */
    public ListPanel(Function<ListQuery, Slice<R>> source, Function<R, Object> identity) {
        this.source = source;
        read = new ReadPages<>(source, identity);
        addClassName("list-panel");
        for (Button button : List.of(none, all)) {
            button.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
            button.setVisible(false);
            toolbar.besideCount(button);
        }
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
        columns.onPhones(card);
    }

    /** Shows or hides a column; on a phone there are none. */
    public void show(Grid.Column<R> column, boolean wanted) {
        columns.show(column, wanted);
    }

    /** Puts something between the toolbar and the rows. */
    public void below(Component component) {
        addComponentAtIndex(indexOf(grid), component);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        address.asked(event).filter(asked -> !asked.equals(toolbar.searched())).ifPresent(asked -> {
            choose(Set.of());
            toolbar.searchFor(asked);
            refresh();
        });
    }

    /** Tells what somebody searches for; whoever listens puts it into the address of the page, if it belongs there. */
    public void onSearch(Consumer<String> listener) {
        address.leaveTo(listener);
    }

    /** Tells by which field somebody sorts, with "-" before it for the other direction; null for the usual order. */
    public void onSort(Consumer<@Nullable String> listener) {
        grid.addSortListener(sort -> {
            if (sort.isFromClient()) {
                listener.accept(sort.getSortOrder().stream()
                        .flatMap(order -> order.getSorted()
                                .getSortOrder(order.getDirection())
                                .map(by ->
                                        (order.getDirection() == SortDirection.DESCENDING ? "-" : "") + by.getSorted()))
                        .findFirst()
                        .orElse(null));
            }
        });
    }

    /** Searches for this, as if it had been typed; the caller refreshes. */
    public void searchFor(String text) {
        toolbar.searchFor(text);
    }

    /** Sorts by the first of these fields; the caller refreshes. */
    public void sortBy(List<ListQuery.Order> order) {
        List<GridSortOrder<R>> wanted = order.stream()
                .limit(1)
                .flatMap(by -> grid.getColumns().stream()
                        .filter(column -> column.getSortOrder(SortDirection.ASCENDING)
                                .anyMatch(sort -> sort.getSorted().equals(by.field())))
                        .map(column -> new GridSortOrder<>(
                                column, by.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)))
                .limit(1)
                .toList();
        if (!wanted.equals(grid.getSortOrder())) {
            grid.sort(wanted);
        }
    }

    /** The buttons at the right. */
    public void addActions(Component... components) {
        toolbar.addActions(components);
    }

    /** What looks at the list in another way, in a line below. */
    public void addTools(Component... components) {
        toolbar.addTools(components);
    }

    /**
     * Lets several rows be chosen; the count then says how many of how many. When the list is read anew, chosen rows that are not
     * in it any more are not chosen any more either.
     *
     * @param identity the key of a row, by which the source is asked for it again
     * @param listener hears what is chosen, also when the same rows look different now
     */
    public void selectable(ToLongFunction<R> identity, Consumer<Set<R>> listener) {
        chosen.allow(getTranslation("list.select"), identity, rows -> {
            showCount();
            listener.accept(rows);
        });
    }

    /** What is chosen, as it was when the list was last read. */
    public Set<R> chosen() {
        return chosen.rows();
    }

    /** Chooses these rows and no others. */
    public void choose(Set<R> rows) {
        chosen.choose(rows);
    }

    /** Chooses everything that is searched for, not only what has been loaded. */
    private void chooseAll() {
        ListQuery shown = read.question().orElseThrow();
        Set<R> rows = new LinkedHashSet<>();
        String cursor = null;
        do {
            ListQuery next = new ListQuery(shown.search(), shown.order(), ListQuery.MAX_LIMIT, 0, cursor);
            Slice<R> page = source.apply(next.counted(read.total()));
            rows.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null && rows.size() < MOST_CHOSEN);
        choose(rows);
    }

    private void searchedAnew() {
        // Nobody is to change what is not to be seen any more.
        choose(Set.of());
        address.typed(toolbar.searched());
        refresh();
    }

    private void showCount() {
        int ticked = chosen.count();
        long total = read.total();
        boolean some = ticked > 0;
        String more = read.hasMore() ? ".more" : "";
        toolbar.count(
                some
                        ? getTranslation("list.selected" + more, ticked, total)
                        : getTranslation("list.total" + more, total));
        none.setVisible(some);
        all.setVisible(some && ticked < total && total <= MOST_CHOSEN);
        all.setText(getTranslation("list.all", total));
    }

    /** For a list of very many: of what is searched for nobody needs to know exactly how much it is, beyond {@link ListQuery#MANY}. */
    public void countSearchesRoughly() {
        read.countSearchesRoughly();
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
        read.forget();
        rows.refreshAll();
        lookAgainAtChosen();
    }

    /**
     * Reads anew what is shown, after news. As long as it is the same rows, those that look as before are left alone, and whoever is
     * about to press a button of them meets it. Rows have to be equal when they look the same.
     */
    public void renew() {
        if (read.renew(grid.getDataCommunicator()::isItemActive, rows::refreshItem)) {
            showCount();
        } else {
            rows.refreshAll();
        }
        lookAgainAtChosen();
    }

    private void lookAgainAtChosen() {
        read.question()
                .ifPresent(shown ->
                        chosen.lookAgain(keys -> source.apply(shown.only(keys)).items()));
    }

    private int size(Query<R, Void> query) {
        // Who asks how many there are does not say in which order, and will ask for the first page next.
        read.page(wanted(grid.getDataCommunicator().getBackEndSorting(), 0, PAGE));
        showCount();
        return (int) Math.min(read.total(), Integer.MAX_VALUE);
    }

    private Stream<R> fetch(Query<R, Void> query) {
        return read.page(wanted(query.getSortOrders(), query.getOffset(), query.getLimit())).stream();
    }

    private ListQuery wanted(List<QuerySortOrder> sorted, int offset, int limit) {
        List<ListQuery.Order> order = sorted.stream()
                .map(sort -> new ListQuery.Order(sort.getSorted(), sort.getDirection() == SortDirection.DESCENDING))
                .toList();
        return new ListQuery(toolbar.searched(), order, limit, offset, null);
    }
}
