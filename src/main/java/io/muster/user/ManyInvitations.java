package io.muster.user;

import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Invites many new users: by mails that are made one by one after the commit, or by links that are made all at once. */
@Component
class ManyInvitations {

    /** So many users are one event; each of them becomes an event of its own for the mail. */
    private static final int PART = 100;

    private final Mailbox mailbox;
    private final OneTimeLinks links;
    private final MailAllowance allowance;
    private final ApplicationEventPublisher events;

    ManyInvitations(Mailbox mailbox, OneTimeLinks links, MailAllowance allowance, ApplicationEventPublisher events) {
        this.mailbox = mailbox;
        this.links = links;
        this.allowance = allowance;
        this.events = events;
    }

    /** Event: these users are to get a mail each. */
    record Wanted(List<Long> users, long by) {}

    /**
     * Invites them; gives the links, when mail is not configured.
     *
     * @throws Rejected TOO_MANY_REQUESTS when several have been mailed to one of them just now
     */
    List<OneTimeLinks.Issued> send(List<User> users, UserId by) {
        if (!mailbox.isConfigured()) {
            return links.inviteAll(users.stream().filter(User::active).toList(), by);
        }
        users.forEach(user -> allowance.to(user.email(), UserMaker.INVITATION));
        List<Long> ids = users.stream().map(user -> user.id().value()).toList();
        for (int i = 0; i < ids.size(); i += PART) {
            events.publishEvent(new Wanted(
                    new ArrayList<>(ids.subList(i, Math.min(i + PART, ids.size()))), by.value()));
        }
        return List.of();
    }

    @ApplicationModuleListener
    void each(Wanted wanted) {
        wanted.users()
                .forEach(user ->
                        events.publishEvent(new LinkMailWanted(OneTimeLinks.Purpose.INVITE, user, wanted.by())));
    }
}
