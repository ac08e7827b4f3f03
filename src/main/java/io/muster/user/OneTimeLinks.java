package io.muster.user;

import io.muster.access.History;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Links by which an invited user sets the first password: single use, 256 random bits, 72 hours, bound to the user and to the
 * address they were sent to. A new link ends the earlier ones.
 */
@Service
public class OneTimeLinks {

    private static final Duration VALID = Duration.ofHours(72);
    private static final String INVITE = "INVITE";

    private final JdbcClient jdbc;
    private final UserRepository users;
    private final Passwords passwords;
    private final History history;
    private final UserPlaces places;
    private final Clock clock;
    private final String publicUrl;

    OneTimeLinks(
            JdbcClient jdbc,
            UserRepository users,
            Passwords passwords,
            History history,
            UserPlaces places,
            Clock clock,
            @Value("${muster.public-url}") String publicUrl) {
        this.jdbc = jdbc;
        this.users = users;
        this.passwords = passwords;
        this.history = history;
        this.places = places;
        this.clock = clock;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** What a person who opens a link sees before choosing a password. */
    public record Invitation(UserId user, String email, String username) {}

    /** A new link and whom it is for. */
    public record Issued(String email, String username, String url) {}

    /**
     * Makes a link for a user who is about to be invited.
     *
     * @return the link, whose secret exists nowhere else
     * @throws Rejected NOT_FOUND when the user is gone, or has a password already
     */
    @Unguarded("called by whoever has been allowed to create or invite the user")
    @Transactional
    public Issued issue(UserId id, @Nullable UserId by) {
        User user = users.findById(id)
                .filter(found -> !found.isDeleted() && found.isInvited())
                .orElseThrow(Rejected::notFound);
        jdbc.sql("delete from one_time_link where user_id = :user and purpose = :purpose and used_at is null")
                .param("user", id.value())
                .param("purpose", INVITE)
                .update();
        String secret = Secrets.random();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.sql("""
                        insert into one_time_link
                            (user_id, purpose, token_hash, email_key, created_at, created_by, expires_at)
                        values (:user, :purpose, :hash, :email, :now, :by, :expires)
                        """)
                .param("user", id.value())
                .param("purpose", INVITE)
                .param("hash", Secrets.hash(secret))
                .param("email", user.emailKey())
                .param("now", now)
                .param("by", by == null ? null : by.value(), java.sql.Types.BIGINT)
                .param("expires", now.plus(VALID))
                .update();
        return new Issued(user.email().value(), user.username(), publicUrl + "/welcome/" + secret);
    }

    /** Whom a link belongs to, while it can still be used. */
    @Unguarded("the secret of the link")
    @Transactional(readOnly = true)
    public Optional<Invitation> open(String secret) {
        return owner(secret).map(user -> new Invitation(user.id(), user.email().value(), user.username()));
    }

    /**
     * Sets the first password and uses the link up.
     *
     * @throws Rejected NOT_FOUND when the link is unknown, used or expired; INVALID when the password breaks a rule
     */
    @Unguarded("the secret of the link")
    @Transactional
    public void accept(String secret, String password) {
        User user = owner(secret).orElseThrow(Rejected::notFound);
        passwords.check(password, List.of(user.email().value(), user.username()));
        int used = jdbc.sql("update one_time_link set used_at = :now where token_hash = :hash and used_at is null")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("hash", Secrets.hash(secret))
                .update();
        if (used != 1) {
            throw Rejected.notFound();
        }
        users.save(user.withPassword(passwords.hash(password)));
        CustomerId customer = user.customerId();
        history.record(
                new Change.By(user.id(), user.username(), "web"),
                Change.Kind.USER,
                user.id(),
                user.username(),
                places.of(customer),
                "passwordSet",
                List.of());
    }

    private Optional<User> owner(String secret) {
        return jdbc.sql("""
                        select l.user_id from one_time_link l join app_user u on u.id = l.user_id
                        where l.token_hash = :hash and l.used_at is null and l.expires_at > :now
                          and u.email_key = l.email_key and u.active and u.deleted_at is null
                        """)
                .param("hash", Secrets.hash(secret))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new UserId(row.getLong(1)))
                .optional()
                .flatMap(users::findById);
    }
}
