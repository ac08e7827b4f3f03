package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import io.muster.kernel.UserId;
import io.muster.user.OneTimeLinks.Purpose;
import java.time.Clock;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Ways to a new password for whoever has forgotten theirs. */
@Service
public class PasswordResets {

    private static final int LONGEST_NAME = 254;
    private static final int LONGEST_TYPED = 4 * LONGEST_NAME;

    private final Access access;
    private final ManagedUsers managed;
    private final UserRepository users;
    private final OneTimeLinks links;
    private final Mail mail;
    private final SignInThrottle throttle;
    private final History history;

    PasswordResets(
            Access access,
            ManagedUsers managed,
            UserRepository users,
            OneTimeLinks links,
            Mail mail,
            SignInThrottle throttle,
            History history) {
        this.access = access;
        this.managed = managed;
        this.users = users;
        this.links = links;
        this.mail = mail;
        this.throttle = throttle;
        this.history = history;
    }

    /** How what is asked for reaches people, and when it was. */
    @org.springframework.stereotype.Component
    record Mail(Mailbox mailbox, ApplicationEventPublisher events, Clock clock, MailAllowance allowance) {}

    /**
     * Somebody has forgotten the password of an e-mail address or user name. Whether there is such a user is looked up only
     * after the answer, which therefore is the same, and as fast, for everybody.
     *
     * @throws TooManyAttempts when this source or name has to wait
     */
    @Unguarded("tells nothing; the link goes to the address of the account and nowhere else")
    @Transactional
    public void forgotten(String typed, String source) {
        String name = typed.length() > LONGEST_TYPED ? "" : Text.key(typed);
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            return;
        }
        throttle.attempt("forgotten\n" + name, source);
        mail.events().publishEvent(new PasswordForgotten(name));
    }

    @ApplicationModuleListener
    void lookUp(PasswordForgotten forgotten) {
        users.findByEmailKey(forgotten.name())
                .or(() -> users.findByUsernameKey(forgotten.name()))
                .filter(user -> user.hasAccess(mail.clock().instant())
                        && !user.isInvited()
                        && access.isServed(user.customerId())
                        && !links.hasFreshReset(user.id()))
                .ifPresent(user -> {
                    mail.events().publishEvent(LinkMailWanted.of(Purpose.RESET, user.id(), null));
                    history.record(
                            new Change.By(null, user.username(), "web"),
                            Change.Kind.USER,
                            user.id(),
                            user.username(),
                            access.place(user.customerId()),
                            "passwordForgotten",
                            List.of());
                });
    }

    /**
     * Gives a user a one-time link to a new password. The present password works until the link is used.
     *
     * @return the user with the link, only when mail is not configured; shown once
     * @throws Rejected TOO_MANY_REQUESTS when several have been mailed just now
     */
    @Transactional
    public Users.Created give(UserId id) {
        Actor actor = access.actor();
        ManagedUsers.Managed found = managed.require(actor, id);
        if (actor.id().equals(id)) {
            throw Rejected.forbidden("problem.user.ownPassword");
        }
        User user = found.user();
        boolean enters = user.hasAccess(mail.clock().instant()) && access.isServed(user.customerId());
        if (user.isInvited() || !enters) {
            throw Rejected.conflict("problem.user.noPassword");
        }
        managed.record(actor, found, "passwordResetGiven");
        if (mail.mailbox().isConfigured()) {
            mail.allowance().to(user.email(), "reset");
            mail.events().publishEvent(LinkMailWanted.of(Purpose.RESET, id, actor.id()));
            return new Users.Created(user, null);
        }
        return new Users.Created(
                user,
                links.issue(Purpose.RESET, id, actor.id())
                        .map(OneTimeLinks.Issued::url)
                        .orElse(null));
    }
}
