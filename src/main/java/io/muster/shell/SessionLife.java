package io.muster.shell;

import io.muster.access.Identity;
import io.muster.user.Sessions;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * How long a session lasts. Every visitor has one, so that of somebody who is not signed in is kept as briefly as an open page
 * allows, and that of somebody who never comes back more briefly still: else whoever asks often enough fills the memory. Whoever signs
 * out, or lets the time of a session run out, is no longer listed as signed in.
 */
@Component
class SessionLife implements HttpSessionListener, HttpSessionAttributeListener {

    /** Until the browser has loaded the page's scripts, and asks again. */
    private static final Duration UNTIL_BACK = Duration.ofMinutes(2);

    /** An open page gives a sign of life every five minutes. */
    private static final Duration STRANGER = Duration.ofMinutes(12);

    private static final String SIGNED_IN = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

    private final Sessions sessions;
    private final Duration usual;

    SessionLife(Sessions sessions, @Value("${server.servlet.session.timeout}") Duration usual) {
        this.sessions = sessions;
        this.usual = usual;
    }

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        lasts(event.getSession(), UNTIL_BACK);
    }

    /** The browser has come back with it. */
    static void cameBack(HttpSession session) {
        if (session.getMaxInactiveInterval() == UNTIL_BACK.toSeconds()) {
            lasts(session, STRANGER);
        }
    }

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
        if (event.getName().equals(SIGNED_IN)) {
            lasts(event.getSession(), usual);
        }
    }

    private static void lasts(HttpSession session, Duration time) {
        session.setMaxInactiveInterval((int) time.toSeconds());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        Object context = event.getSession().getAttribute(SIGNED_IN);
        if (context instanceof SecurityContext security
                && security.getAuthentication() != null
                && security.getAuthentication().getPrincipal() instanceof Identity identity
                && identity.session() != null) {
            sessions.end(identity.session());
        }
    }
}
