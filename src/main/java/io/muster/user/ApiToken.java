package io.muster.user;

import io.muster.access.Scope;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API token as its owner sees it; the token itself is shown once, when it is created.
 *
 * @param expiresAt null for never
 */
public record ApiToken(
        long id,
        String name,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {}
