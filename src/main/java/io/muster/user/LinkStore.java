package io.muster.user;

import io.muster.kernel.Secrets;
import io.muster.kernel.UserId;
import io.muster.user.OneTimeLinks.Purpose;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps links that work once, by the hash of their secret, and until when an invited user can choose a first password. */
@Repository
class LinkStore {

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate many;

    LinkStore(JdbcClient jdbc, NamedParameterJdbcTemplate many) {
        this.jdbc = jdbc;
        this.many = many;
    }

    /** A link for a user, made by somebody; by nobody where the user or the program asked for it. */
    record Made(User user, String secret, @Nullable UserId by) {}

    /** Whom a link belongs to, and who asked for it. */
    record Kept(UserId user, @Nullable UserId by) {}

    void add(Purpose purpose, Collection<Made> links, Instant now, Instant until) {
        many.batchUpdate(
                """
                insert into one_time_link (user_id, purpose, token_hash, email_key, created_at, created_by, expires_at)
                values (:user, :purpose, :hash, :email, :now, :by, :expires)
                """,
                links.stream()
                        .map(link -> row(purpose, link).addValue("now", at(now)).addValue("expires", at(until)))
                        .toArray(SqlParameterSource[]::new));
    }

    private static MapSqlParameterSource row(Purpose purpose, Made link) {
        UserId by = link.by();
        return new MapSqlParameterSource("user", link.user().id().value())
                .addValue("purpose", purpose.name())
                .addValue("hash", Secrets.hash(link.secret()))
                .addValue("email", link.user().emailKey())
                .addValue("by", by == null ? null : by.value(), Types.BIGINT);
    }

    /** Ends the links of a user for one purpose that nobody has used. */
    void end(UserId user, Purpose purpose) {
        jdbc.sql("delete from one_time_link where user_id = :user and purpose = :purpose and used_at is null")
                .param("user", user.value())
                .param("purpose", purpose.name())
                .update();
    }

    /** The link with this secret, where it and its user can still be used and nobody has changed the address meanwhile. */
    Optional<Kept> usable(Purpose purpose, String secret, Instant now) {
        return jdbc.sql("""
                        select l.user_id, l.created_by from one_time_link l join app_user u on u.id = l.user_id
                        where l.token_hash = :hash and l.purpose = :purpose and l.used_at is null and l.expires_at > :now
                          and u.email_key = l.email_key and u.active and u.deleted_at is null
                          and (u.expires_at is null or u.expires_at > :now)
                          and (u.password_hash is null) = :invite
                        """)
                .param("hash", Secrets.hash(secret))
                .param("purpose", purpose.name())
                .param("now", at(now))
                .param("invite", purpose == Purpose.INVITE)
                .query((row, number) -> {
                    Long by = row.getObject(2, Long.class);
                    return new Kept(new UserId(row.getLong(1)), by == null ? null : new UserId(by));
                })
                .optional();
    }

    /** Uses a link up; false where somebody else was first. */
    boolean use(String secret, Instant now) {
        return jdbc.sql("update one_time_link set used_at = :now where token_hash = :hash and used_at is null")
                        .param("now", at(now))
                        .param("hash", Secrets.hash(secret))
                        .update()
                == 1;
    }

    /** Whether a user has an unused link for this purpose that was made since then. */
    boolean hasSince(UserId user, Purpose purpose, Instant since) {
        return jdbc.sql("""
                        select count(*) from one_time_link
                        where user_id = :user and purpose = :purpose and used_at is null and created_at > :since
                        """)
                        .param("user", user.value())
                        .param("purpose", purpose.name())
                        .param("since", at(since))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Until when users can choose a first password; null where their link is still to be made. */
    void inviteUntil(Collection<UserId> users, @Nullable Instant until) {
        many.batchUpdate(
                "update app_user set invited_until = :until where id = :id",
                users.stream()
                        .map(user -> new MapSqlParameterSource("id", user.value())
                                .addValue("until", until == null ? null : at(until), Types.TIMESTAMP_WITH_TIMEZONE))
                        .toArray(SqlParameterSource[]::new));
    }

    /** Until when a user can choose a first password; empty where their link is still to be made. */
    Optional<Instant> invitedUntil(UserId user) {
        return jdbc.sql("select invited_until from app_user where id = :id and invited_until is not null")
                .param("id", user.value())
                .query((row, number) ->
                        row.getObject("invited_until", OffsetDateTime.class).toInstant())
                .optional();
    }

    boolean isInvited(UserId user, Instant now) {
        return jdbc.sql(
                                "select count(*) from app_user where id = :id and (invited_until is null or invited_until > :now)")
                        .param("id", user.value())
                        .param("now", at(now))
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
