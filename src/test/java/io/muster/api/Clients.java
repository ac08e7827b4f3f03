package io.muster.api;

import io.muster.Cast;
import io.muster.access.Scope;
import io.muster.kernel.Name;
import io.muster.user.ApiTokens;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;

/** The programs that use the REST interface in the tests, each for whom it says. */
@TestComponent
public class Clients {

    private final Environment environment;
    private final ApiTokens tokens;

    Clients(Environment environment, ApiTokens tokens) {
        this.environment = environment;
        this.tokens = tokens;
    }

    /** Acts for a user by a token of theirs, which has these scopes; all, when none is named. */
    public Client of(User user, Scope... scopes) {
        return bearing(token(user, null, scopes));
    }

    Client bearing(String token) {
        return with("Bearer " + token);
    }

    Client basic(String name, String password) {
        byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return with("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    Client with(String authorization) {
        return new Client(port(), Map.of("Authorization", authorization));
    }

    Client anonymous() {
        return new Client(port(), Map.of());
    }

    /** A new token of a user; without scopes it has all of them. */
    String token(User user, @Nullable Instant expiresAt, Scope... scopes) {
        Set<Scope> held = scopes.length == 0 ? EnumSet.allOf(Scope.class) : Set.of(scopes);
        return Cast.as(user, () -> tokens.create(new Name("test"), expiresAt, held))
                .secret();
    }

    /** Known only when the program has started. */
    private int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }
}
