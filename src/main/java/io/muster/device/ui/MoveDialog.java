package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import io.muster.device.DeviceMoves;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.Notifications;
import io.muster.ui.WorkDialog;
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

    /** So many units are named in a notification. */
    private static final int NAMED = 10;

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
                        found -> show(MoveLines.checked(entered, found))));
    }

    private void move() {
        form.read()
                .ifPresent(entered -> stoppable(
                        entered.units().size(),
                        () -> {
                            Map<UnitId, DeviceMoves.Verdict> before =
                                    moves.check(entered.target().id(), entered.units());
                            int moving = Math.toIntExact(MoveLines.count(before, DeviceMoves.Kind.MOVES));
                            return new Moved(
                                    before,
                                    moves.move(entered.target().id(), entered.units(), count -> told(count, moving)));
                        },
                        moved -> done(entered, moved)));
    }

    private void done(DeviceMoveForm.Entered entered, Moved moved) {
        changed.run();
        MoveLines lines = MoveLines.moved(entered, moved.before(), moved.outcomes());
        Map<UnitId, DeviceMoves.Origin> came = lines.came();
        CustomerId place = entered.target().id();
        if (!lines.hasErrors()) {
            close();
            if (came.isEmpty()) {
                Notifications.done(lines.words());
            } else {
                Notifications.done(lines.words(), () -> back(place, came));
            }
            return;
        }
        form.setVisible(false);
        check.setVisible(false);
        move.setVisible(false);
        show(lines);
        finished();
        if (!came.isEmpty()) {
            Button undo = new Button(getTranslation("action.undo"), click -> {
                close();
                back(place, came);
            });
            undo.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
            getFooter().getElement().insertChild(0, undo.getElement());
        }
    }

    private void show(MoveLines lines) {
        verdicts.removeAll();
        verdicts.add(lines);
    }

    /** Their direct assignments do not come back; what somebody else did since stays, and is said. */
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
}
