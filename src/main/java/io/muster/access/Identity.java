package io.muster.access;

import io.muster.kernel.UserId;
import java.util.Set;

/** What a signed-in principal tells about itself; everything else is read anew at every question. */
public interface Identity {

    UserId userId();

    /** All scopes in a browser; those of the token otherwise. */
    Set<Scope> scopes();

    /** {@code web} or {@code api}. */
    String channel();
}
