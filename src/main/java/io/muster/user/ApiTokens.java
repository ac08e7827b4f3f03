package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.Database;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import io.muster.kernel.Slice;
import io.muster.kernel.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tokens by which programs act for a user: {@code mst_} and 256 random bits, hashed in the database, shown once. */
@Service
public class ApiTokens {

    public static final String PREFIX = "mst_";
    private static final int SHORTEST = 32;
    private static final int LONGEST = 200;
    private static final Duration LAST_USED_STEP = Duration.ofMinutes(1);
    private static final Keyset.Column ID = new Keyset.Column("id", "id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("name", "name", Keyset.Type.TEXT),
            new Keyset.Column("createdAt", "created_at", Keyset.Type.TIME),
            ID);

    private final JdbcClient jdbc;
    private final Database database;
    private final History history;
    private final Access access;
    private final Clock clock;

    ApiTokens(Access access, JdbcClient jdbc, Database database, History history, Clock clock) {
        this.jdbc = jdbc;
        this.database = database;
        this.history = history;
        this.access = access;
        this.clock = clock;
    }

    /** A new token, with its secret for the one time it is shown. */
    public record Issued(ApiToken token, String secret) {}

    /** Who a token speaks for. */
    public record TokenIdentity(
            UserId userId, Set<Scope> scopes, @Nullable Instant expiresAt)
            implements Identity, java.security.Principal {

        @Override
        public String channel() {
            return "api";
        }

        @Override
        public String getName() {
            return userId.toString();
        }
    }

    /**
     * Makes a token of the actor's own, which can be no stronger than what it was made with.
     *
     * @param scopes at least one, each held by the actor
     */
    @Transactional
    public Issued create(Name name, @Nullable Instant expiresAt, Set<Scope> scopes) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        if (scopes.isEmpty()) {
            throw Rejected.invalid("scopes", "problem.scopes.required");
        }
        if (!actor.scopes().containsAll(scopes)) {
            throw Rejected.forbidden("problem.scope");
        }
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Rejected.invalid("expiresAt", "problem.past");
        }
        Instant end = access.end().orElse(Instant.MAX);
        if ((expiresAt == null ? Instant.MAX : expiresAt).isAfter(end)) {
            throw Rejected.forbidden("problem.token.outlives");
        }
        String secret = PREFIX + Secrets.random();
        ApiToken token = store(actor.id(), name, expiresAt, scopes, secret);
        record(actor, token, "created");
        return new Issued(token, secret);
    }

    /** The actor's own tokens that are not revoked, the newest first. */
    @Transactional(readOnly = true)
    public Slice<ApiToken> list(ListQuery query) {
        Actor actor = access.requireOwn(Scope.READ);
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("id", true), ID);
        String search = query.search().isEmpty() ? "" : " and lower(name) like :q escape '!'";
        return keyset.page(
                jdbc,
                "select *",
                "from api_token where user_id = :user and revoked_at is null" + search,
                Map.of("user", actor.id().value(), "q", query.pattern()),
                (row, number) -> token(row));
    }

    /** Ends a token of the actor's own at once. */
    @Transactional
    public void revoke(long id) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        ApiToken token = jdbc.sql("select * from api_token where id = :id and user_id = :user and revoked_at is null")
                .param("id", id)
                .param("user", actor.id().value())
                .query((row, number) -> token(row))
                .optional()
                .orElseThrow(Rejected::notFound);
        jdbc.sql("update api_token set revoked_at = :now where id = :id")
                .param("now", now())
                .param("id", id)
                .update();
        record(actor, token, "revoked");
    }

    /** Who this token speaks for; empty for one that is unknown, revoked or expired. */
    @Unguarded("the token itself")
    @Transactional
    public Optional<TokenIdentity> identify(String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() > LONGEST) {
            return Optional.empty();
        }
        record Found(
                long id, TokenIdentity identity, @Nullable Instant lastUsedAt) {}
        Optional<Found> found = jdbc.sql("""
                        select * from api_token where token_hash = :hash and revoked_at is null
                          and (expires_at is null or expires_at > :now)
                        """)
                .param("hash", Secrets.hash(secret))
                .param("now", now())
                .query((row, number) -> {
                    ApiToken token = token(row);
                    return new Found(
                            token.id(),
                            new TokenIdentity(new UserId(row.getLong("user_id")), token.scopes(), token.expiresAt()),
                            token.lastUsedAt());
                })
                .optional();
        found.filter(token -> token.lastUsedAt() == null
                        || token.lastUsedAt().plus(LAST_USED_STEP).isBefore(clock.instant()))
                .ifPresent(token -> jdbc.sql("update api_token set last_used_at = :now where id = :id")
                        .param("now", now())
                        .param("id", token.id())
                        .update());
        return found.map(Found::identity);
    }

    /** Keeps the token that the settings give for an unattended start. */
    void storeFirst(UserId owner, String secret) {
        if (!secret.startsWith(PREFIX) || secret.length() < PREFIX.length() + SHORTEST || secret.length() > LONGEST) {
            throw new IllegalArgumentException("MUSTER_SETUP_API_TOKEN must be " + PREFIX + " and at least " + SHORTEST
                    + " more characters, and no longer than " + LONGEST + " in all");
        }
        store(owner, new Name("Set-up"), null, EnumSet.allOf(Scope.class), secret);
    }

    private ApiToken store(UserId owner, Name name, @Nullable Instant expiresAt, Set<Scope> scopes, String secret) {
        long id = database.next("api_token_seq");
        jdbc.sql("""
                        insert into api_token (id, user_id, name, token_hash, scopes, created_at, expires_at, version)
                        values (:id, :user, :name, :hash, :scopes, :now, :expires, 1)
                        """)
                .param("id", id)
                .param("user", owner.value())
                .param("name", name.value())
                .param("hash", Secrets.hash(secret))
                .param("scopes", scopes.stream().sorted().map(Scope::name).collect(Collectors.joining(",")))
                .param("now", now())
                .param(
                        "expires",
                        expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC),
                        Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        return new ApiToken(id, name.value(), Set.copyOf(scopes), clock.instant(), expiresAt, null);
    }

    private void record(Actor actor, ApiToken token, String action) {
        history.record(
                actor.by(),
                Change.Kind.TOKEN,
                token.id(),
                token.name(),
                access.place(actor.customer()),
                action,
                Change.Field.of("scopes", null, "created".equals(action) ? token.scopes() : null));
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("id"),
                row.getString("name"),
                Arrays.stream(row.getString("scopes").split(","))
                        .map(Scope::valueOf)
                        .collect(Collectors.toSet()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
