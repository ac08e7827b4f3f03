package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.access.Unguarded;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
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

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate many;
    private final UserRepository users;
    private final NewPassword newPassword;
    private final Access access;
    private final Clock clock;
    private final String publicUrl;

    OneTimeLinks(
            JdbcClient jdbc,
            NamedParameterJdbcTemplate many,
            UserRepository users,
            NewPassword newPassword,
            Access access,
            Clock clock,
            @Value("${muster.public-url}") String publicUrl) {
        this.jdbc = jdbc;
        this.many = many;
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
                .filter(user -> purpose != Purpose.INVITE || isInvitationOpen(id))
                .map(user -> issue(purpose, user, by));
    }

    private Issued issue(Purpose purpose, User user, @Nullable UserId by) {
        end(user.id(), purpose);
        String secret = Secrets.random();
        OffsetDateTime until = now().plus(purpose.valid);
        jdbc.sql("""
                        insert into one_time_link
                            (user_id, purpose, token_hash, email_key, created_at, created_by, expires_at)
                        values (:user, :purpose, :hash, :email, :now, :by, :expires)
                        """)
                .param("user", user.id().value())
                .param("purpose", purpose.name())
                .param("hash", Secrets.hash(secret))
                .param("email", user.emailKey())
                .param("now", now())
                .param("by", by == null ? null : by.value(), Types.BIGINT)
                .param("expires", until)
                .update();
        if (purpose == Purpose.INVITE) {
            inviteUntil(user.id(), until);
        }
        return issued(purpose, user, secret);
    }

    private Issued issued(Purpose purpose, User user, String secret) {
        return new Issued(user.email().value(), user.username(), publicUrl + "/" + purpose.path + "/" + secret);
    }

    /** First links of new users who have none, by a few statements. */
    List<Issued> inviteAll(List<User> users, UserId by) {
        OffsetDateTime until = now().plus(Purpose.INVITE.valid);
        List<Issued> issued = new ArrayList<>();
        List<SqlParameterSource> rows = new ArrayList<>();
        for (User user : users) {
            String secret = Secrets.random();
            issued.add(issued(Purpose.INVITE, user, secret));
            rows.add(new MapSqlParameterSource("user", user.id().value())
                    .addValue("hash", Secrets.hash(secret))
                    .addValue("email", user.emailKey())
                    .addValue("now", now())
                    .addValue("by", by.value())
                    .addValue("expires", until));
        }
        SqlParameterSource[] all = rows.toArray(SqlParameterSource[]::new);
        many.batchUpdate("""
                insert into one_time_link (user_id, purpose, token_hash, email_key, created_at, created_by, expires_at)
                values (:user, 'INVITE', :hash, :email, :now, :by, :expires)
                """, all);
        many.batchUpdate("update app_user set invited_until = :expires where id = :user", all);
        return issued;
    }

    /** Opens an invitation anew, before its link is made. */
    void beginInvitation(UserId id) {
        inviteUntil(id, null);
    }

    void endInvitation(UserId id) {
        end(id, Purpose.INVITE);
        inviteUntil(id, now());
    }

    private void inviteUntil(UserId id, @Nullable OffsetDateTime until) {
        jdbc.sql("update app_user set invited_until = :until where id = :id")
                .param("until", until, Types.TIMESTAMP_WITH_TIMEZONE)
                .param("id", id.value())
                .update();
    }

    private boolean isInvitationOpen(UserId id) {
        return jdbc.sql(
                                "select count(*) from app_user where id = :id and (invited_until is null or invited_until > :now)")
                        .param("id", id.value())
                        .param("now", now())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private void end(UserId id, Purpose purpose) {
        jdbc.sql("delete from one_time_link where user_id = :user and purpose = :purpose and used_at is null")
                .param("user", id.value())
                .param("purpose", purpose.name())
                .update();
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
        int used = jdbc.sql("update one_time_link set used_at = :now where token_hash = :hash and used_at is null")
                .param("now", now())
                .param("hash", Secrets.hash(secret))
                .update();
        if (used != 1) {
            throw Rejected.notFound();
        }
        for (Purpose other : Purpose.values()) {
            end(user.id(), other);
        }
        newPassword.set(user, hash, null, purpose == Purpose.INVITE ? "passwordSet" : "passwordReset");
    }

    /** A mail with such a link has been sent just now, so that nobody can fill somebody's mailbox. */
    boolean hasFreshReset(UserId id) {
        return jdbc.sql("""
                        select count(*) from one_time_link
                        where user_id = :user and purpose = 'RESET' and used_at is null and created_at > :recently
                        """)
                        .param("user", id.value())
                        .param("recently", now().minus(BETWEEN_MAILS))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private Optional<User> owner(Purpose purpose, String secret) {
        record Link(UserId user, @Nullable Long by) {}
        return jdbc.sql("""
                        select l.user_id, l.created_by from one_time_link l join app_user u on u.id = l.user_id
                        where l.token_hash = :hash and l.purpose = :purpose and l.used_at is null and l.expires_at > :now
                          and u.email_key = l.email_key and u.active and u.deleted_at is null
                          and (u.expires_at is null or u.expires_at > :now)
                          and (u.password_hash is null) = :invite
                        """)
                .param("hash", Secrets.hash(secret))
                .param("purpose", purpose.name())
                .param("now", now())
                .param("invite", purpose == Purpose.INVITE)
                .query((row, number) -> new Link(new UserId(row.getLong(1)), row.getObject(2, Long.class)))
                .optional()
                .flatMap(link -> users.findById(link.user())
                        .filter(user -> access.isServed(user.customerId()))
                        .filter(user -> link.by() == null || couldStillAsk(new UserId(link.by()), user)));
    }

    /** Whoever has lost the right to make such a user, or to change the user, leaves no link behind that does it. */
    private boolean couldStillAsk(UserId by, User user) {
        TreePath place = access.place(user.customerId());
        return access.inBrowser(by)
                .filter(actor -> actor.may(Permission.MANAGE_USERS, place) && !UserGuards.isHigher(actor, user))
                .isPresent();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
