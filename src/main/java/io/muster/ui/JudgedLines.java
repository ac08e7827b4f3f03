package io.muster.ui;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.ListDataProvider;
import com.vaadin.flow.function.SerializablePredicate;
import java.util.List;

/**
 * Many lines, of each of which something is said. Where only some of them have errors, those can be looked at alone: among
 * thousands nobody finds them otherwise.
 */
public final class JudgedLines<T> extends Div {

    private final Span words = new Span();
    private final Grid<T> grid = new Grid<>();
    private final Checkbox only = new Checkbox(getTranslation("users.import.onlyErrors"));
    private final Div toolbar = new Div(words, only);

    /** Lines in a grid that has no columns yet. */
    public JudgedLines(List<T> lines, SerializablePredicate<T> wrong) {
        addClassName("list-panel");
        words.addClassName("list-count");
        words.setVisible(false);
        words.getElement().setAttribute("role", "status");
        toolbar.addClassName("list-toolbar");
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT, GridVariant.LUMO_WRAP_CELL_CONTENT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        ListDataProvider<T> rows = new ListDataProvider<>(lines);
        grid.setItems(rows);
        long errors = lines.stream().filter(wrong).count();
        only.setVisible(errors > 0 && errors < lines.size());
        only.addValueChangeListener(change -> rows.setFilter(change.getValue() ? wrong : null));
        add(toolbar, grid);
    }

    public Grid<T> grid() {
        return grid;
    }

    /** What is said of all of them. */
    public void say(String text) {
        words.setText(text);
        words.setVisible(true);
    }

    /** Shows those with errors and nothing else, without a choice. */
    public void onlyErrors() {
        only.setValue(true);
        toolbar.setVisible(false);
    }
}
