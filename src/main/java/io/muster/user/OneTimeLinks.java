package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.access.Unguarded;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links by which a user sets the first password, or a new one: single use, 256 random bits, valid for a while, bound to the user
 * and to the address they were sent to. A new link ends the earlier ones.
 */
@Service
public class OneTimeLinks {

    /** What a link is for. */
    public enum Purpose {
        /** To set the first password. */
        INVITE("welcome", Duration.ofHours(72)),
        /** To set a new password. */
        RESET("reset", Duration.ofHours(1));

        private final String path;
        private final Duration valid;

        Purpose(String path, Duration valid) {
            this.path = path;
            this.valid = valid;
        }

        /** Where the link leads, and the name of its texts. */
        public String path() {
            return path;
        }
    }

    private static final Duration BETWEEN_MAILS = Duration.ofMinutes(2);

    private final LinkStore links;
    private final UserRepository users;
    private final NewPassword newPassword;
    private final Access access;
    private final Clock clock;
    private final String publicUrl;

    OneTimeLinks(
            LinkStore links,
            UserRepository users,
            NewPassword newPassword,
            Access access,
            Clock clock,
            @Value("${muster.public-url}") String publicUrl) {
        this.links = links;
        this.users = users;
        this.newPassword = newPassword;
        this.access = access;
        this.clock = clock;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** What a person who opens a link sees before choosing a password. */
    public record Owner(UserId user, String email, String username) {}

    /** A new link and whom it is for. */
    public record Issued(String email, String username, String url) {}

    /**
     * Makes a link for a user.
     *
     * @param by user who asked for it; null for the user, or for the program itself
     * @return the link, whose secret exists nowhere else; empty when it is not wanted any more
     */
    @Unguarded("called by whoever has been allowed to ask for the link")
    @Transactional
    public Optional<Issued> issue(Purpose purpose, UserId id, @Nullable UserId by) {
        return users.findById(id)
                .filter(user -> user.hasAccess(clock.instant()) && user.isInvited() == (purpose == Purpose.INVITE))
                .filter(user -> access.isServed(user.customerId()))
                .filter(user -> purpose != Purpose.INVITE || isOpen(id))
                .map(user -> issue(purpose, user, by));
    }

    private Issued issue(Purpose purpose, User user, @Nullable UserId by) {
        links.end(user.id(), purpose);
        Instant end = clock.instant().plus(purpose.valid);
        // Another link of the same invitation, because the mail with the one before did not go out, makes it no longer.
        Instant until =
                purpose == Purpose.INVITE ? links.invitedUntil(user.id()).orElse(end) : end;
        return add(purpose, List.of(user), by, until).getFirst();
    }

    /** First links of new users who have none, by a few statements; not of those whose customer is suspended. */
    List<Issued> inviteAll(List<User> users, UserId by) {
        Set<CustomerId> served = users.stream()
                .map(User::customerId)
                .distinct()
                .filter(access::isServed)
                .collect(Collectors.toSet());
        return add(
                Purpose.INVITE,
                users.stream()
                        .filter(user -> served.contains(user.customerId()))
                        .toList(),
                by,
                clock.instant().plus(Purpose.INVITE.valid));
    }

    private List<Issued> add(Purpose purpose, List<User> users, @Nullable UserId by, Instant until) {
        Instant now = clock.instant();
        List<LinkStore.Made> made = users.stream()
                .map(user -> new LinkStore.Made(user, Secrets.random(), by))
                .toList();
        links.add(purpose, made, now, until);
        if (purpose == Purpose.INVITE) {
            links.inviteUntil(users.stream().map(User::id).toList(), until);
        }
        return made.stream().map(link -> issued(purpose, link)).toList();
    }

    private Issued issued(Purpose purpose, LinkStore.Made link) {
        User user = link.user();
        return new Issued(user.email().value(), user.username(), publicUrl + "/" + purpose.path + "/" + link.secret());
    }

    /** Opens an invitation anew, before its link is made. */
    void beginInvitation(UserId id) {
        links.inviteUntil(List.of(id), null);
    }

    /** Whether an invited user can still choose a first password, by a link that was made or is being made. */
    boolean isOpen(UserId id) {
        return links.isInvited(id, clock.instant());
    }

    void endInvitation(UserId id) {
        links.end(id, Purpose.INVITE);
        links.inviteUntil(List.of(id), clock.instant());
    }

    /** Whom a link belongs to, while it can still be used. */
    @Unguarded("the secret of the link")
    @Transactional(readOnly = true)
    public Optional<Owner> open(Purpose purpose, String secret) {
        return owner(purpose, secret)
                .map(user -> new Owner(user.id(), user.email().value(), user.username()));
    }

    /**
     * Sets the password and uses the link up; other links of the user, and all sessions, end with it.
     *
     * @throws Rejected NOT_FOUND when the link is unknown, used or expired; INVALID when the password breaks a rule
     */
    @Unguarded("the secret of the link")
    @Transactional
    public void accept(Purpose purpose, String secret, String password) {
        User user = owner(purpose, secret).orElseThrow(Rejected::notFound);
        String hash = newPassword.hash(user, password);
        if (!links.use(secret, clock.instant())) {
            throw Rejected.notFound();
        }
        for (Purpose other : Purpose.values()) {
            links.end(user.id(), other);
        }
        newPassword.set(user, hash, null, purpose == Purpose.INVITE ? "passwordSet" : "passwordReset");
    }

    /** A mail with such a link has been sent just now, so that nobody can fill somebody's mailbox. */
    boolean hasFreshReset(UserId id) {
        return links.hasSince(id, Purpose.RESET, clock.instant().minus(BETWEEN_MAILS));
    }

    private Optional<User> owner(Purpose purpose, String secret) {
        return links.usable(purpose, secret, clock.instant())
                .flatMap(link -> users.findById(link.user())
                        .filter(user -> access.isServed(user.customerId()))
                        .filter(user -> link.by() == null || couldStillAsk(link.by(), user)));
    }

    /** Whoever has lost the right to make such a user, or to change the user, leaves no link behind that does it. */
    private boolean couldStillAsk(UserId by, User user) {
        TreePath place = access.place(user.customerId());
        return access.inBrowser(by)
                .filter(actor -> actor.may(Permission.MANAGE_USERS, place) && !UserGuards.isHigher(actor, user))
                .isPresent();
    }
}
