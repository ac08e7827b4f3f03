package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;

/** Ends the session of somebody who may no longer be here. */
final class SignOut {

    private SignOut() {}

    static void now(UI ui) {
        VaadinSession session = ui.getSession();
        ui.getPage().setLocation("login");
        WrappedSession http = session.getSession();
        session.close();
        if (http != null) {
            http.invalidate();
        }
    }
}
