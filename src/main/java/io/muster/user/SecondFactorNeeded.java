package io.muster.user;

import io.muster.kernel.UserId;
import java.io.Serializable;
import java.time.Instant;
import org.springframework.security.core.AuthenticationException;

/** The password is right, and a code is wanted too. Nobody is signed in yet. */
public class SecondFactorNeeded extends AuthenticationException {

    /** Under this name the first step waits in the browser's session for the second. */
    public static final String FIRST_STEP = "muster.firstStep";

    private final transient FirstStep firstStep;

    /** Somebody has shown to know this user's password, a moment ago. */
    public record FirstStep(long user, Instant until) implements Serializable {

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
