package io.muster.user;

import io.muster.user.SecondFactorNeeded.FirstStep;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where an attempt to sign in comes from, with what browser, and which of the two steps it is. */
public final class SignInDetails extends WebAuthenticationDetails {

    private final String agent;
    private final @Nullable String code;
    private final @Nullable FirstStep firstStep;

    public SignInDetails(HttpServletRequest request) {
        super(request);
        String header = request.getHeader("User-Agent");
        this.agent = header == null ? "" : header;
        this.code = request.getParameter("code");
        HttpSession session = request.getSession(false);
        this.firstStep =
                session != null && session.getAttribute(SecondFactorNeeded.FIRST_STEP) instanceof FirstStep waiting
                        ? waiting
                        : null;
    }

    String agent() {
        return agent;
    }

    /** The code of a second factor, on the second page of signing in; null on the first. */
    @Nullable
    String code() {
        return code;
    }

    @Nullable
    FirstStep firstStep() {
        return firstStep;
    }
}
