package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.page.Page;
import com.vaadin.flow.shared.Registration;
import java.util.function.Consumer;

/** Whether a window is as narrow as a phone. */
public final class PhoneWidth {

    private static final int LESS_THAN_PX = 640;

    private PhoneWidth() {}

    /** Tells whether it is: when the component has come into a window, and whenever that changes its width. */
    public static void follow(Component component, Consumer<Boolean> listener) {
        component.addAttachListener(attached -> {
            Page page = attached.getUI().getPage();
            page.retrieveExtendedClientDetails(
                    details -> listener.accept(details.getWindowInnerWidth() < LESS_THAN_PX));
            Registration resized =
                    page.addBrowserWindowResizeListener(resize -> listener.accept(resize.getWidth() < LESS_THAN_PX));
            component.addDetachListener(detached -> {
                resized.remove();
                detached.unregisterListener();
            });
        });
    }
}
