package io.muster.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what the page of another site makes a browser send: forms, scripts and web sockets say where they come from. The
 * REST interface takes no cookies, so it needs no such check.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class SameOrigin extends OncePerRequestFilter {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final @Nullable String publicHost;

    SameOrigin(@Value("${muster.public-url}") String publicUrl) {
        this.publicHost = host(publicUrl);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean socket = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        return request.getRequestURI().startsWith("/api/")
                || (HARMLESS.contains(request.getMethod()) && !socket)
                || request.getHeader("Origin") == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = host(request.getHeader("Origin"));
        String own = request.getHeader("Host");
        boolean same = origin != null
                && (origin.equals(publicHost) || (own != null && origin.equals(own.toLowerCase(Locale.ROOT))));
        if (same) {
            chain.doFilter(request, response);
        } else {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** Host and port of an address as browsers write them, null for what is no address. */
    private static @Nullable String host(@Nullable String address) {
        try {
            String authority = address == null ? null : URI.create(address).getRawAuthority();
            return authority == null ? null : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
