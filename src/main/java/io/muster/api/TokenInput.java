package io.muster.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent about a token.
 *
 * @param expiresAt never when absent
 * @param scopes    of {@code read write devices admin}; all that the sender has when absent
 */
record TokenInput(
        @Sent(create = Sent.Rule.NEEDED) @Nullable String name,
        @Nullable String expiresAt,
        @Sent(create = Sent.Rule.NO_NULL) @Nullable List<@Nullable String> scopes) {}
