package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.WrappedSession;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends the session of somebody who may no longer be here. */
final class SignOut {

    private static final int GRACE_MS = 500;

    private SignOut() {}

    /** In a request, whose answer leads the browser to the sign-in page. */
    static void now(UI ui) {
        VaadinSession session = ui.getSession();
        ui.getPage().setLocation("login");
        end(session);
    }

    /** Without a request: the browser gets the word first, because with the session the way to it ends. */
    static void soon(UI ui) {
        VaadinSession session = ui.getSession();
        ui.getPage().executeJs("setTimeout(() => location.assign('login'), $0)", 2 * GRACE_MS);
        CompletableFuture.delayedExecutor(GRACE_MS, TimeUnit.MILLISECONDS)
                .execute(() -> session.access(() -> end(session)));
    }

    private static void end(VaadinSession session) {
        WrappedSession http = session.getSession();
        session.close();
        if (http != null) {
            http.invalidate();
        }
    }
}
