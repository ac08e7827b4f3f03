package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Identity;
import io.muster.kernel.Rejected;
import io.muster.user.ApiTokens;
import io.muster.user.PasswordAttempt;
import io.muster.user.SecondFactorNeeded;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request: by {@code Authorization: Bearer mst_…}, or by name and password (Basic) where a script asks
 * for its first token, and nowhere else.
 */
final class ApiSignIn extends OncePerRequestFilter {

    private static final String FIRST_TOKEN = "/api/v1/tokens";

    private final ApiTokens tokens;
    private final AuthenticationProvider passwords;
    private final Access access;
    private final ApiErrors errors;
    private final RateLimit limit;

    ApiSignIn(ApiTokens tokens, AuthenticationProvider passwords, Access access, ApiErrors errors, RateLimit limit) {
        this.tokens = tokens;
        this.passwords = passwords;
        this.access = access;
        this.errors = errors;
        this.limit = limit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            signIn(request);
        } catch (RuntimeException refused) {
            SecurityContextHolder.clearContext();
            errors.answer(response, refused);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Leaves the request anonymous when it carries no credential that is accepted here. */
    private void signIn(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return;
        }
        String credential = header.substring(header.indexOf(' ') + 1).strip();
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            tokens.identify(credential).ifPresent(identity -> {
                limit.use(credential);
                enter(UsernamePasswordAuthenticationToken.authenticated(
                        identity, credential, AuthorityUtils.NO_AUTHORITIES));
            });
        } else if (header.regionMatches(true, 0, "Basic ", 0, 6) && isForFirstToken(request)) {
            Authentication attempt = attempt(request, credential);
            if (attempt != null) {
                enter(byPassword(attempt));
            }
        }
    }

    /** A password alone opens nothing where a second factor is set up or forced. */
    private @Nullable Authentication byPassword(Authentication attempt) {
        try {
            return passwords.authenticate(attempt);
        } catch (SecondFactorNeeded needed) {
            throw Rejected.forbidden("api.problem.secondFactor");
        }
    }

    private void enter(@Nullable Authentication authentication) {
        if (authentication == null || !(authentication.getPrincipal() instanceof Identity)) {
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        // A token outlives neither the deactivation of its owner nor the suspension of the owner's customer.
        access.actor();
    }

    private static boolean isForFirstToken(HttpServletRequest request) {
        return request.getMethod().equals("POST") && FIRST_TOKEN.equals(request.getRequestURI());
    }

    private static @Nullable Authentication attempt(HttpServletRequest request, String credential) {
        try {
            String pair = new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                return new PasswordAttempt(
                        pair.substring(0, colon),
                        pair.substring(colon + 1),
                        "api",
                        new WebAuthenticationDetails(request));
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return null;
    }
}
