package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.access.Scope;
import io.muster.user.ApiToken;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API token.
 *
 * @param token the token itself, only in the answer that creates it
 */
record TokenJson(
        String id,
        String name,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {

    static TokenJson of(ApiToken token, @Nullable String secret) {
        return new TokenJson(
                String.valueOf(token.id()),
                token.name(),
                scopeNames(token.scopes()),
                Moments.shown(token.createdAt()),
                Moments.orNull(token.expiresAt()),
                Moments.orNull(token.lastUsedAt()),
                secret);
    }

    /** Scopes as they are written outside: in lower case. */
    static List<String> scopeNames(Set<Scope> scopes) {
        return scopes.stream()
                .sorted()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
