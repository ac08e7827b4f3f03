package io.muster.ui;

import com.vaadin.flow.component.grid.Grid;
import io.muster.kernel.ListQuery;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Which rows of a list are chosen. Nobody is to change what somebody else took away, nor to go by how it was: what is chosen is
 * as it was when the list was last read, and what is not in the list any more is not chosen any more either.
 */
final class ChosenRows<R> {

    /** Rows are chosen all at once by a button; the header of their checkboxes says what these are, to those who listen. */
    private static final String HEADER = """
            const column = this.querySelector('vaadin-grid-flow-selection-column');
            if (column) column.headerRenderer = (cell) => {
              const text = document.createElement('span');
              text.className = 'for-screen-readers';
              text.textContent = $0;
              cell.replaceChildren(text);
            };""";

    private final Grid<R> grid;
    private ToLongFunction<R> key = row -> 0;
    private Consumer<Set<R>> told = rows -> {};
    /** By their keys, since the grid keeps rows as they were ticked. */
    private Map<Long, R> newest = Map.of();

    ChosenRows(Grid<R> grid) {
        this.grid = grid;
    }

    /**
     * Lets rows be chosen.
     *
     * @param header   what the checkboxes are for, to those who listen
     * @param identity the key of a row, by which it is asked for again
     * @param listener hears what is chosen, also when the same rows look different now
     */
    void allow(String header, ToLongFunction<R> identity, Consumer<Set<R>> listener) {
        key = identity;
        told = listener;
        grid.setSelectionMode(Grid.SelectionMode.MULTI);
        grid.addAttachListener(attached -> grid.getElement().executeJs(HEADER, header));
        grid.addSelectionListener(selection -> told.accept(rows()));
    }

    int count() {
        return grid.getSelectedItems().size();
    }

    Set<R> rows() {
        return grid.getSelectedItems().stream()
                .map(row -> newest.getOrDefault(key.applyAsLong(row), row))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** These and no others. */
    void choose(Set<R> rows) {
        if (grid.getSelectionMode() == Grid.SelectionMode.MULTI) {
            grid.asMultiSelect().setValue(rows);
        }
    }

    /**
     * The list is read anew.
     *
     * @param source those of the rows with these keys that are still in the list, no more than {@link ListQuery#MAX_LIMIT} at once
     */
    void lookAgain(Function<List<Long>, List<R>> source) {
        newest = Map.of();
        List<R> ticked = List.copyOf(grid.getSelectedItems());
        if (ticked.isEmpty()) {
            return;
        }
        Map<Long, R> there = new HashMap<>();
        for (int from = 0; from < ticked.size(); from += ListQuery.MAX_LIMIT) {
            List<Long> keys = ticked.subList(from, Math.min(ticked.size(), from + ListQuery.MAX_LIMIT)).stream()
                    .map(key::applyAsLong)
                    .toList();
            source.apply(keys).forEach(row -> there.put(key.applyAsLong(row), row));
        }
        newest = there;
        List<R> gone = ticked.stream()
                .filter(row -> !there.containsKey(key.applyAsLong(row)))
                .toList();
        if (gone.isEmpty()) {
            told.accept(rows());
        } else {
            grid.asMultiSelect().deselect(gone);
        }
    }
}
