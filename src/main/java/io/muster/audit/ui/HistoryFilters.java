package io.muster.audit.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.select.Select;
import io.muster.audit.HistoryFilter;
import io.muster.kernel.Change;
import io.muster.ui.Choices;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By what the history can be narrowed: sort of thing, first and last day. */
class HistoryFilters {

    private final Select<Change.Kind> kind = new Select<>();
    private final DatePicker from = Choices.day("");
    private final DatePicker to = Choices.day("");

    HistoryFilters(HistoryWords words, Runnable changed) {
        String all = kind.getTranslation("history.kind.all");
        kind.setItems(Change.Kind.values());
        kind.setItemLabelGenerator(each -> each == null ? all : words.kind(each));
        kind.setEmptySelectionAllowed(true);
        kind.setEmptySelectionCaption(all);
        kind.setPlaceholder(all);
        kind.setAriaLabel(kind.getTranslation("history.kind"));
        kind.setWidth("9rem");
        kind.addValueChangeListener(change -> changed.run());
        prepare(from, "history.from", changed);
        prepare(to, "history.to", changed);
    }

    private static void prepare(DatePicker picker, String text, Runnable changed) {
        picker.setPlaceholder(picker.getTranslation(text));
        picker.setAriaLabel(picker.getTranslation(text));
        picker.setClearButtonVisible(true);
        picker.setWidth("11rem");
        picker.addValueChangeListener(change -> changed.run());
    }

    Component[] fields() {
        return new Component[] {kind, from, to};
    }

    /** Of one thing there is one sort. */
    void choosesKind(boolean possible) {
        kind.setVisible(possible);
    }

    /**
     * What is wanted.
     *
     * @param zone whose days are meant
     */
    HistoryFilter filter(@Nullable Subject subject, ZoneId zone) {
        Set<Change.Kind> chosen = kind.isEmpty() ? Set.of() : Set.of(kind.getValue());
        return new HistoryFilter(
                subject == null ? chosen : subject.kinds(),
                subject == null ? null : subject.id(),
                null,
                midnight(from.getValue(), zone),
                midnight(to.getValue() == null ? null : to.getValue().plusDays(1), zone));
    }

    private static @Nullable Instant midnight(@Nullable LocalDate day, ZoneId zone) {
        return day == null ? null : day.atStartOfDay(zone).toInstant();
    }
}
