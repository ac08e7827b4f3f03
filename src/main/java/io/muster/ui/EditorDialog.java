package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.orderedlayout.VerticalLayout;
import com.vaadin.flow.component.tabs.TabSheet;
import io.muster.kernel.Rejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A dialog around a form, which asks before what was changed in it is lost. When the service refuses what was entered, the
 * dialog stays open with everything in it, and says why: at the field where there is one, else at the top.
 */
public class EditorDialog<D> extends Dialog {

    /** Saves what was entered; throws {@link Rejected} to keep the dialog open. */
    public interface Saver<D> {

        void save(D data);
    }

    private final DataForm<D> form;
    private final transient Saver<D> saver;
    private final Problems problems = new Problems();
    private final VerticalLayout content = new VerticalLayout();
    private final transient Unsaved unsaved;
    private @Nullable TabSheet tabs;

    public EditorDialog(String title, String confirm, DataForm<D> form, Saver<D> saver) {
        this.form = form;
        this.saver = saver;
        unsaved = new Unsaved(form.component());
        unsaved.follow(this, this::leave);
        setHeaderTitle(title);
        addClassName("editor-dialog");
        setCloseOnOutsideClick(false);
        setDraggable(true);
        content.add(problems, form.component());
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
            content.remove(form.component());
            tabs.add(own, form.component());
            content.add(tabs);
        }
        tabs.add(other, component);
        return this;
    }

    private void leave() {
        unsaved.ask(this::close);
    }

    private void save() {
        problems.clear();
        Optional<D> read = form.read();
        if (read.isEmpty()) {
            goToProblem();
            return;
        }
        try {
            unsaved.saving(() -> saver.save(read.get()));
            close();
        } catch (Rejected rejected) {
            problems.show(rejected, form);
            goToProblem();
        }
    }

    /** In a long form the field that is wrong may be out of sight. */
    private void goToProblem() {
        if (tabs != null) {
            tabs.setSelectedIndex(0);
        }
        getElement()
                .executeJs("setTimeout(() => (this.querySelector('.problems:not([hidden])')?.scrollIntoView(),"
                        + " this.querySelector('[invalid]')?.focus()))");
    }
}
