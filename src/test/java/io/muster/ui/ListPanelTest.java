package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.LocatorJ;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.component.html.Span;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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

    @Test
    void only_chosen_rows_are_asked_for_again_and_never_too_many_at_once() {
        List<ListQuery> asked = new ArrayList<>();
        ListPanel<Integer> panel = new ListPanel<>(
                query -> {
                    asked.add(query);
                    List<Long> only = query.only();
                    return only == null
                            ? page(query)
                            : new Slice<>(
                                    only.stream()
                                            .map(Long::intValue)
                                            .filter(row -> row != 700)
                                            .toList(),
                                    null,
                                    only.size());
                },
                row -> row);
        panel.selectable(row -> row, rows -> {});
        UI.getCurrent().add(panel);
        assertThat(GridKt._size(panel.grid())).isEqualTo(ROWS);
        panel.refresh();
        assertThat(asked).extracting(ListQuery::only).containsOnlyNulls();
        panel.choose(IntStream.range(0, 1_200).boxed().collect(Collectors.toSet()));
        asked.clear();
        panel.refresh();
        assertThat(asked.stream().map(ListQuery::only).filter(Objects::nonNull).map(List::size))
                .containsExactly(500, 500, 200);
        assertThat(panel.chosen()).hasSize(1_199).doesNotContain(700);
    }

    @Test
    void nobody_counts_further_than_somebody_reads_in_what_was_searched_for() {
        ListPanel<Integer> panel = new ListPanel<>(
                query -> new Slice<>(page(query).items(), null, query.rough() ? ListQuery.MANY + 1L : 30_000),
                row -> row);
        panel.countSearchesRoughly();
        UI.getCurrent().add(panel);
        assertThat(GridKt._size(panel.grid())).isEqualTo(30_000);
        assertThat(said(panel)).contains("list.total").doesNotContain("more");
        panel.searchFor("van");
        panel.refresh();
        assertThat(GridKt._size(panel.grid())).isEqualTo(ListQuery.MANY);
        assertThat(said(panel)).contains("list.total.more");
    }

    private static String said(ListPanel<?> panel) {
        return LocatorJ._get(panel, Span.class, spec -> spec.withClasses("list-count"))
                .getText();
    }

    private record Unit(int id, String seen) {}

    @Test
    void news_draws_only_the_rows_that_look_different() {
        List<Unit> units = new ArrayList<>(
                IntStream.range(0, 3).mapToObj(id -> new Unit(id, "never")).toList());
        List<Unit> drawn = new ArrayList<>();
        List<Button> buttons = new ArrayList<>();
        ListPanel<Unit> panel = new ListPanel<>(
                query -> new Slice<>(
                        units.stream().skip(query.offset()).limit(query.limit()).toList(), null, units.size()),
                Unit::id);
        panel.grid().addComponentColumn(unit -> {
            drawn.add(unit);
            Button button = new Button(unit.seen());
            buttons.add(button);
            return button;
        });
        UI.getCurrent().add(panel);
        panel.grid().getDataCommunicator().setViewportRange(0, 50);
        MockVaadin.clientRoundtrip(true);
        assertThat(drawn).containsExactlyElementsOf(units);

        drawn.clear();
        panel.renew();
        MockVaadin.clientRoundtrip(true);
        assertThat(drawn).isEmpty();

        units.set(1, new Unit(1, "now"));
        panel.renew();
        MockVaadin.clientRoundtrip(true);
        assertThat(drawn).isNotEmpty().containsOnly(new Unit(1, "now"));
        assertThat(buttons.subList(0, 3)).extracting(Button::isAttached).containsExactly(true, false, true);

        drawn.clear();
        units.add(new Unit(3, "now"));
        panel.renew();
        MockVaadin.clientRoundtrip(true);
        assertThat(drawn).containsExactlyElementsOf(units);
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
