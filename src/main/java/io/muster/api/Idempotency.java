package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Actor;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a POST that comes again with the same {@code Idempotency-Key} as it answered the first time, for 24 hours. What is
 * kept can be read with the token alone, and only while its owner may what they might then, see
 * docs/decisions/rest-idempotency.md.
 */
final class Idempotency extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final String SYNTAX = "[\\x21-\\x7e]{1,255}";
    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG, HttpHeaders.CONTENT_TYPE);

    private final AnswerStore store;
    private final Access access;
    private final ApiErrors errors;

    Idempotency(AnswerStore store, Access access, ApiErrors errors) {
        this.store = store;
        this.access = access;
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(KEY) == null || token() == null;
    }

    /** The token in use; null after Basic, whose password is no key to keep answers under. */
    private static @Nullable String token() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getCredentials() instanceof String secret ? secret : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = token();
        String key = request.getHeader(KEY);
        if (token == null || key == null || !(request instanceof BodyLimit.Kept kept)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            if (!key.matches(SYNTAX)) {
                throw Refusal.of(ProblemType.MALFORMED, "api.problem.idempotencyKey");
            }
            String purpose = request.getRequestURI() + '\n' + key;
            AnswerStore.Slot slot = new AnswerStore.Slot(
                    hex(Hashes.derive(token, "slot\n" + purpose, new byte[0])),
                    hex(Hashes.derive(token, "body\n" + purpose, kept.body())),
                    Hashes.derive(token, "answer\n" + purpose, new byte[0]));
            String rights = rights(access.actor());
            AnswerStore.Answer earlier = store.begin(slot);
            if (earlier == null) {
                first(slot, rights, kept, response, chain);
            } else if (rights.equals(earlier.rights())) {
                again(earlier, response);
            } else {
                throw Refusal.of(ProblemType.CONFLICT, "api.problem.rights");
            }
        } catch (RuntimeException problem) {
            errors.answer(response, problem);
        }
    }

    /** Everything that decides what a token may, but for what it is asked of; it changes when any of it does. */
    private static String rights(Actor actor) {
        return "%s %s %s %s %s"
                .formatted(
                        actor.home(),
                        new TreeSet<>(actor.groups()),
                        actor.restricted(),
                        new TreeSet<>(actor.locations()),
                        new TreeSet<>(actor.scopes()));
    }

    private void first(
            AnswerStore.Slot slot,
            String rights,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
        boolean done = false;
        try {
            chain.doFilter(request, caching);
            done = caching.getStatus() / 100 == 2;
        } finally {
            if (!done) {
                store.release(slot);
            }
        }
        if (done) {
            keep(slot, rights, caching);
        }
        caching.copyBodyToResponse();
    }

    /** When this fails, a repeat is told that the first request is under way: it must not be done twice. */
    private void keep(AnswerStore.Slot slot, String rights, ContentCachingResponseWrapper response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = HttpHeaders.CONTENT_TYPE.equals(name) ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String body = new String(response.getContentAsByteArray(), StandardCharsets.UTF_8);
        try {
            store.keep(slot, new AnswerStore.Answer(response.getStatus(), headers, body, rights));
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The answer to a request with an Idempotency-Key could not be kept", e);
        }
    }

    private static void again(AnswerStore.Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader(REPLAYED, "true");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
