package io.muster.shell;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.RouteNotFoundError;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.access.Access;
import io.muster.user.Previews;
import org.springframework.stereotype.Component;

/**
 * Looks at everybody before a page opens. Whoever's access has ended is led to the sign-in page; whoever must have a second
 * factor and has none, to where it is set up; a guest has one page. A preview whose time has passed ends.
 */
@Component
class Doorstep implements VaadinServiceInitListener {

    private static final String SET_UP = "second-factor";
    private static final String INSTALL = "install";

    private final Access access;
    private final Previews previews;

    Doorstep(Access access, Previews previews) {
        this.access = access;
        this.previews = previews;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addUIInitListener(init -> init.getUI().addBeforeEnterListener(this::enter));
    }

    /** A page that says what went wrong is for everybody, and needs none of what may be wrong: the database, above all. */
    private static boolean saysWhatWentWrong(Class<?> page) {
        return HasErrorParameter.class.isAssignableFrom(page) && !RouteNotFoundError.class.isAssignableFrom(page);
    }

    private void enter(BeforeEnterEvent event) {
        if (saysWhatWentWrong(event.getNavigationTarget())) {
            return;
        }
        boolean open = event.getNavigationTarget().isAnnotationPresent(AnonymousAllowed.class);
        if (!open && access.hasEnded()) {
            event.forwardToUrl(SignOut.way(access));
        } else if (!open
                && access.guest().isPresent()
                && !event.getLocation().getPath().equals(INSTALL)) {
            event.forwardTo(INSTALL);
        } else if (!event.getLocation().getPath().equals(SET_UP) && access.lacksSecondFactor()) {
            event.forwardTo(SET_UP);
        } else if (access.preview().filter(Access.Preview::over).isPresent()) {
            previews.end();
            // The frame that is open is still that of the preview.
            event.getUI().getPage().setLocation(event.getLocation().getPathWithQueryParameters());
        }
    }
}
