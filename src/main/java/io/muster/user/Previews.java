package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The program as another user sees it, read only. Whoever looks must be allowed to change that user, so that nobody gets to
 * see more than they do as themselves; the moment that does not hold any more, it is over.
 */
@Service
public class Previews {

    /** How long one lasts at most. */
    public static final Duration LONGEST = Duration.ofMinutes(30);

    private final Access access;
    private final ManagedUsers managed;
    private final PreviewStore store;
    private final Clock clock;

    Previews(Access access, ManagedUsers managed, PreviewStore store, Clock clock) {
        this.access = access;
        this.managed = managed;
        this.store = store;
        this.clock = clock;
    }

    /**
     * From now on the session that asks sees what this user sees, for {@link #LONGEST} at most.
     *
     * @throws Rejected FORBIDDEN for a user who sees more than the actor, or from within another preview; CONFLICT for one
     *                  who could not sign in and thus sees nothing
     */
    @Transactional
    public void begin(UserId id) {
        Actor actor = access.actor();
        ManagedUsers.Managed found = managed.require(actor, id);
        long session = access.session().orElseThrow(() -> Rejected.forbidden("problem.preview.session"));
        if (actor.id().equals(id)) {
            throw Rejected.forbidden("problem.preview.self");
        }
        if (access.inBrowser(id).isEmpty()) {
            throw Rejected.conflict("problem.preview.nothing", found.user().username());
        }
        if (!access.mayLookAs(actor, id)) {
            throw Rejected.forbidden("problem.preview.higher");
        }
        store.begin(session, id, clock.instant().plus(LONGEST));
    }

    /** The session that asks is itself again. */
    @Transactional
    public void end() {
        access.person();
        access.session().ifPresent(store::end);
    }
}
