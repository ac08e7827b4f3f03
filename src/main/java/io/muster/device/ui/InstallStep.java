package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import io.muster.device.UnitUse;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One step on site: a title, what went wrong, the step itself, and large buttons at the thumb. */
abstract class InstallStep extends Section {

    static final int STEPS = 4;

    private final H1 heading;
    private final Div problem = new Div();
    private final Div note = new Div();
    private final Div buttons = new Div();

    /**
     * An empty step.
     *
     * @param number of the step, 0 for none
     * @param title  key of its text
     */
    InstallStep(int number, String title) {
        addClassName("install-step");
        if (number > 0) {
            Paragraph where = new Paragraph(getTranslation("install.step", number, STEPS));
            where.addClassName("install-number");
            add(where);
        }
        heading = new H1(getTranslation(title));
        heading.getElement().setAttribute("tabindex", "-1");
        problem.addClassNames("install-problem");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        note.addClassName("install-note");
        note.getElement().setAttribute("role", "status");
        note.setVisible(false);
        buttons.addClassName("install-buttons");
        add(heading, note, problem);
        // Whoever goes by ear hears that there is another step.
        addAttachListener(attached -> heading.getElement().executeJs("this.focus({preventScroll: false})"));
    }

    final Button primary(String text, Runnable action) {
        Button button = new Button(text, click -> attempt(action));
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        button.setDisableOnClick(true);
        buttons.add(button);
        add(buttons);
        return button;
    }

    final Button other(String text, Runnable action) {
        Button button = new Button(text, click -> attempt(action));
        buttons.add(button);
        add(buttons);
        return button;
    }

    /** Nobody goes on from here while something is on its way. */
    final void hold(boolean now) {
        buttons.getChildren().forEach(button -> ((Button) button).setEnabled(!now));
    }

    /** Runs something by a label, which may hold no more meanwhile; then says why elsewhere. */
    final void byLabel(Runnable action, Consumer<String> notFound) {
        try {
            action.run();
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.NOT_FOUND) {
                throw rejected;
            }
            notFound.accept(words(rejected));
        }
    }

    private void attempt(Runnable action) {
        tell(null);
        say(null);
        try {
            action.run();
        } catch (Rejected rejected) {
            attempted(rejected);
        } finally {
            buttons.getChildren().forEach(button -> ((Button) button).setEnabled(true));
        }
    }

    /** Whoever may not be here any more is led out, to where it is said why; everything else is said by the step itself. */
    final void attempted(Rejected rejected) {
        if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
            throw rejected;
        }
        refused(rejected);
    }

    /** A rule was violated; a step with fields shows at which. */
    void refused(Rejected rejected) {
        tell(words(rejected));
    }

    /** In the words that a person understands; how long to wait is told in minutes. */
    final String words(Rejected rejected) {
        Long wait = rejected.figures().get(Rejected.RETRY_AFTER_S);
        return wait == null
                ? Notifications.message(rejected.problem())
                : getTranslation("install.wait", Math.ceilDiv(wait, 60));
    }

    /** What the step is about has become something else while it was shown. */
    final void retitle(String key) {
        heading.setText(getTranslation(key));
    }

    /** Like {@link #words}, of a unit that was installed before: if it is not found, it is not there any more. */
    final String wordsOfInstalled(Rejected rejected) {
        return rejected.kind() == Rejected.Kind.NOT_FOUND ? getTranslation("install.gone") : words(rejected);
    }

    /** Something that is to be known, and is no problem. */
    final void say(@Nullable String text) {
        note.setText(text == null ? "" : text);
        note.setVisible(text != null);
    }

    /** That a unit is in use already, before anything is done about it, and as what: below what the step has so far. */
    final void warn(String text, UnitUse use, Preferences viewer) {
        Paragraph warning = new Paragraph(text);
        warning.addClassName("install-use");
        warning.getElement().setAttribute("role", "alert");
        add(warning, InstallFacts.of(use, viewer));
    }

    final void tell(@Nullable String text) {
        problem.setText(text == null ? "" : text);
        problem.setVisible(text != null);
    }
}
