package io.muster;

import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.kernel.UserId;
import io.muster.user.User;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** A user who is signed in by a session, as the sign-in page makes it. */
public record BrowserSession(UserId user, long id) {

    private record InSession(
            UserId userId,
            Set<Scope> scopes,
            String channel,
            @Nullable Long session) implements Identity {}

    public static BrowserSession begin(JdbcClient jdbc, User user) {
        long id = 1_000_000L + Cast.next();
        jdbc.sql("insert into user_session (id, user_id, started_at, source, agent)"
                        + " values (:id, :user, current_timestamp, '127.0.0.1', 'a browser')")
                .param("id", id)
                .param("user", user.id().value())
                .update();
        return new BrowserSession(user.id(), id);
    }

    public Authentication authentication() {
        InSession identity = new InSession(user, EnumSet.allOf(Scope.class), "web", id);
        TestingAuthenticationToken token = new TestingAuthenticationToken(identity, null, "ROLE_USER");
        token.setAuthenticated(true);
        return token;
    }

    public void does(Runnable action) {
        as(() -> {
            action.run();
            return true;
        });
    }

    public <T> T as(Callable<T> action) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication());
        SecurityContextHolder.setContext(context);
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }
}
