package io.muster.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import io.muster.access.Access;
import io.muster.kernel.Rejected;
import io.muster.ui.Notifications;
import io.muster.user.TooManyAttempts;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What happens when a click leads to an exception: a refusal is said, a bug is logged under a number that is shown. A browser
 * that leaves while it is answered is neither.
 */
@Component
class ErrorHandling implements VaadinServiceInitListener {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandling.class);

    private final Access access;

    ErrorHandling(Access access) {
        this.access = access;
    }

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.getSource().addSessionInitListener(init -> init.getSession().setErrorHandler(this::handle));
    }

    private void handle(ErrorEvent event) {
        Throwable error = event.getThrowable();
        Rejected rejected = cause(error, Rejected.class);
        UI ui = UI.getCurrent();
        if (rejected != null) {
            tell(ui, there -> say(there, rejected));
            return;
        }
        if (cause(error, TooManyAttempts.class) != null) {
            tell(ui, there -> Notifications.failed(there.getTranslation("problem.busy")));
            return;
        }
        if (cause(error, ClientAbortException.class) != null || cause(error, UIDetachedException.class) != null) {
            LOG.debug("A page was closed while it was answered", error);
            return;
        }
        String number = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("Error {} in a page", number, error);
        tell(ui, there -> Notifications.failed(there.getTranslation("error.unexpected", number)));
    }

    /** Shows something, unless the page has been closed. */
    private static void tell(@Nullable UI ui, Consumer<UI> message) {
        if (ui != null) {
            ui.accessLater(() -> message.accept(ui), () -> LOG.debug("A page was closed before it could be told"))
                    .run();
        }
    }

    private void say(UI ui, Rejected rejected) {
        if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
            SignOut.now(ui, access);
        } else {
            Notifications.refused(rejected);
        }
    }

    private static <T extends Throwable> @Nullable T cause(@Nullable Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
