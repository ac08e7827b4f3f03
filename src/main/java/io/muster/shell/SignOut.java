package io.muster.shell;

import com.vaadin.flow.component.UI;
import io.muster.access.Access;

/** Leads somebody out who may no longer be here. Whatever the browser still sends is refused at every question anyway. */
final class SignOut {

    /** With this in its address the sign-in page says that one was signed out, and has not come there by mistake. */
    static final String ENDED = "ended";

    private SignOut() {}

    static void now(UI ui, Access access) {
        ui.getPage().setLocation(way(access));
    }

    /** Whoever came by the link of an install job has nothing to sign in with; the page of the link says why it is over. */
    static String way(Access access) {
        return access.guest().isPresent() ? "job" : "login?" + ENDED;
    }
}
