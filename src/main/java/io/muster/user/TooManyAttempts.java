package io.muster.user;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Sign-in is refused for a while, whether or not the password is right. */
public class TooManyAttempts extends AuthenticationException {

    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super("Too many attempts to sign in");
        this.wait = wait;
    }

    /** How long until the next attempt is looked at. */
    public Duration waiting() {
        return wait;
    }
}
