package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;

/** Ends the session of somebody who may no longer be here. */
final class SignOut {

    private SignOut() {}

    /** All pages of the session lead to the sign-in page; those that no request is waiting for are told by push. */
    static void now(UI ui) {
        VaadinSession session = ui.getSession();
        for (UI page : session.getUIs()) {
            page.getPage().setLocation("login");
            boolean answering = page == ui && VaadinRequest.getCurrent() != null;
            if (!answering && page.getPushConfiguration().getPushMode().isEnabled()) {
                page.push();
            }
        }
        WrappedSession http = session.getSession();
        session.close();
        if (http != null) {
            http.invalidate();
        }
    }
}
