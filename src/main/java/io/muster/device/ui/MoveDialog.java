package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceMoves;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.CopyButton;
import io.muster.ui.Notifications;
import io.muster.ui.WorkDialog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Moves devices: which ones and where to, what would become of each, and what became of it, to copy and to take back.
 */
class MoveDialog extends WorkDialog {

    private final transient DeviceMoves moves;
    private final transient Runnable changed;
    private final DeviceMoveForm form;
    private final Div verdicts = new Div();
    private final Button check = new Button(getTranslation("device.move.check"), click -> check());
    private final Button move = new Button(getTranslation("device.move.confirm"), click -> move());

    /** A line of what is said of the units. */
    private record Line(String unit, String verdict, String look) {}

    /** So many units are named in a notification. */
    private static final int NAMED = 10;

    private static final String GOOD = "yes";
    private static final String BAD = "no";
    /** Nothing is to be done. */
    private static final String SAME = "faint";

    private record Moved(Map<UnitId, DeviceMoves.Verdict> before, Map<UnitId, DeviceMoves.Outcome> outcomes) {}

    MoveDialog(DeviceMoves moves, DeviceMoveForm form, Runnable changed) {
        super(UI.getCurrent().getTranslation("device.move.title"));
        this.moves = moves;
        this.form = form;
        this.changed = changed;
        move.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        verdicts.getElement().setAttribute("role", "status");
        content.add(form, verdicts);
        buttons(check, move);
    }

    /** Says of each unit what would become of it, and does nothing. */
    private void check() {
        form.read()
                .ifPresent(entered -> work(
                        entered.units().size(),
                        () -> moves.check(entered.target().id(), entered.units()),
                        found -> show(summary(entered, found), lines(entered, found))));
    }

    private String summary(DeviceMoveForm.Entered entered, Map<UnitId, DeviceMoves.Verdict> found) {
        long moves = count(found, DeviceMoves.Kind.MOVES);
        long tooMany = count(found, DeviceMoves.Kind.NO_ROOM);
        return tooMany > 0
                ? getTranslation("device.move.checked.noRoom", moves, tooMany)
                : getTranslation(
                        "device.move.checked",
                        moves,
                        found.size() + entered.wrong().size());
    }

    private void move() {
        form.read()
                .ifPresent(entered -> stoppable(
                        entered.units().size(),
                        () -> {
                            Map<UnitId, DeviceMoves.Verdict> before =
                                    moves.check(entered.target().id(), entered.units());
                            return new Moved(
                                    before,
                                    moves.move(
                                            entered.target().id(),
                                            entered.units(),
                                            count -> told(count, entered.units().size())));
                        },
                        moved -> done(entered, moved)));
    }

    private void done(DeviceMoveForm.Entered entered, Moved moved) {
        changed.run();
        Map<UnitId, DeviceMoves.Origin> came = new LinkedHashMap<>();
        List<Line> left = new ArrayList<>(wrong(entered));
        List<Line> all = new ArrayList<>(left);
        moved.outcomes().forEach((unit, outcome) -> {
            DeviceMoves.Verdict before = moved.before().get(unit);
            boolean now = outcome == DeviceMoves.Outcome.MOVED;
            boolean moves = before != null && before.kind() == DeviceMoves.Kind.MOVES;
            DeviceMoves.Origin from = before == null ? null : before.from();
            if (now && moves && from != null) {
                came.put(unit, from);
            }
            boolean there = now && !moves;
            String words = there
                    ? getTranslation("device.move.verdict.THERE")
                    : getTranslation("device.move.outcome." + (now ? "MOVED" : "NOT_FOUND"));
            Line line = new Line(unit.shown(), words, there ? SAME : now ? GOOD : BAD);
            all.add(line);
            if (!now) {
                left.add(line);
            }
        });
        int count = came.size();
        CustomerId place = entered.target().id();
        String words = getTranslation("device.moved", count, entered.target().name());
        if (left.isEmpty()) {
            close();
            if (count > 0) {
                Notifications.done(words, () -> back(place, came));
            } else {
                Notifications.done(
                        getTranslation("device.move.there", entered.target().name()));
            }
            return;
        }
        form.setVisible(false);
        check.setVisible(false);
        move.setVisible(false);
        finished();
        show(words, all);
        if (count > 0) {
            Button undo = new Button(getTranslation("action.undo"), click -> {
                close();
                back(place, came);
            });
            undo.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
            getFooter().getElement().insertChild(0, undo.getElement());
        }
    }

    /** Their locations and assignments do not come back; what somebody else did since stays, and is said. */
    private void back(CustomerId place, Map<UnitId, DeviceMoves.Origin> came) {
        try {
            List<UnitId> left = moves.back(place, came);
            changed.run();
            if (left.isEmpty()) {
                Notifications.done(getTranslation("device.movedBack"));
            } else {
                String names = left.stream().limit(NAMED).map(UnitId::shown).collect(Collectors.joining(", "));
                Notifications.warned(getTranslation(
                        "device.movedBack.left", came.size() - left.size(), names, Math.max(0, left.size() - NAMED)));
            }
        } catch (Rejected rejected) {
            Notifications.refused(rejected);
        }
    }

    private List<Line> lines(DeviceMoveForm.Entered entered, Map<UnitId, DeviceMoves.Verdict> found) {
        List<Line> lines = new ArrayList<>(wrong(entered));
        found.forEach((unit, verdict) -> lines.add(new Line(
                unit.shown(),
                verdict.problem() == null
                        ? getTranslation("device.move.verdict." + verdict.kind(), verdict.customerName())
                        : Notifications.message(verdict.problem()),
                switch (verdict.kind()) {
                    case MOVES -> GOOD;
                    case THERE -> SAME;
                    case NOT_FOUND, NOT_YOURS, NO_ROOM -> BAD;
                })));
        return lines;
    }

    private List<Line> wrong(DeviceMoveForm.Entered entered) {
        return entered.wrong().stream()
                .map(text -> new Line(text, getTranslation("device.move.verdict.NO_ID"), BAD))
                .toList();
    }

    private static long count(Map<UnitId, DeviceMoves.Verdict> found, DeviceMoves.Kind kind) {
        return found.values().stream().filter(verdict -> verdict.kind() == kind).count();
    }

    private void show(String words, List<Line> lines) {
        Grid<Line> grid = new Grid<>();
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_COMPACT);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setHeight("16rem");
        grid.addColumn(Line::unit).setHeader(getTranslation("device.unitId")).setFlexGrow(1);
        grid.addComponentColumn(line -> {
                    Span verdict = new Span(line.verdict());
                    verdict.addClassName(line.look());
                    return verdict;
                })
                .setKey("verdict")
                .setHeader(getTranslation("users.import.verdict"))
                .setFlexGrow(2);
        grid.setItems(lines);
        String text =
                lines.stream().map(line -> line.unit() + "\t" + line.verdict()).collect(Collectors.joining("\n"));
        Div head = new Div(new Paragraph(words), new CopyButton(text));
        head.addClassName("row-facts");
        verdicts.removeAll();
        verdicts.add(head, grid);
    }
}
