package io.muster.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Paragraph;

/**
 * Asks before something is done. What is refused then is told as ever. A dialog of its own, because Vaadin's confirm dialog breaks
 * rules of accessibility.
 */
public final class Question extends Dialog {

    private final Button cancel = new Button(getTranslation("action.cancel"), click -> close());
    private transient Runnable otherwise = () -> {};
    private final Button confirm = new Button();

    private Question(String title, String text, String confirm, Runnable then) {
        setHeaderTitle(title);
        setRole("alertdialog");
        addClassName("question");
        setCloseOnOutsideClick(false);
        addOpenedChangeListener(change -> {
            if (!change.isOpened()) {
                otherwise.run();
            }
        });
        add(new Paragraph(text));
        this.confirm.setText(confirm);
        // A second click in haste does nothing.
        this.confirm.setDisableOnClick(true);
        this.confirm.addClickListener(click -> {
            otherwise = () -> {};
            close();
            then.run();
            findFocus();
        });
        this.confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(cancel, this.confirm);
    }

    /** Asks before something that hurts. Who only presses Enter does not do it. */
    public static void beforeHarm(String title, String text, String confirm, Runnable then) {
        Question question = new Question(title, text, confirm, then);
        question.confirm.addThemeVariants(ButtonVariant.LUMO_ERROR);
        question.openOn(question.cancel);
    }

    /** Asks before something that people should know of, and that hurts nobody. */
    public static void before(String title, String text, String confirm, Runnable then) {
        Question question = new Question(title, text, confirm, then);
        question.openOn(question.confirm);
    }

    /** Asks before what somebody has typed is thrown away. */
    static void beforeLoss(Runnable then) {
        beforeLoss(then, () -> {});
    }

    /**
     * Asks before what somebody has typed is thrown away.
     *
     * @param otherwise runs when it is to stay
     */
    static void beforeLoss(Runnable then, Runnable otherwise) {
        UI ui = UI.getCurrent();
        Question question = new Question(
                ui.getTranslation("unsaved.title"),
                ui.getTranslation("unsaved.text"),
                ui.getTranslation("unsaved.discard"),
                then);
        question.otherwise = otherwise;
        question.cancel.setText(ui.getTranslation("unsaved.keep"));
        question.confirm.addThemeVariants(ButtonVariant.LUMO_ERROR);
        question.openOn(question.cancel);
    }

    /**
     * The row that was acted upon may be gone, and the focus with it: whoever works by keyboard goes on in the list then. Rows are
     * waited for while they are drawn; where none is left it is the heading of the page, and no field, which would keep the keys for
     * undo and search to itself.
     */
    private static void findFocus() {
        UI.getCurrent().getPage().executeJs("""
                let looks = 0;
                const look = () => {
                  if (document.activeElement !== document.body) return;
                  const row = document.querySelector('main vaadin-grid')?.shadowRoot.querySelector('#items [tabindex="0"]');
                  if (row) return row.focus();
                  if (++looks < 10) return setTimeout(look, 150);
                  const heading = document.querySelector('main h1');
                  heading?.setAttribute('tabindex', '-1');
                  heading?.focus();
                };
                setTimeout(look, 600)""");
    }

    /** The dialog takes the focus itself once it is open; after that it goes to a button. */
    private void openOn(Button button) {
        open();
        getElement()
                .executeJs(
                        "requestAnimationFrame(() => setTimeout(() => $0.focus({ focusVisible: true }), 50))", button);
    }

    /** The button that says yes. */
    public Button confirm() {
        return confirm;
    }
}
