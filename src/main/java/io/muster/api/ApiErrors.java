package io.muster.api;

import io.muster.kernel.Rejected;
import io.muster.user.TooManyAttempts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers whatever goes wrong below {@code /api/} as problem+json: also what no controller sees, as an unknown path or
 * method, and what the filters refuse.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiErrors implements HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final MessageSource texts;
    private final JsonMapper json;

    ApiErrors(MessageSource texts, JsonMapper json) {
        this.texts = texts;
        this.json = json;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception problem) {
        if (!concerns(request) || response.isCommitted()) {
            return null;
        }
        answer(response, problem);
        return new ModelAndView();
    }

    /** True when the request is for this interface, whatever else may be wrong with its path. */
    static boolean concerns(HttpServletRequest request) {
        return isBelow(request.getRequestURI()) || isBelow(request.getServletPath());
    }

    /** As it was sent, or as it was understood: {@code /%61pi} is this interface too. */
    private static boolean isBelow(String path) {
        return path.equals("/api") || path.startsWith("/api/");
    }

    /** Writes the problem that this exception stands for. */
    void answer(HttpServletResponse response, Exception cause) {
        switch (cause) {
            case Rejected rejected -> {
                Long wait = rejected.figures().get(Rejected.RETRY_AFTER_S);
                retryAfter(response, wait == null ? null : Duration.ofSeconds(wait));
                write(response, problem(rejected));
            }
            case Refusal refusal -> {
                retryAfter(response, refusal.waiting());
                write(response, problem(refusal.type(), text(refusal.key(), refusal.args()), null, null));
            }
            case TooManyAttempts attempts -> {
                retryAfter(response, attempts.waiting());
                write(response, problem(ProblemType.TOO_MANY_REQUESTS));
            }
            case AuthenticationException wrong ->
                write(response, problem(ProblemType.SIGNED_OUT, text("api.problem.password", List.of()), null, null));
            case OptimisticLockingFailureException stale -> write(response, problem(ProblemType.STALE));
            case InvalidParameterException unreadable ->
                write(response, problem(ProblemType.MALFORMED, text("api.problem.query", List.of()), null, null));
            case MultipartException form -> write(response, problem(ProblemType.UNSUPPORTED_MEDIA_TYPE));
            case HttpMessageNotReadableException unreadable -> write(response, problem(ProblemType.MALFORMED));
            case CannotCreateTransactionException away -> unavailable(response, away);
            case DataAccessResourceFailureException away -> unavailable(response, away);
            case ErrorResponse known
            when known.getStatusCode().is4xxClientError() -> {
                known.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
                write(response, problem(type(known.getStatusCode().value())));
            }
            default -> unexpected(response, cause);
        }
    }

    private void unavailable(HttpServletResponse response, Exception cause) {
        LOG.warn("The database cannot be reached: {}", cause.getClass().getName());
        retryAfter(response, RETRY);
        write(response, problem(ProblemType.UNAVAILABLE));
    }

    private void unexpected(HttpServletResponse response, Exception cause) {
        String reference = UUID.randomUUID().toString();
        LOG.error("Request failed, reference {}", reference, cause);
        ProblemType type = ProblemType.INTERNAL;
        write(response, problem(type, text(type.key() + ".detail", List.of()), null, reference));
    }

    private static ProblemType type(int status) {
        for (ProblemType type : ProblemType.values()) {
            if (type.status().value() == status) {
                return type;
            }
        }
        return ProblemType.MALFORMED;
    }

    private Problem problem(Rejected rejected) {
        ProblemType type = ProblemType.valueOf(rejected.kind().name());
        if (rejected.kind() != Rejected.Kind.INVALID) {
            Rejected.Problem first = rejected.problem();
            Problem plain = problem(type, text(first.key(), first.args()), null, null);
            boolean full = rejected.kind() == Rejected.Kind.CONFLICT
                    && !rejected.figures().isEmpty();
            return full ? plain.with(rejected.figures()) : plain;
        }
        List<Problem.FieldError> errors = rejected.problems().stream()
                .map(each -> new Problem.FieldError(each.field(), text(each.key(), each.args())))
                .toList();
        return problem(type, text(type.key() + ".detail", List.of()), errors, null);
    }

    private Problem problem(ProblemType type) {
        return problem(type, text(type.key() + ".detail", List.of()), null, null);
    }

    private Problem problem(
            ProblemType type, String detail, @Nullable List<Problem.FieldError> errors, @Nullable String reference) {
        return new Problem(
                type.uri(), text(type.key(), List.of()), type.status().value(), detail, errors, null, reference);
    }

    private String text(String key, List<Object> args) {
        String text = texts.getMessage(key, args.toArray(), key, Locale.ENGLISH);
        return text == null ? key : text;
    }

    private static void retryAfter(HttpServletResponse response, @Nullable Duration wait) {
        if (wait != null) {
            response.setHeader(
                    HttpHeaders.RETRY_AFTER,
                    String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds())));
        }
    }

    private void write(HttpServletResponse response, Problem problem) {
        if (response.isCommitted()) {
            return;
        }
        if (problem.status() == HttpStatus.UNAUTHORIZED.value()
                && !response.containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = json.writeValueAsBytes(problem);
        response.setContentLength(body.length);
        try {
            response.getOutputStream().write(body);
        } catch (IOException gone) {
            LOG.debug("Nobody is there to read the answer any more");
        }
    }
}
