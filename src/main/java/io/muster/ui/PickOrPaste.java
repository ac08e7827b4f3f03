package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Names many things at once: by choosing them from a list, by pasting lines, or both. */
public final class PickOrPaste<T> extends Div implements DataForm<PickOrPaste.Picked<T>> {

    private static final int OFFERED = 100;
    private static final int LONGEST = 100_000;

    /** What was named; the service finds what the lines mean. */
    public record Picked<T>(Set<T> chosen, String pasted) {}

    private final transient Function<ListQuery, Slice<T>> source;
    private final FieldErrors errors = new FieldErrors();
    private final MultiSelectComboBox<T> chosen;
    private final TextArea pasted;

    /**
     * A form that a service fills.
     *
     * @param identity what makes two answers the same choice
     * @param name     how a choice is shown
     */
    public PickOrPaste(
            String pick,
            String paste,
            Function<ListQuery, Slice<T>> source,
            Function<T, Object> identity,
            Function<T, String> name) {
        this.source = source;
        addClassName("data-form");
        chosen = errors.named("chosen", new MultiSelectComboBox<>(pick));
        chosen.setItems(new CallbackDataProvider<T, String>(
                this::fetch, query -> (int) fetch(query).count(), identity::apply));
        chosen.setItemLabelGenerator(name::apply);
        chosen.setWidthFull();
        pasted = errors.named("pasted", new TextArea(paste));
        pasted.setMaxLength(LONGEST);
        pasted.setMinHeight("6rem");
        pasted.setMaxHeight("14rem");
        pasted.setWidthFull();
        add(chosen, pasted);
    }

    private Stream<T> fetch(Query<T, String> query) {
        ListQuery wanted = new ListQuery(query.getFilter().orElse(""), List.of(), OFFERED, 0, null);
        return source.apply(wanted).items().stream().skip(query.getOffset()).limit(query.getLimit());
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Picked<T>> read() {
        return Optional.of(new Picked<>(chosen.getValue(), pasted.getValue()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
