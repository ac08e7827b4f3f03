package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.muster.access.Access;
import io.muster.kernel.Change;
import io.muster.kernel.UserId;
import io.muster.ui.FromNeighbour;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Knows which pages are open for whom. As soon as a change is committed that may have ended somebody's access, each of their
 * pages asks whether they may still be here, and leads to the sign-in page when not.
 */
@org.springframework.stereotype.Component
class OpenPages {

    private static final Logger LOG = LoggerFactory.getLogger(OpenPages.class);

    private final Access access;
    private final Map<UI, UserId> pages = new ConcurrentHashMap<>();

    OpenPages(Access access) {
        this.access = access;
    }

    /** For as long as the frame of the pages is attached, its page belongs to this user. */
    void follow(Component frame, UserId user) {
        frame.addAttachListener(attached -> pages.put(attached.getUI(), user));
        frame.addDetachListener(detached -> pages.remove(detached.getUI()));
    }

    @EventListener
    void changed(Change.Changed event) {
        List<Change> changes =
                event.changes().stream().filter(OpenPages::mayEndAccess).toList();
        if (changes.isEmpty()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                pages.forEach((page, user) -> {
                    if (changes.stream().anyMatch(change -> concerns(change, user))) {
                        ask(page);
                    }
                });
            }
        });
    }

    /** Another instance says of what kind a change was, and not whose. */
    @EventListener
    void changed(FromNeighbour event) {
        if (mayEndAccess(event.kind())) {
            pages.keySet().forEach(this::ask);
        }
    }

    private static boolean mayEndAccess(Change change) {
        return mayEndAccess(change.kind()) && !change.action().equals("created");
    }

    private static boolean mayEndAccess(Change.Kind kind) {
        return kind == Change.Kind.USER || kind == Change.Kind.SIGN_IN || kind == Change.Kind.CUSTOMER;
    }

    /** A customer that is suspended ends the access of everybody below it, whoever they are. */
    private static boolean concerns(Change change, UserId user) {
        return change.kind() == Change.Kind.CUSTOMER || change.entity().equals(user.toString());
    }

    private void ask(UI page) {
        try {
            page.access(() -> {
                if (access.visitor().isEmpty()) {
                    SignOut.now(page);
                }
            });
        } catch (UIDetachedException e) {
            pages.remove(page);
            LOG.debug("A page was closed before it could be asked");
        }
    }
}
