package io.muster.audit.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.muster.audit.HistoryEntry;
import io.muster.kernel.Change;
import io.muster.kernel.Preferences;
import io.muster.ui.Times;
import java.util.Objects;
import java.util.function.Consumer;

/** How an entry of the history is shown: in columns, and as a card on a phone. */
class HistoryCells {

    private final HistoryWords words;
    private final Preferences viewer;
    private final Consumer<Subject> follow;

    /** Shows entries to a viewer; {@code follow} runs when somebody wants to see what happened to one thing alone. */
    HistoryCells(HistoryWords words, Preferences viewer, Consumer<Subject> follow) {
        this.words = words;
        this.viewer = viewer;
        this.follow = follow;
    }

    void columns(Grid<HistoryEntry> grid) {
        grid.addColumn(entry -> Times.exact(entry.at(), viewer))
                .setHeader(grid.getTranslation("history.when"))
                .setSortProperty("at")
                .setWidth("13rem")
                .setFlexGrow(0);
        grid.addComponentColumn(entry -> lines(HistoryWords.actor(entry), words.channel(entry.channel())))
                .setHeader(grid.getTranslation("history.who"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addComponentColumn(this::what)
                .setKey("what")
                .setHeader(grid.getTranslation("history.what"))
                .setWidth("11rem")
                .setFlexGrow(1);
        grid.addColumn(HistoryCells::customer)
                .setHeader(grid.getTranslation("history.customer"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addComponentColumn(this::change)
                .setKey("change")
                .setHeader(grid.getTranslation("history.change"))
                .setWidth("16rem")
                .setFlexGrow(3);
    }

    Component card(HistoryEntry entry) {
        Div text =
                new Div(what(entry), change(entry), lines(HistoryWords.actor(entry), Times.exact(entry.at(), viewer)));
        text.addClassName("row-text");
        Div card = new Div(text);
        card.addClassName("row-card");
        return card;
    }

    static String customer(HistoryEntry entry) {
        return Objects.requireNonNullElse(entry.customerName(), "");
    }

    private Component what(HistoryEntry entry) {
        Component label = Subject.of(entry)
                .<Component>map(subject -> {
                    Button button = new Button(HistoryWords.label(entry), click -> follow.accept(subject));
                    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
                    button.setTooltipText(button.getTranslation("history.follow", HistoryWords.label(entry)));
                    button.addClassName("history-label");
                    return button;
                })
                .orElseGet(() -> new Span(HistoryWords.label(entry)));
        Span sort = new Span(words.kind(entry.kind()));
        sort.addClassName("faint");
        Div both = new Div(label, sort);
        both.addClassName("row-text");
        return both;
    }

    private Component change(HistoryEntry entry) {
        Div text = new Div(new Span(words.action(entry)));
        text.addClassName("row-text");
        for (Change.Field field : entry.fields()) {
            Span line = new Span(words.change(entry, field, Clockface.of(viewer)));
            line.addClassName("faint");
            text.add(line);
        }
        return text;
    }

    private static Component lines(String first, String second) {
        Span faint = new Span(second);
        faint.addClassName("faint");
        Div both = new Div(new Span(first), faint);
        both.addClassName("row-text");
        return both;
    }
}
