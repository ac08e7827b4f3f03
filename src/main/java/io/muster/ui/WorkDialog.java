package io.muster.ui;

import com.vaadin.flow.component.HasEnabled;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A dialog in which much is done at once: it shows how far that is, and what is wrong with it, and waits meanwhile. */
public abstract class WorkDialog extends Dialog {

    /** From so many on, progress is worth measuring. */
    public static final int MANY = 200;

    protected final Div content = new Div();
    protected final Button close = new Button(getTranslation("action.cancel"), click -> close());
    private final Paragraph problem = new Paragraph();
    private final ProgressBar progress = new ProgressBar();
    private final transient List<HasEnabled> busy = new ArrayList<>();

    protected WorkDialog(String title) {
        setHeaderTitle(title);
        addClassName("list-dialog");
        setCloseOnOutsideClick(false);
        problem.addClassName("problems");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);
        progress.setVisible(false);
        busy.add(content);
        busy.add(close);
        add(problem, progress, content);
        getFooter().add(close);
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
                });
    }

    /** Says how much has been done. */
    protected void told(int count, int size) {
        getUI().ifPresent(ui -> Work.tell(ui, () -> progress.setValue((double) count / size)));
    }

    private void busy(boolean now) {
        progress.setVisible(now);
        busy.forEach(each -> each.setEnabled(!now));
        setCloseOnEsc(!now);
    }

    protected void refuse(String text) {
        problem.setText(text);
        problem.setVisible(true);
    }

    protected void clearProblem() {
        problem.setVisible(false);
    }
}
