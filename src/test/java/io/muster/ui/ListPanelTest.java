package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListPanelTest {

    private static final int ROWS = 120;

    private final List<@Nullable Long> told = new ArrayList<>();

    @BeforeEach
    void open() {
        MockVaadin.setup();
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    @Test
    void the_rows_are_counted_when_they_are_read_anew_and_not_for_each_page_or_order() {
        ListPanel<Integer> panel = new ListPanel<>(this::page, row -> row);
        Grid<Integer> grid = panel.grid();
        Grid.Column<Integer> column = grid.addColumn(row -> row).setSortProperty("number");
        UI.getCurrent().add(panel);
        assertThat(GridKt._size(grid)).isEqualTo(ROWS);
        assertThat(GridKt._get(grid, 110)).isEqualTo(110);
        assertThat(told.removeFirst()).isNull();
        assertThat(told).isNotEmpty().containsOnly((long) ROWS);
        told.clear();
        grid.sort(GridSortOrder.desc(column).build());
        assertThat(GridKt._size(grid)).isEqualTo(ROWS);
        assertThat(told).isNotEmpty().containsOnly((long) ROWS);
        told.clear();
        panel.refresh();
        assertThat(GridKt._size(grid)).isEqualTo(ROWS);
        assertThat(told.getFirst()).isNull();
    }

    private Slice<Integer> page(ListQuery query) {
        told.add(query.total());
        return new Slice<>(
                IntStream.range(query.offset(), Math.min(ROWS, query.offset() + query.limit()))
                        .boxed()
                        .toList(),
                null,
                ROWS);
    }
}
