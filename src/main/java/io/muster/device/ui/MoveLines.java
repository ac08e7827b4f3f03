package io.muster.device.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceMoves.Kind;
import io.muster.device.DeviceMoves.Origin;
import io.muster.device.DeviceMoves.Outcome;
import io.muster.device.DeviceMoves.Verdict;
import io.muster.kernel.UnitId;
import io.muster.ui.CopyButton;
import io.muster.ui.JudgedLines;
import io.muster.ui.Notifications;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What would become of the units of a move, or became of them: of all in a sentence, and of each in a line. */
final class MoveLines extends Div {

    private record Line(String unit, String verdict, Look look) {}

    private enum Look {
        GOOD("yes"),
        BAD("no"),
        /** Nothing is to be done. */
        SAME("faint");

        private final String css;

        Look(String css) {
            this.css = css;
        }
    }

    private final transient DeviceMoveForm.Entered entered;
    private final transient List<Line> lines = new ArrayList<>();
    private final transient Map<UnitId, Origin> came = new LinkedHashMap<>();

    private MoveLines(DeviceMoveForm.Entered entered) {
        this.entered = entered;
        entered.wrong().forEach(text -> add(text, getTranslation("device.move.verdict.NO_ID"), Look.BAD));
    }

    /** What would become of them. */
    static MoveLines checked(DeviceMoveForm.Entered entered, Map<UnitId, Verdict> found) {
        MoveLines lines = new MoveLines(entered);
        found.forEach(lines::addVerdict);
        long moves = count(found, Kind.MOVES);
        long noRoom = count(found, Kind.NO_ROOM);
        lines.show(
                noRoom > 0
                        ? lines.getTranslation("device.move.checked.noRoom", moves, noRoom)
                        : lines.getTranslation("device.move.checked", moves, lines.lines.size()));
        return lines;
    }

    /** What became of them. */
    static MoveLines moved(DeviceMoveForm.Entered entered, Map<UnitId, Verdict> before, Map<UnitId, Outcome> outcomes) {
        MoveLines lines = new MoveLines(entered);
        outcomes.forEach((unit, outcome) -> lines.addOutcome(unit, outcome, before.get(unit)));
        lines.show(lines.words());
        return lines;
    }

    static long count(Map<UnitId, Verdict> found, Kind kind) {
        return found.values().stream().filter(verdict -> verdict.kind() == kind).count();
    }

    private void addVerdict(UnitId unit, Verdict verdict) {
        String words = verdict.problem() == null
                ? getTranslation("device.move.verdict." + verdict.kind(), verdict.customerName())
                : Notifications.message(verdict.problem());
        add(
                unit.shown(),
                words,
                switch (verdict.kind()) {
                    case MOVES -> Look.GOOD;
                    case THERE -> Look.SAME;
                    case NOT_FOUND, NOT_YOURS, NO_ROOM -> Look.BAD;
                });
    }

    private void addOutcome(UnitId unit, Outcome outcome, @Nullable Verdict before) {
        if (outcome == Outcome.NOT_FOUND) {
            add(unit.shown(), getTranslation("device.move.outcome.NOT_FOUND"), Look.BAD);
        } else if (before != null && before.kind() != Kind.THERE && before.from() != null) {
            came.put(unit, before.from());
            add(unit.shown(), getTranslation("device.move.outcome.MOVED"), Look.GOOD);
        } else {
            add(unit.shown(), getTranslation("device.move.verdict.THERE"), Look.SAME);
        }
    }

    private void add(String unit, String verdict, Look look) {
        lines.add(new Line(unit, verdict, look));
    }

    /** Units that came from elsewhere, and from where. */
    Map<UnitId, Origin> came() {
        return came;
    }

    /** Some could not be moved. */
    boolean hasErrors() {
        return count(Look.BAD) > 0;
    }

    private long count(Look look) {
        return lines.stream().filter(line -> line.look() == look).count();
    }

    /** What became of all of them. */
    String words() {
        String target = entered.target().name();
        if (came.isEmpty() && !hasErrors()) {
            return getTranslation("device.move.there", target);
        }
        long wrong = entered.wrong().size();
        return getTranslation("device.moved", came.size(), target)
                + getTranslation("device.moved.others", count(Look.SAME), count(Look.BAD) - wrong, wrong);
    }

    private void show(String words) {
        JudgedLines<Line> judged = new JudgedLines<>(lines, line -> line.look() == Look.BAD);
        judged.grid()
                .addColumn(Line::unit)
                .setHeader(getTranslation("device.unitId"))
                .setFlexGrow(1);
        judged.grid()
                .addComponentColumn(line -> {
                    Span verdict = new Span(line.verdict());
                    verdict.addClassName(line.look().css);
                    return verdict;
                })
                .setKey("verdict")
                .setHeader(getTranslation("users.import.verdict"))
                .setFlexGrow(2);
        String text =
                lines.stream().map(line -> line.unit() + "\t" + line.verdict()).collect(Collectors.joining("\n"));
        Div head = new Div(new Paragraph(words), new CopyButton(text));
        head.addClassName("row-facts");
        add(head, judged);
    }
}
