package io.muster.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** A field to choose one of very many, found by typing; a service answers what is offered. */
public class LazyChoice<T> extends ComboBox<T> {

    /** Most that the open list offers at once; typing narrows it. */
    private static final int OFFERED = 100;

    /**
     * A field that a service fills.
     *
     * @param identity what makes two answers the same choice
     * @param name     how a choice is shown
     */
    public LazyChoice(
            String label,
            Function<ListQuery, Slice<T>> source,
            Function<T, Object> identity,
            Function<T, String> name) {
        super(label);
        setItems(items(source, identity));
        setItemLabelGenerator(name::apply);
    }

    /** What such a field offers, for other fields that are searched by typing. */
    public static <T> CallbackDataProvider<T, String> items(
            Function<ListQuery, Slice<T>> source, Function<T, Object> identity) {
        return new CallbackDataProvider<>(
                query -> fetch(source, query),
                query -> (int) fetch(source, query).count(),
                identity::apply);
    }

    private static <T> Stream<T> fetch(Function<ListQuery, Slice<T>> source, Query<T, String> query) {
        ListQuery wanted = new ListQuery(query.getFilter().orElse(""), List.of(), OFFERED, 0, null);
        return source.apply(wanted).items().stream().skip(query.getOffset()).limit(query.getLimit());
    }
}
