package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.muster.access.Access;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.ui.FromNeighbour;
import io.muster.ui.Places;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;

/**
 * Knows which pages are open for whom. As soon as a change is committed that may have ended somebody's access, each of their
 * pages asks whether they may still be here, and leads to the sign-in page when not. A page about a customer that was moved or
 * deleted is opened anew: it may be out of reach, or in another place.
 */
@org.springframework.stereotype.Component
class OpenPages {

    private static final Logger LOG = LoggerFactory.getLogger(OpenPages.class);

    /** Where it was, a customer is no more. */
    private static final Set<String> GONE = Set.of("moved_away", "deleted");

    private static final Set<String> RIGHTS = Set.of("groups", "restricted", "locations", "customerId");

    private final Access access;
    private final Map<UI, Set<UserId>> pages = new ConcurrentHashMap<>();

    OpenPages(Access access) {
        this.access = access;
    }

    /** For as long as the frame of the pages is attached, its page belongs to these users: in a preview to both of them. */
    void follow(Component frame, Set<UserId> users) {
        frame.addAttachListener(attached -> pages.put(attached.getUI(), users));
        frame.addDetachListener(detached -> pages.remove(detached.getUI()));
    }

    @EventListener
    void changed(Change.Changed event) {
        List<Change> changes =
                event.changes().stream().filter(OpenPages::mayEndAccess).toList();
        if (changes.isEmpty()) {
            return;
        }
        // A page that is read by the thread that commits would take part in what is over.
        AfterCommit.run(() -> Thread.ofVirtual().name("open-pages").start(() -> tell(changes)));
    }

    private void tell(List<Change> changes) {
        Set<CustomerId> gone = changes.stream()
                .filter(change -> change.kind() == Change.Kind.CUSTOMER && GONE.contains(change.action()))
                .map(change -> CustomerId.of(change.entity()))
                .collect(Collectors.toUnmodifiableSet());
        pages.forEach((page, users) -> {
            List<Change> own =
                    changes.stream().filter(change -> concerns(change, users)).toList();
            if (!own.isEmpty()) {
                ask(page, own.stream().anyMatch(OpenPages::changesRights), gone);
            }
        });
    }

    /** Another instance says of what kind a change was, and not whose. */
    @EventListener
    void changed(FromNeighbour event) {
        if (mayEndAccess(event.kind())) {
            pages.keySet().forEach(page -> ask(page, event.kind() == Change.Kind.USER, Set.of()));
        }
    }

    private static boolean mayEndAccess(Change change) {
        return mayEndAccess(change.kind()) && !change.action().equals("created");
    }

    private static boolean mayEndAccess(Change.Kind kind) {
        return kind == Change.Kind.USER
                || kind == Change.Kind.SIGN_IN
                || kind == Change.Kind.CUSTOMER
                || kind == Change.Kind.JOB;
    }

    /**
     * A customer that is suspended ends the access of everybody below it, whoever they are; a job that is revoked that of
     * people who are no users.
     */
    private static boolean concerns(Change change, Set<UserId> users) {
        return change.kind() == Change.Kind.CUSTOMER
                || change.kind() == Change.Kind.JOB
                || users.stream().anyMatch(user -> change.entity().equals(user.toString()));
    }

    /** What somebody may do has changed: what the page offers, and whether it is theirs to see, is no longer true. */
    private static boolean changesRights(Change change) {
        return change.kind() == Change.Kind.USER
                && change.fields().stream().map(Change.Field::name).anyMatch(RIGHTS::contains);
    }

    /**
     * Lets a page ask.
     *
     * @param anew it is opened anew
     * @param gone customers that were moved or deleted: as is a page about one of them, or about one below
     */
    private void ask(UI page, boolean anew, Set<CustomerId> gone) {
        try {
            page.access(() -> {
                if (access.visitor().isEmpty()) {
                    SignOut.now(page, access);
                } else if (access.preview().filter(Access.Preview::over).isPresent()) {
                    page.getPage().reload();
                } else if (anew || isElsewhere(page, gone)) {
                    page.refreshCurrentRoute(true);
                }
            });
        } catch (UIDetachedException e) {
            pages.remove(page);
            LOG.debug("A page was closed before it could be asked");
        }
    }

    /** The customer that the page is about is out of reach, or in another place than before. */
    private boolean isElsewhere(UI page, Set<CustomerId> gone) {
        Optional<CustomerId> about = Places.customer(page.getActiveViewLocation());
        if (about.isEmpty()) {
            return false;
        }
        try {
            TreePath now = access.place(about.get());
            return !access.actor().reaches(now) || now.ids().stream().anyMatch(gone::contains);
        } catch (Rejected deleted) {
            return true;
        }
    }
}
