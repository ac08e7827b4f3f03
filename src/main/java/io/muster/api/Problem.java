package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused, as RFC 9457 has it.
 *
 * @param type      stable name of the sort of problem
 * @param title     the sort of problem, in words
 * @param status    HTTP status
 * @param detail    what was wrong this time
 * @param errors    every input that breaks a rule; only with 422
 * @param contents  how much there is of what stands in the way; only with a 409 about something that is not empty
 * @param reference under which the operator finds the cause in the log; only with 500
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        URI type,
        String title,
        int status,
        String detail,
        @Nullable List<FieldError> errors,
        @Nullable Map<String, Long> contents,
        @Nullable String reference) {

    Problem with(Map<String, Long> figures) {
        return new Problem(type, title, status, detail, errors, figures, reference);
    }

    /** One input that breaks a rule; the field is null when several together do. */
    record FieldError(@Nullable String field, String message) {}
}
