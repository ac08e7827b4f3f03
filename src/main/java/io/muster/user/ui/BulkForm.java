package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.user.BulkChange;
import io.muster.user.UserRow;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what will happen to whom, and asks for the one thing that has to be chosen for it. */
final class BulkForm extends Div implements DataForm<BulkChange> {

    private static final int NAMED = 10;

    private final FieldErrors errors = new FieldErrors();
    private transient Function<BulkForm, Optional<BulkChange>> reader;

    private BulkForm(String text, Collection<UserRow> chosen, Function<BulkForm, Optional<BulkChange>> reader) {
        this.reader = reader;
        addClassName("data-form");
        String names = chosen.stream().limit(NAMED).map(UserRow::email).collect(Collectors.joining(", "));
        int more = chosen.size() - NAMED;
        Span who = new Span(more > 0 ? getTranslation("users.bulk.more", names, more) : names);
        who.addClassName("faint");
        add(new Paragraph(text), who);
    }

    /** Nothing has to be chosen. */
    static BulkForm plain(String text, Collection<UserRow> chosen, BulkChange change) {
        return new BulkForm(text, chosen, form -> Optional.of(change));
    }

    /**
     * One thing has to be chosen.
     *
     * @param name what services call the field
     */
    static <C extends Component & HasValidation & HasValue<? extends HasValue.ValueChangeEvent<V>, V>, V>
            BulkForm choosing(
                    String text, Collection<UserRow> chosen, String name, C field, Function<V, BulkChange> change) {
        BulkForm form = new BulkForm(text, chosen, asked -> {
            if (field.isEmpty()) {
                field.setErrorMessage(asked.getTranslation("problem.required"));
                field.setInvalid(true);
                return Optional.empty();
            }
            return Optional.of(change.apply(field.getValue()));
        });
        form.errors.named(name, field);
        form.add(field);
        return form;
    }

    /** Adds something above the field. */
    BulkForm with(Component component) {
        addComponentAtIndex(2, component);
        return this;
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<BulkChange> read() {
        return reader.apply(this);
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
