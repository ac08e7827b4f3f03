package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends the session of somebody who may no longer be here. */
final class SignOut {

    private static final int GRACE_MS = 500;

    private SignOut() {}

    /** All pages of the session lead to the sign-in page; those that no request is waiting for are told by push. */
    static void now(UI ui) {
        VaadinSession session = ui.getSession();
        boolean answering = VaadinRequest.getCurrent() != null;
        for (UI page : session.getUIs()) {
            if (answering && page == ui) {
                page.getPage().setLocation("login");
            } else {
                // The sign-in page must not open in the session that is about to end.
                page.getPage().executeJs("setTimeout(() => location.assign('login'), $0)", 2 * GRACE_MS);
                if (page.getPushConfiguration().getPushMode().isEnabled()) {
                    page.push();
                }
            }
        }
        if (answering) {
            end(session);
        } else {
            // With the session the way to the browser ends, so what was pushed needs a moment to get there.
            CompletableFuture.delayedExecutor(GRACE_MS, TimeUnit.MILLISECONDS)
                    .execute(() -> session.access(() -> end(session)));
        }
    }

    private static void end(VaadinSession session) {
        WrappedSession http = session.getSession();
        session.close();
        if (http != null) {
            http.invalidate();
        }
    }
}
