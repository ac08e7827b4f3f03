package io.muster.api;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The sorts of problems; their names are part of the interface. */
enum ProblemType {
    MALFORMED(HttpStatus.BAD_REQUEST),
    SIGNED_OUT(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    CONFLICT(HttpStatus.CONFLICT),
    STALE(HttpStatus.PRECONDITION_FAILED),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE);

    private final HttpStatus status;

    ProblemType(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** {@code urn:muster:problem:not-found} and the like. */
    URI uri() {
        return URI.create(
                "urn:muster:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Key of the title in the resource bundle; the usual detail stands under the same key and {@code .detail}. */
    String key() {
        return "api.problem." + name();
    }
}
