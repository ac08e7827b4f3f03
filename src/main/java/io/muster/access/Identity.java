package io.muster.access;

import io.muster.kernel.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a signed-in principal tells about itself; everything else is read anew at every question. */
public interface Identity {

    UserId userId();

    /** All scopes in a browser; those of the token otherwise. */
    Set<Scope> scopes();

    /** {@code web} or {@code api}. */
    String channel();

    /** The session by which a person is signed in; null for a token, and where there are no sessions. */
    default @Nullable Long session() {
        return null;
    }

    /** Whoever came by the link of an install job; null for users. */
    default @Nullable Guest guest() {
        return null;
    }

    /** When the token ends, so that it cannot make itself live on in another one; null for no end. */
    default @Nullable Instant expiresAt() {
        return null;
    }
}
