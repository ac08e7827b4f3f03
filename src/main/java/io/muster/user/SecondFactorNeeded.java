package io.muster.user;

import io.muster.kernel.Secrets;
import io.muster.kernel.UserId;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.springframework.security.core.AuthenticationException;

/** The password is right, and a code is wanted too. Nobody is signed in yet. */
public class SecondFactorNeeded extends AuthenticationException {

    /** Under this name the first step waits in the browser's session for the second. */
    public static final String FIRST_STEP = "muster.firstStep";

    private final transient FirstStep firstStep;

    /**
     * Somebody has shown to know this user's password, a moment ago.
     *
     * @param password hash of the hash of that password, by which it is noticed that the user has another one by now
     */
    public record FirstStep(long user, String password, Instant until) implements Serializable {

        static FirstStep of(User user, Instant until) {
            return new FirstStep(user.id().value(), mark(user), until);
        }

        /** The password that was right is still the user's. */
        boolean holds(User now) {
            return mark(now).equals(password);
        }

        private static String mark(User user) {
            return Secrets.hash(Objects.requireNonNullElse(user.passwordHash(), ""));
        }

        UserId userId() {
            return new UserId(user);
        }
    }

    SecondFactorNeeded(FirstStep firstStep) {
        super("A code is needed too");
        this.firstStep = firstStep;
    }

    public FirstStep firstStep() {
        return firstStep;
    }
}
