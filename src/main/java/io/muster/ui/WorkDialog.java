package io.muster.ui;

import com.vaadin.flow.component.HasEnabled;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A dialog in which much is done at once: it shows how far that is, and what is wrong with it, and waits meanwhile. */
public abstract class WorkDialog extends Dialog {

    /** From so many on, progress is worth measuring. */
    public static final int MANY = 200;

    protected final Div content = new Div();
    protected final Button close = new Button(getTranslation("action.cancel"), click -> leave());
    private final Paragraph problem = new Paragraph();
    private final ProgressBar progress = new ProgressBar();
    private final Span howFar = new Span();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Button stop = new Button(getTranslation("action.stop"), click -> stop());
    private final transient List<HasEnabled> busy = new ArrayList<>();
    /** What waits while something is under way, and could be used before. */
    private final transient List<HasEnabled> waiting = new ArrayList<>();

    private final transient Unsaved unsaved = new Unsaved(content);
    private final Span nothingYet = new Span(getTranslation("work.nothingYet"));
    private boolean secrets;
    private boolean finished;

    protected WorkDialog(String title) {
        setHeaderTitle(title);
        addClassName("list-dialog");
        setCloseOnOutsideClick(false);
        problem.addClassName("problems");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        progress.setVisible(false);
        howFar.addClassName("list-count");
        stop.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
        stop.setVisible(false);
        busy.add(content);
        busy.add(close);
        unsaved.follow(this, this::leave);
        add(problem, progress, howFar, content);
        getFooter().add(stop, close);
    }

    /** Adds buttons, which wait while something is under way. */
    protected void buttons(Button... buttons) {
        getFooter().add(buttons);
        busy.addAll(List.of(buttons));
    }

    /**
     * Does something beside the page, with the rights of whoever began it.
     *
     * @param size how much it is
     */
    protected <T> void work(int size, Callable<T> work, Consumer<T> done) {
        problem.setVisible(false);
        busy(true);
        progress.setValue(0);
        progress.setIndeterminate(size < MANY);
        Work.begin(
                getUI().orElseThrow(),
                work,
                result -> {
                    busy(false);
                    done.accept(result);
                },
                rejected -> {
                    busy(false);
                    if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                        throw rejected;
                    }
                    refuse(Notifications.message(rejected.problem()));
                },
                () -> busy(false));
    }

    /** Like {@link #work}, of what is done all together or not at all: it can be stopped as often as it says how far it is. */
    protected <T> void stoppable(int size, Callable<T> work, Consumer<T> done) {
        work(size, work, done);
        stop.setVisible(size >= MANY);
    }

    private void stop() {
        stopped.set(true);
        stop.setEnabled(false);
    }

    /** Text above what would be done; that nothing has happened yet stands before it, except while something is under way. */
    protected Paragraph rule(String text) {
        Paragraph rule = new Paragraph();
        rule.add(nothingYet, new Text(" " + text));
        return rule;
    }

    /**
     * Says how much has been done.
     *
     * @throws Rejected when somebody has stopped it, so that nothing is done
     */
    protected void told(int count, int size) {
        if (stopped.get()) {
            throw Rejected.conflict("problem.stopped");
        }
        int all = Math.max(count, size);
        getUI().ifPresent(ui -> Work.tell(ui, () -> {
            progress.setValue((double) count / all);
            howFar.setText(getTranslation("work.howFar", count, all, 100L * count / all));
        }));
    }

    private void busy(boolean now) {
        progress.setVisible(now);
        nothingYet.setVisible(!now);
        howFar.setText("");
        stopped.set(false);
        stop.setEnabled(true);
        stop.setVisible(false);
        if (now) {
            waiting.clear();
            busy.stream().filter(HasEnabled::isEnabled).forEach(waiting::add);
        }
        waiting.forEach(each -> each.setEnabled(!now));
        setCloseOnEsc(!now && !secrets);
        unsaved.working(now);
    }

    /** Closes it; asks first, when something was entered that would be lost. */
    private void leave() {
        if (finished) {
            close();
        } else {
            unsaved.ask(this::close);
        }
    }

    /** Nothing is left to be entered, so that it closes at once. */
    protected void finished() {
        finished = true;
        unsaved.loaded();
        close.setText(getTranslation("action.close"));
    }

    /** Secrets are shown, this once: only the button closes it now. */
    protected void showsSecrets() {
        secrets = true;
        setCloseOnEsc(false);
    }

    protected void refuse(String text) {
        problem.setText(text);
        problem.setVisible(true);
    }

    protected void clearProblem() {
        problem.setVisible(false);
    }
}
