package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import io.muster.device.DeviceImport.Verdict;
import io.muster.device.NewDevice;
import io.muster.ui.JudgedLines;
import io.muster.ui.Notifications;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The lines of a list of devices with what becomes of each; in those with errors the cells can be put right. */
final class RegisterManyLines extends Div {

    private final transient List<Verdict> verdicts;
    private final boolean editable;
    private final transient Runnable edited;
    private final transient Map<Integer, NewDevice> entered = new LinkedHashMap<>();
    private final JudgedLines<Verdict> lines;
    private boolean changed;

    /**
     * Lines with their verdicts.
     *
     * @param editable before anything is registered
     * @param edited   runs when a line is no longer what its verdict is about
     */
    RegisterManyLines(List<Verdict> verdicts, boolean editable, Runnable edited) {
        this.verdicts = verdicts;
        this.editable = editable;
        this.edited = edited;
        verdicts.forEach(verdict -> entered.put(verdict.line().number(), verdict.line()));
        lines = new JudgedLines<>(verdicts, verdict -> !verdict.isGood());
        if (editable) {
            int good = good().size();
            lines.say(getTranslation("devices.import.count", good, verdicts.size() - good));
        }
        Grid<Verdict> grid = lines.grid();
        grid.addColumn(verdict -> verdict.line().number())
                .setHeader(getTranslation("users.import.line"))
                .setAutoWidth(true)
                .setFlexGrow(0);
        grid.addComponentColumn(RegisterManyLines::verdict)
                .setKey("verdict")
                .setHeader(getTranslation("users.import.verdict"))
                .setWidth("14rem");
        for (String column : NewDevice.COLUMNS) {
            if (verdicts.getFirst().line().cells().containsKey(column)) {
                grid.addComponentColumn(verdict -> cell(verdict, column))
                        .setKey(column)
                        .setHeader(column)
                        .setWidth("11rem");
            }
        }
        add(lines);
    }

    /** On a phone the column of the unit is out of sight, so that it stands here too. */
    private static Div verdict(Verdict verdict) {
        Span unit = new Span(verdict.line().cell("unitId"));
        unit.addClassNames("mono", "on-phone-only");
        Span words = new Span(words(verdict));
        words.addClassName(verdict.isGood() ? "yes" : "no");
        return new Div(unit, words);
    }

    static String words(Verdict verdict) {
        return verdict.isGood()
                ? UI.getCurrent().getTranslation("devices.import.good")
                : verdict.problems().stream().map(Notifications::message).collect(Collectors.joining(" "));
    }

    private Component cell(Verdict verdict, String column) {
        int number = verdict.line().number();
        String text = Objects.requireNonNull(entered.get(number)).cell(column);
        if (!editable || verdict.isGood()) {
            return new Span(text);
        }
        TextField field = new TextField();
        field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
        field.setWidthFull();
        field.setMaxLength(1_000);
        field.setAriaLabel(getTranslation("users.import.cell", column, number));
        field.setValue(text);
        field.setInvalid(verdict.problems().stream()
                .anyMatch(problem -> problem.field() != null && problem.field().startsWith(column)));
        field.addValueChangeListener(change -> {
            entered.computeIfPresent(number, (key, line) -> line.with(column, change.getValue()));
            lines.say(getTranslation("users.import.again"));
            changed = true;
            edited.run();
        });
        return field;
    }

    /** All lines as they stand in the cells now. */
    List<NewDevice> entered() {
        return List.copyOf(entered.values());
    }

    boolean isChanged() {
        return changed;
    }

    List<NewDevice> good() {
        return verdicts.stream().filter(Verdict::isGood).map(Verdict::line).toList();
    }

    List<Verdict> wrong() {
        return verdicts.stream().filter(verdict -> !verdict.isGood()).toList();
    }
}
