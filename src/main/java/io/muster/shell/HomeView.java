package io.muster.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;

/** The short addresses lead to the account that the viewer is under; whoever only installs units has one page. */
@Route("accounts")
@RouteAlias("")
@PermitAll
class HomeView extends Div implements BeforeEnterObserver {

    private final transient Access access;

    HomeView(Access access) {
        this.access = access;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Actor actor = access.actor();
        if (actor.onlyInstalls()) {
            event.forwardTo("install");
            return;
        }
        event.forwardTo(Places.tab(actor.customer(), "account"));
    }
}
