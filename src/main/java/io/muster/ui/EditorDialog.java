package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.orderedlayout.VerticalLayout;
import com.vaadin.flow.component.tabs.TabSheet;
import io.muster.kernel.Rejected;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A dialog around a form, which asks before what was changed in it is lost. When the service refuses what was entered, the
 * dialog stays open with everything in it, and says why: at the field where there is one, else at the top. What somebody else has
 * changed meanwhile comes into the form, beside what was entered.
 */
public class EditorDialog<D> extends Dialog {

    /** Saves what was entered; throws {@link Rejected} to keep the dialog open. */
    public interface Saver<D> {

        void save(D data);
    }

    /** A form with something as it is now, and how that is saved. */
    public record Draft<D>(DataForm<D> form, Saver<D> saver) {}

    /**
     * Enter in a line of text, but not where a list is searched; what was typed has to be sent first, because a field tells it when
     * the focus leaves it.
     */
    private static final String ENTER = "event.key === 'Enter' && !event.ctrlKey && !event.isComposing"
            + " && !event.defaultPrevented && event.target.closest('.list-panel, .list-toolbar') === null"
            + " && event.target.closest('vaadin-text-field, vaadin-email-field, vaadin-password-field,"
            + " vaadin-integer-field, vaadin-number-field') !== null"
            + " && event.target.dispatchEvent(new Event('change', { bubbles: true }))";

    private transient Draft<D> draft;
    private final transient @Nullable Supplier<Draft<D>> reread;
    private final Problems problems = new Problems();
    private final VerticalLayout content = new VerticalLayout();
    private final Div place = new Div();
    private final transient Unsaved unsaved;
    private @Nullable TabSheet tabs;

    /** For something new, or something of which there are no versions. */
    public EditorDialog(String title, String confirm, DataForm<D> form, Saver<D> saver) {
        this(title, confirm, new Draft<>(form, saver), null);
    }

    /**
     * For something that somebody else may change meanwhile.
     *
     * @param read reads it, now and when that has happened
     */
    public EditorDialog(String title, String confirm, Supplier<Draft<D>> read) {
        this(title, confirm, read.get(), read);
    }

    private EditorDialog(String title, String confirm, Draft<D> draft, @Nullable Supplier<Draft<D>> reread) {
        this.draft = draft;
        this.reread = reread;
        Component form = draft.form().component();
        unsaved = new Unsaved(form);
        unsaved.follow(this, this::leave);
        setHeaderTitle(title);
        addClassName("editor-dialog");
        setCloseOnOutsideClick(false);
        setDraggable(true);
        place.setWidthFull();
        place.add(form);
        content.add(problems, place);
        content.setPadding(false);
        add(content);

        Button cancel = new Button(getTranslation("action.cancel"), click -> leave());
        Button save = new Button(confirm);
        save.addClickListener(click -> {
            try {
                save();
            } finally {
                save.setEnabled(true);
            }
        });
        place.getElement().addEventListener("keydown", enter -> save()).setFilter(ENTER);
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        // A field sends what was typed when the focus leaves it.
        save.addClickShortcut(Key.ENTER, com.vaadin.flow.component.KeyModifier.CONTROL)
                .resetFocusOnActiveElement();
        save.setDisableOnClick(true);
        getFooter().add(cancel, save);
    }

    /** Puts something above the form that is not part of it. */
    public EditorDialog<D> above(Component component) {
        content.addComponentAsFirst(component);
        return this;
    }

    /**
     * Shows the form on the first of several tabs. What is done on the others is done at once, and not what is saved here.
     *
     * @param own text on the tab of the form
     */
    public EditorDialog<D> tab(String own, String other, Component component) {
        if (tabs == null) {
            tabs = new TabSheet();
            tabs.setWidthFull();
            content.remove(place);
            tabs.add(own, place);
            content.add(tabs);
        }
        tabs.add(other, component);
        return this;
    }

    private void leave() {
        unsaved.ask(this::close);
    }

    private void save() {
        // Whoever presses Enter twice in haste has saved once.
        if (!isOpened()) {
            return;
        }
        problems.clear();
        Optional<D> read = draft.form().read();
        if (read.isEmpty()) {
            goToProblem();
            return;
        }
        try {
            unsaved.saving(() -> draft.saver().save(read.get()));
            close();
        } catch (Rejected rejected) {
            if (reread == null || rejected.kind() != Rejected.Kind.STALE || !takeOver(reread.get())) {
                problems.show(rejected, draft.form());
            }
            goToProblem();
        }
    }

    /** Shows what somebody else has changed, and keeps what was entered; false where the two cannot be brought together. */
    private boolean takeOver(Draft<D> fresh) {
        Component form = fresh.form().component();
        Optional<List<String>> both = unsaved.takeOver(form);
        if (both.isEmpty()) {
            return false;
        }
        place.removeAll();
        place.add(form);
        draft = fresh;
        String labels = String.join(", ", both.get());
        problems.say(labels.isEmpty() ? getTranslation("unsaved.theirs") : getTranslation("unsaved.both", labels));
        return true;
    }

    /** In a long form the field that is wrong may be out of sight. */
    private void goToProblem() {
        if (tabs != null) {
            tabs.setSelectedIndex(0);
        }
        getElement()
                .executeJs("setTimeout(() => (this.querySelector('.problems:not([hidden])')?.scrollIntoView(),"
                        + " this.querySelector('[invalid]')?.focus(),"
                        // With what it says of it, which the buttons may hide.
                        + " this.querySelector('[invalid]')?.scrollIntoView({ block: 'center' })))");
    }
}
