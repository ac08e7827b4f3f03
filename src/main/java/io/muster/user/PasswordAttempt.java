package io.muster.user;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Somebody tries to sign in with a password, on another channel than the login page. */
public final class PasswordAttempt extends UsernamePasswordAuthenticationToken {

    private final String channel;

    public PasswordAttempt(String name, String password, String channel, WebAuthenticationDetails details) {
        super(name, password);
        this.channel = channel;
        setDetails(details);
    }

    String channel() {
        return channel;
    }
}
