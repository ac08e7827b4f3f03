package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.LocationId;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.location.Locations;
import io.muster.user.OneTimeLinks.Purpose;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.relational.core.conversion.DbActionExecutionException;
import org.springframework.stereotype.Component;

/** Writes users: what is unique, what the locations must be, and how a new one gets in. */
@Component
class UserMaker {

    /** For what mails with links to a first password are counted, by whatever way they are asked for. */
    static final String INVITATION = "invitation";

    private static final Pattern UNIQUE = Pattern.compile("(?i)app_user_(email|username)");

    private final UserRepository users;
    private final Access access;
    private final Locations locations;
    private final Passwords passwords;
    private final FirstWelcome welcome;
    private final History history;
    private final Keys keys;

    UserMaker(
            UserRepository users,
            Access access,
            Locations locations,
            Passwords passwords,
            FirstWelcome welcome,
            History history,
            Keys keys) {
        this.users = users;
        this.access = access;
        this.locations = locations;
        this.passwords = passwords;
        this.welcome = welcome;
        this.history = history;
        this.keys = keys;
    }

    /** Ids and moments of new users, and what has to end with a session. */
    @Component
    record Keys(Database database, Clock clock, PreviewStore previews) {

        UserId next() {
            return new UserId(database.next("app_user_seq"));
        }
    }

    /** Invites new users, by mail or by a link that is handed over. */
    @Component
    record FirstWelcome(
            Mailbox mailbox, OneTimeLinks links, MailAllowance allowance, ApplicationEventPublisher events) {

        /**
         * The link, when mail is not configured.
         *
         * @throws Rejected TOO_MANY_REQUESTS when several have been mailed to that address just now
         */
        @Nullable
        String invite(User user, @Nullable UserId by) {
            UserId id = user.id();
            links.beginInvitation(id);
            if (!mailbox.isConfigured()) {
                return links.issue(Purpose.INVITE, id, by)
                        .map(OneTimeLinks.Issued::url)
                        .orElse(null);
            }
            allowance.to(user.email(), INVITATION);
            events.publishEvent(LinkMailWanted.of(Purpose.INVITE, id, by));
            return null;
        }
    }

    /** Checks and hashes the password that was chosen for a new user, before anything is locked; null when none was. */
    @Nullable
    String hash(UserData data, Users.FirstPassword first) {
        if (first instanceof Users.FirstPassword.Chosen(String password)) {
            passwords.check(
                    password, List.of(data.email().value(), data.username().value()));
            return passwords.hash(password);
        }
        return null;
    }

    /**
     * Writes a new user.
     *
     * @param hash of the first password; null for one who is invited to choose it
     * @throws Rejected TOO_MANY_REQUESTS when several invitations have been mailed to the address just now
     */
    Users.Created make(Change.By by, @Nullable UserId actor, UserData data, TreePath place, @Nullable String hash) {
        checkUnique(data, null);
        checkLocations(data, Set.of());
        checkEnd(null, data);
        User user = save(User.created(keys.next(), data, hash, keys.clock().instant()));
        history.record(by, Change.Kind.USER, user.id(), user.username(), place, "created", User.difference(null, data));
        String link = hash == null ? welcome.invite(user, actor) : null;
        return new Users.Created(user, link);
    }

    /**
     * An invited user has another address now: an invitation that stands goes there, and the link in the other mailbox leads nowhere.
     * Where no mail is sent it ends, until somebody asks for its link.
     *
     * @throws Rejected TOO_MANY_REQUESTS when several have been mailed there just now
     */
    void readdress(User user, UserId by) {
        if (!welcome.links().isOpen(user.id())) {
            return;
        }
        boolean goes = welcome.mailbox().isConfigured()
                && user.hasAccess(keys.clock().instant())
                && access.isServed(user.customerId());
        if (goes) {
            welcome.invite(user, by);
        } else {
            welcome.links().endInvitation(user.id());
        }
    }

    /** Whoever reads the mailbox before learns that mails to the user, and links to new passwords, go elsewhere from now on. */
    void tellFormerAddress(User before, User after) {
        if (welcome.mailbox().isConfigured()) {
            welcome.events()
                    .publishEvent(new AddressChanged(
                            after.username(),
                            before.email().value(),
                            after.email().value()));
        }
    }

    boolean sendsMails() {
        return welcome.mailbox().isConfigured();
    }

    /** Sends a fresh link; or gives it, when mail is not configured. */
    @Nullable
    String invite(User user, UserId by) {
        return welcome.invite(user, by);
    }

    /**
     * A user can be given locations of the user's customer, and of those below it, in so far as the actor sees them.
     *
     * @param kept locations that the user has there already, whoever gave them
     */
    void checkLocations(UserData data, Set<LocationId> kept) {
        for (LocationId location : data.locations()) {
            if (kept.contains(location)) {
                continue;
            }
            try {
                locations.require(location, data.customer());
            } catch (Rejected rejected) {
                throw Rejected.invalid("locationIds", "problem.location.unknown");
            }
        }
    }

    void checkEnd(@Nullable UserData before, UserData after) {
        checkEnd(
                before == null ? null : before.expiresAt(),
                after.expiresAt(),
                keys.clock().instant());
    }

    /** An end of an account lies ahead when it is set; one that has come may stay. */
    static void checkEnd(@Nullable Instant before, @Nullable Instant end, Instant now) {
        if (end != null && !end.equals(before) && !end.isAfter(now)) {
            throw Rejected.invalid("expiresAt", "problem.past");
        }
    }

    /** E-mail and user name belong to one user each, whatever their case; both share one space, since both sign in. */
    void checkUnique(UserData data, @Nullable UserId self) {
        Rejected.Collector problems = new Rejected.Collector();
        refuseIfTaken(problems, "email", users.findByEmailKey(data.email().key()), self);
        refuseIfTaken(problems, "email", users.findByUsernameKey(data.email().key()), self);
        refuseIfTaken(
                problems, "username", users.findByUsernameKey(data.username().key()), self);
        refuseIfTaken(problems, "username", users.findByEmailKey(data.username().key()), self);
        problems.throwIfAny();
    }

    private void refuseIfTaken(Rejected.Collector problems, String field, Optional<User> found, @Nullable UserId self) {
        if (found.isPresent() && !found.get().id().equals(self)) {
            boolean known = access.visitor()
                    .flatMap(actor -> keysReach(actor, found.get()))
                    .isPresent();
            // Whoever may not see that user must not learn that there is one.
            problems.add(field, taken(field, known, found.get().isDeleted()));
        }
    }

    /** What is said of an e-mail address or user name that somebody has already. */
    static String taken(String field, boolean known, boolean deleted) {
        return "problem." + field + (!known ? ".unavailable" : deleted ? ".deleted" : ".taken");
    }

    private Optional<TreePath> keysReach(io.muster.access.Actor actor, User user) {
        try {
            return Optional.of(access.require(actor, Permission.SEE_USERS, user.customerId()));
        } catch (Rejected rejected) {
            return Optional.empty();
        }
    }

    /** Saves; whoever may not be here any more is not signed in again by being let back. Two who take the same name in the same moment are told like anybody else. */
    User save(User user) {
        if (!user.hasAccess(keys.clock().instant())) {
            keys.previews().endAll(user.id(), null);
            users.endSessions(user.id());
            users.endAddressChange(user.id());
        }
        try {
            return users.save(user);
        } catch (DuplicateKeyException e) {
            throw taken(e);
        } catch (DbActionExecutionException e) {
            if (e.getCause() instanceof DuplicateKeyException duplicate) {
                throw taken(duplicate);
            }
            throw e;
        }
    }

    /** Which of the two it was says the first name of an index in what the database reports; values come after it. */
    static Rejected taken(DuplicateKeyException duplicate) {
        String report = String.valueOf(duplicate.getMostSpecificCause().getMessage());
        Matcher index = UNIQUE.matcher(report);
        boolean username = index.find() && "username".equalsIgnoreCase(index.group(1));
        return username
                ? Rejected.invalid("username", "problem.username.unavailable")
                : Rejected.invalid("email", "problem.email.unavailable");
    }
}
