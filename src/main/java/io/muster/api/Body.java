package io.muster.api;

import io.muster.kernel.Rejected;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that a client sent, with what an absent field and a null mean: absent is "as it is", null is "nothing".
 *
 * @param <T> record of the fields that may be sent
 */
record Body<T extends Record>(ObjectNode given, JsonMapper json) {

    private static final int SHOWN = 60;

    /**
     * The fields that were sent, laid over what applies without them: over the present state to change it, over defaults
     * to create.
     *
     * @throws Refusal  MALFORMED when there is a field that the record does not have
     * @throws Rejected INVALID when a field is of another type
     */
    T over(T usual) {
        ObjectNode merged = json.valueToTree(usual);
        given.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        try {
            @SuppressWarnings("unchecked")
            T read = (T) json.treeToValue(merged, usual.getClass());
            return Objects.requireNonNull(read);
        } catch (UnrecognizedPropertyException e) {
            throw unknown(e.getPropertyName());
        } catch (JacksonException e) {
            throw Rejected.invalid(path(e), "api.problem.type");
        }
    }

    /** The field that is wrong, with the object in which it is; null when it is the whole body. */
    private static @Nullable String path(JacksonException wrong) {
        String path = wrong.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return path.isEmpty() ? null : path;
    }

    /** Refuses fields that the record has for another purpose. */
    Body<T> without(String... fields) {
        for (String field : fields) {
            if (given.has(field)) {
                throw unknown(field);
            }
        }
        return this;
    }

    static Refusal unknown(String field) {
        String shown = field.length() > SHOWN ? field.substring(0, SHOWN) + "…" : field;
        return Refusal.of(ProblemType.MALFORMED, "api.problem.unknownProperty", shown);
    }
}
