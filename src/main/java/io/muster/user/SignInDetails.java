package io.muster.user;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where an attempt to sign in comes from, and with what browser. */
public final class SignInDetails extends WebAuthenticationDetails {

    private final String agent;

    public SignInDetails(HttpServletRequest request) {
        super(request);
        String header = request.getHeader("User-Agent");
        this.agent = header == null ? "" : header;
    }

    String agent() {
        return agent;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other) && other instanceof SignInDetails details && agent.equals(details.agent);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + agent.hashCode();
    }
}
