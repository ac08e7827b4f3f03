package io.muster.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import io.muster.kernel.Rejected;

/** Short messages in the top right corner. */
public final class Notifications {

    private static final int SHORT = 5_000;
    private static final int LONG = 10_000;

    /** By keyboard: Ctrl+Z while nobody is typing, since what lies in the corner is far away for whoever uses Tab. */
    private static final String BY_KEYBOARD = """
            const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName ?? '');
            const listener = (event) => {
              if (!this.isConnected) document.removeEventListener('keydown', listener);
              else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey
                  && !event.composedPath().some(typing)) {
                event.preventDefault();
                document.removeEventListener('keydown', listener);
                this.click();
              }
            };
            document.addEventListener('keydown', listener);""";

    private Notifications() {}

    /** Something worked. */
    public static void done(String text) {
        Notification notification = make(text, SHORT);
        notification.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
        notification.open();
    }

    /** Something worked that can be taken back for a while. */
    public static void done(String text, Runnable undo) {
        Notification notification = make(text, LONG);
        notification.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
        Button button = new Button(UI.getCurrent().getTranslation("action.undo"), click -> {
            notification.close();
            undo.run();
        });
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
        button.setTooltipText(UI.getCurrent().getTranslation("action.undo.hint"));
        button.getElement().setAttribute("aria-keyshortcuts", "Control+Z");
        button.addAttachListener(attached -> button.getElement().executeJs(BY_KEYBOARD));
        notification.add(button);
        notification.open();
    }

    /** Something worked, but people should know what comes of it. */
    public static void warned(String text) {
        Notification notification = make(text, LONG);
        notification.addThemeVariants(NotificationVariant.LUMO_WARNING);
        notification.open();
    }

    public static void failed(String text) {
        Notification notification = make(text, LONG);
        notification.addThemeVariants(NotificationVariant.LUMO_ERROR);
        Button close = new Button(VaadinIcon.CLOSE_SMALL.create(), click -> notification.close());
        close.setAriaLabel(UI.getCurrent().getTranslation("action.close"));
        close.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
        notification.add(close);
        notification.open();
    }

    public static void refused(Rejected rejected) {
        failed(message(rejected.problem()));
    }

    /** What a person is told about a violated rule. */
    public static String message(Rejected.Problem problem) {
        return UI.getCurrent().getTranslation(problem.key(), problem.args().toArray());
    }

    private static Notification make(String text, int duration) {
        Notification notification = new Notification();
        notification.setPosition(Notification.Position.TOP_END);
        notification.setDuration(duration);
        notification.add(new Span(text));
        return notification;
    }
}
