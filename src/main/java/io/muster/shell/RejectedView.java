package io.muster.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NavigationTrigger;
import com.vaadin.flow.router.ParentLayout;
import io.muster.access.Access;
import io.muster.access.OutOfReach;
import io.muster.kernel.Rejected;
import io.muster.ui.OpenDialogs;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** An address that leads nowhere for this viewer: what does not exist and what is out of reach look the same. */
@ParentLayout(MainLayout.class)
@PermitAll
class RejectedView extends Div implements HasErrorParameter<Rejected>, HasDynamicTitle {

    private final transient Access access;
    private final transient OutOfReach outOfReach;
    private boolean forbidden;

    RejectedView(Access access, OutOfReach outOfReach) {
        this.access = access;
        this.outOfReach = outOfReach;
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Rejected> parameter) {
        Rejected rejected = parameter.getException();
        if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
            SignOut.now(event.getUI(), access);
            return HttpServletResponse.SC_UNAUTHORIZED;
        }
        // Who only loses sight of a page that is open has not tried anything.
        boolean tried = event.getTrigger() != NavigationTrigger.REFRESH_ROUTE;
        if (tried
                && rejected.kind() == Rejected.Kind.NOT_FOUND
                && access.visitor().isPresent()) {
            outOfReach.tried(event.getLocation().getPath());
        }
        OpenDialogs.close(event.getUI());
        forbidden = rejected.kind() == Rejected.Kind.FORBIDDEN;
        addClassName("dead-end");
        removeAll();
        add(
                new H2(getPageTitle()),
                new Paragraph(getTranslation(forbidden ? "forbidden.text" : "notFound.text")),
                new Anchor("accounts", getTranslation("notFound.home")));
        return forbidden ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_NOT_FOUND;
    }

    @Override
    public String getPageTitle() {
        return getTranslation(forbidden ? "forbidden.title" : "notFound.title");
    }
}
