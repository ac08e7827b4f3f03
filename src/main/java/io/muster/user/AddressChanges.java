package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Scope;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How people get another e-mail address: it is theirs once they have opened the link that is mailed there. */
@Service
public class AddressChanges {

    private static final Duration VALID = Duration.ofHours(24);

    private final Access access;
    private final Profile profile;
    private final UserMaker maker;
    private final PasswordResets.Mail mail;
    private final History history;
    private final Pending pending;
    private final String publicUrl;

    AddressChanges(
            Access access,
            Profile profile,
            UserMaker maker,
            PasswordResets.Mail mail,
            History history,
            Pending pending,
            @Value("${muster.public-url}") String publicUrl) {
        this.access = access;
        this.profile = profile;
        this.maker = maker;
        this.mail = mail;
        this.history = history;
        this.pending = pending;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** A link to confirm an address, and to whom it goes. */
    public record Issued(String email, String username, String url) {}

    /**
     * Asks for another address of the actor's own. Where no mail can be sent it is theirs at once.
     *
     * @param password the present one, since whoever has the address can reset it
     * @return true when the address has still to be confirmed
     * @throws Rejected TOO_MANY_REQUESTS when several mails have gone there just now, or the actor has asked for very many
     */
    @Transactional
    public boolean ask(String password, EmailAddress wanted) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        User user = profile.confirmed(actor, password);
        if (wanted.equals(user.email())) {
            return false;
        }
        maker.checkUnique(user.data().with(wanted), user.id());
        if (!mail.mailbox().isConfigured()) {
            change(user, wanted, actor.by());
            return false;
        }
        mail.allowance().toAnybody(wanted, "address", actor.id());
        pending.begin(user, wanted, VALID);
        record(actor.by(), user, "emailAsked", Change.Field.of("email", user.email(), wanted));
        mail.events().publishEvent(new AddressMailWanted(user.id().value()));
        return true;
    }

    /** The address that the actor has asked for and has still to confirm. */
    @Transactional(readOnly = true)
    public Optional<EmailAddress> waiting() {
        return pending.of(access.requireOwn(Scope.READ).id());
    }

    /** Stays with the present address: the link that was mailed to the other one leads nowhere any more. */
    @Transactional
    public void withdraw() {
        Actor actor = access.requireOwn(Scope.ADMIN);
        if (pending.remove(actor.id()) > 0) {
            record(actor.by(), profile.get(), "emailWithdrawn", List.of());
        }
    }

    /** The link for the new address of a user; empty when nothing waits to be confirmed. */
    @Unguarded("called for the mail to the new address")
    @Transactional
    public Optional<Issued> issue(UserId id) {
        String secret = Secrets.random();
        return pending.arm(id, secret)
                .map(waiting -> new Issued(
                        waiting.email().value(), waiting.user().username(), publicUrl + "/confirm/" + secret));
    }

    /**
     * Confirms an address, and uses the link up.
     *
     * @return the address
     * @throws Rejected NOT_FOUND when the link is unknown, used or expired
     */
    @Unguarded("the secret of the link")
    @Transactional
    public EmailAddress confirm(String secret) {
        Waiting waiting = pending.take(secret)
                .filter(found -> access.isServed(found.user().customerId()))
                .orElseThrow(Rejected::notFound);
        User user = waiting.user();
        change(user, waiting.email(), new Change.By(user.id(), user.username(), "web"));
        return waiting.email();
    }

    private void change(User user, EmailAddress wanted, Change.By by) {
        UserData data = user.data().with(wanted);
        maker.checkUnique(data, user.id());
        User after = maker.save(user.edited(data));
        record(by, after, "emailChanged", User.difference(user.data(), data));
        maker.tellFormerAddress(user, after);
    }

    private void record(Change.By by, User user, String action, List<Change.Field> fields) {
        history.record(
                by, Change.Kind.USER, user.id(), user.username(), access.place(user.customerId()), action, fields);
    }

    /** An address that waits to be confirmed. */
    record Waiting(User user, EmailAddress email) {}

    /**
     * Addresses that wait to be confirmed, of which only a hash of the link is kept. They end with the sessions of the user, since
     * somebody else may have asked: with a new password, and when the user signs out everywhere.
     */
    @org.springframework.stereotype.Component
    record Pending(JdbcClient jdbc, UserRepository users, Clock clock) {

        void begin(User user, EmailAddress wanted, Duration valid) {
            remove(user.id());
            jdbc.sql("""
                            insert into address_change (user_id, email, instead_of, expires_at)
                            values (:user, :email, :before, :expires)
                            """)
                    .param("user", user.id().value())
                    .param("email", wanted.value())
                    .param("before", user.emailKey())
                    .param("expires", now().plus(valid))
                    .update();
        }

        Optional<Waiting> arm(UserId user, String secret) {
            jdbc.sql("update address_change set token_hash = :hash where user_id = :user")
                    .param("hash", Secrets.hash(secret))
                    .param("user", user.value())
                    .update();
            return find(Secrets.hash(secret));
        }

        Optional<Waiting> take(String secret) {
            Optional<Waiting> found = find(Secrets.hash(secret));
            return found.filter(waiting -> remove(waiting.user().id()) == 1);
        }

        Optional<EmailAddress> of(UserId user) {
            return jdbc.sql("""
                            select a.email from address_change a join app_user u on u.id = a.user_id
                            where a.user_id = :user and a.expires_at > :now and u.email_key = a.instead_of
                            """)
                    .param("user", user.value())
                    .param("now", now())
                    .query((row, number) -> new EmailAddress(row.getString(1)))
                    .optional();
        }

        int remove(UserId user) {
            return jdbc.sql("delete from address_change where user_id = :user")
                    .param("user", user.value())
                    .update();
        }

        private Optional<Waiting> find(String hash) {
            record Row(UserId user, EmailAddress email) {}
            return jdbc.sql("""
                            select a.user_id, a.email from address_change a join app_user u on u.id = a.user_id
                            where a.token_hash = :hash and a.expires_at > :now and u.email_key = a.instead_of
                            """)
                    .param("hash", hash)
                    .param("now", now())
                    .query((row, number) -> new Row(new UserId(row.getLong(1)), new EmailAddress(row.getString(2))))
                    .optional()
                    .flatMap(row -> users.findById(row.user())
                            .filter(user -> user.hasAccess(clock.instant()))
                            .map(user -> new Waiting(user, row.email())));
        }

        private OffsetDateTime now() {
            return clock.instant().atOffset(ZoneOffset.UTC);
        }
    }
}
