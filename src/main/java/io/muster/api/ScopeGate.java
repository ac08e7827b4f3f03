package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Scope;
import io.muster.kernel.Rejected;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a change for which the token has none of the scopes, before anything that was sent is looked at: whoever may not do a
 * thing is told so, and not what is wrong with how they asked. The services ask again, and more closely.
 */
final class ScopeGate extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String ROOT = "/api/v1/";

    /** With one of which of them something below a path may be changed. */
    private static final Map<String, Set<Scope>> CHANGING = Map.of(
            "customers", EnumSet.of(Scope.WRITE, Scope.ADMIN),
            "users", EnumSet.of(Scope.ADMIN),
            "locations", EnumSet.of(Scope.WRITE, Scope.ADMIN),
            "devices", EnumSet.of(Scope.DEVICES, Scope.WRITE),
            "enrolment-tokens", EnumSet.of(Scope.DEVICES, Scope.WRITE),
            "tokens", EnumSet.of(Scope.ADMIN));

    private final Access access;
    private final ApiErrors errors;

    ScopeGate(Access access, ApiErrors errors) {
        this.access = access;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Set<Scope> enough = READING.contains(request.getMethod()) ? null : CHANGING.get(collection(request));
        if (enough != null && Collections.disjoint(access.actor().scopes(), enough)) {
            errors.answer(response, Rejected.forbidden("problem.scope"));
            return;
        }
        chain.doFilter(request, response);
    }

    private static String collection(HttpServletRequest request) {
        String path = request.getServletPath();
        if (!path.startsWith(ROOT)) {
            return "";
        }
        int end = path.indexOf('/', ROOT.length());
        return end < 0 ? path.substring(ROOT.length()) : path.substring(ROOT.length(), end);
    }
}
