package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Unguarded;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Invitations of users who have not set a password yet. */
@Service
public class Invitations {

    private final Access access;
    private final ManagedUsers managed;
    private final UserMaker maker;
    private final OneTimeLinks links;
    private final Clock clock;

    Invitations(Access access, ManagedUsers managed, UserMaker maker, OneTimeLinks links, Clock clock) {
        this.access = access;
        this.managed = managed;
        this.maker = maker;
        this.links = links;
        this.clock = clock;
    }

    /**
     * Gives a user who has not set a password yet a fresh one-time link, which ends the earlier ones.
     *
     * @return the user with the link, only when mail is not configured; shown once
     * @throws Rejected TOO_MANY_REQUESTS when several have been mailed just now
     */
    @Transactional
    public Users.Created send(UserId id) {
        Actor actor = access.actor();
        ManagedUsers.Managed invited = invited(actor, id);
        Users.Created created = new Users.Created(invited.user(), maker.invite(invited.user(), actor.id()));
        managed.record(actor, invited, "invited");
        return created;
    }

    /** Whether a user who has no password yet can still choose one. */
    @Transactional(readOnly = true)
    public boolean isOpen(UserId id) {
        User user = managed.require(access.actor(), id).user();
        return user.isInvited() && enters(user) && links.isOpen(id);
    }

    /** Whether invitations are mailed; else their links are handed over. */
    @Unguarded("a setting of the installation")
    public boolean areMailed() {
        return maker.sendsMails();
    }

    /** Ends an invitation: its links lead nowhere from now on, those in mails that are still on their way too. */
    @Transactional
    public void revoke(UserId id) {
        Actor actor = access.actor();
        ManagedUsers.Managed invited = invited(actor, id);
        links.endInvitation(id);
        managed.record(actor, invited, "invitationRevoked");
    }

    private ManagedUsers.Managed invited(Actor actor, UserId id) {
        ManagedUsers.Managed found = managed.require(actor, id);
        User user = found.user();
        if (!user.isInvited() || !enters(user)) {
            throw Rejected.conflict("problem.user.notInvited");
        }
        return found;
    }

    private boolean enters(User user) {
        return user.hasAccess(clock.instant()) && access.isServed(user.customerId());
    }
}
