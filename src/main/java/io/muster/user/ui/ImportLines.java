package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.ui.JudgedLines;
import io.muster.ui.Notifications;
import io.muster.user.ImportColumn;
import io.muster.user.ImportLine;
import io.muster.user.ImportVerdict;
import io.muster.user.ImportVerdict.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The lines of an import with what each does; in those with errors the cells can be put right. */
final class ImportLines extends Div {

    private final transient List<ImportVerdict> verdicts;
    private final boolean editable;
    private final transient Runnable edited;
    private final transient Map<Integer, ImportLine> entered = new LinkedHashMap<>();
    private final JudgedLines<ImportVerdict> lines;

    /**
     * Lines with their verdicts.
     *
     * @param editable before the import; afterwards only what was left out is shown
     * @param edited   runs when a line is no longer what its verdict is about
     */
    ImportLines(List<ImportVerdict> verdicts, boolean editable, Runnable edited) {
        this.verdicts = verdicts;
        this.editable = editable;
        this.edited = edited;
        verdicts.forEach(verdict -> entered.put(verdict.line().number(), verdict.line()));
        lines = new JudgedLines<>(verdicts, verdict -> verdict.kind() == Kind.ERROR);
        lines.say(words());
        Grid<ImportVerdict> grid = lines.grid();
        grid.addColumn(verdict -> verdict.line().number())
                .setHeader(getTranslation("users.import.line"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(this::verdict)
                .setKey("verdict")
                .setHeader(getTranslation("users.import.verdict"))
                .setWidth("18rem");
        verdicts.getFirst().line().cells().keySet().stream().sorted().forEach(column -> column(grid, column));
        if (!editable) {
            lines.onlyErrors();
        }
        add(lines);
    }

    private void column(Grid<ImportVerdict> grid, ImportColumn column) {
        grid.addComponentColumn(verdict -> cell(verdict, column))
                .setKey(column.field())
                .setHeader(column.field())
                .setWidth("11rem");
    }

    private Component cell(ImportVerdict verdict, ImportColumn column) {
        int number = verdict.line().number();
        String text = Objects.requireNonNullElse(
                Objects.requireNonNull(entered.get(number)).cell(column), "");
        if (!editable || verdict.kind() != Kind.ERROR) {
            return new Span(text);
        }
        TextField field = new TextField();
        field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        field.setWidthFull();
        field.setMaxLength(1_000);
        field.setAriaLabel(getTranslation("users.import.cell", column.field(), number));
        field.setValue(text);
        boolean bad = verdict.problems().stream().anyMatch(problem -> isOf(problem, column));
        field.setInvalid(bad);
        field.addValueChangeListener(change -> {
            entered.computeIfPresent(number, (key, line) -> line.with(column, change.getValue()));
            lines.say(getTranslation("users.import.again"));
            edited.run();
        });
        return field;
    }

    private static boolean isOf(Rejected.Problem problem, ImportColumn column) {
        return problem.field() != null
                && ImportColumn.of(problem.field()).filter(column::equals).isPresent();
    }

    private Component verdict(ImportVerdict verdict) {
        Span span = new Span(
                switch (verdict.kind()) {
                    case CREATE -> getTranslation("users.import.create");
                    case SAME -> getTranslation("users.import.same");
                    case CHANGE ->
                        getTranslation(
                                "users.import.change",
                                verdict.fields().stream()
                                        .map(Change.Field::name)
                                        .map(this::title)
                                        .collect(Collectors.joining(", ")));
                    case ERROR ->
                        verdict.problems().stream().map(this::sentence).collect(Collectors.joining(" "));
                });
        span.addClassName(verdict.kind() == Kind.ERROR ? "no" : verdict.kind() == Kind.SAME ? "faint" : "yes");
        span.getElement()
                .setAttribute(
                        "title",
                        verdict.fields().stream()
                                .map(field -> title(field.name()) + ": " + Objects.toString(field.from(), "–") + " → "
                                        + Objects.toString(field.to(), "–"))
                                .collect(Collectors.joining("\n")));
        return span;
    }

    private String sentence(Rejected.Problem problem) {
        String text = Notifications.message(problem);
        return problem.field() == null ? text : title(problem.field()) + ": " + text;
    }

    private String title(String field) {
        return ImportColumn.of(field).map(ImportColumn::field).orElse(field);
    }

    /** The lines as they stand in the cells now. */
    List<ImportLine> lines() {
        return List.copyOf(entered.values());
    }

    int good() {
        return count(Kind.CREATE) + count(Kind.CHANGE);
    }

    int errors() {
        return count(Kind.ERROR);
    }

    String words() {
        return getTranslation(
                editable ? "users.import.count" : "users.import.counted",
                count(Kind.CREATE),
                count(Kind.CHANGE),
                count(Kind.SAME),
                count(Kind.ERROR));
    }

    private int count(Kind kind) {
        return (int) verdicts.stream().filter(verdict -> verdict.kind() == kind).count();
    }
}
