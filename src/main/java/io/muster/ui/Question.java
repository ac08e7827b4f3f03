package io.muster.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;

/** Asks before something is done. What is refused then is told as ever. */
public final class Question {

    private Question() {}

    /** Asks before something that hurts. */
    public static void beforeHarm(String title, String text, String confirm, Runnable then) {
        ConfirmDialog dialog = dialog(title, text, confirm, then);
        dialog.setConfirmButtonTheme("error primary");
        dialog.open();
    }

    /** Asks before something that people should know of, and that hurts nobody. */
    public static void before(String title, String text, String confirm, Runnable then) {
        dialog(title, text, confirm, then).open();
    }

    private static ConfirmDialog dialog(String title, String text, String confirm, Runnable then) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader(title);
        dialog.setText(text);
        dialog.setCancelable(true);
        dialog.setCancelText(UI.getCurrent().getTranslation("action.cancel"));
        dialog.setConfirmText(confirm);
        dialog.addConfirmListener(confirmed -> then.run());
        return dialog;
    }
}
