package io.muster.shell;

import com.vaadin.flow.component.UI;

/** Leads somebody out who may no longer be here. Whatever the browser still sends is refused at every question anyway. */
final class SignOut {

    private SignOut() {}

    static void now(UI ui) {
        ui.getPage().setLocation("login");
    }
}
