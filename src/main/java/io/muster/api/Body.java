package io.muster.api;

import io.muster.kernel.Rejected;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
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
     * to create. One that is of another type is told to {@code fields}, which throws in the end, and read as if it had not been
     * sent: so what is wrong with the values of the others is told together with it.
     *
     * @throws Refusal MALFORMED when there is a field that the record does not have
     */
    T over(T usual, Fields fields) {
        ObjectNode plain = json.valueToTree(usual);
        ObjectNode merged = plain.deepCopy();
        given.properties()
                .forEach(field -> merged.set(field.getKey(), field.getValue().deepCopy()));
        Set<List<String>> wrong = new HashSet<>();
        while (true) {
            try {
                @SuppressWarnings("unchecked")
                T read = (T) json.treeToValue(merged, usual.getClass());
                return Objects.requireNonNull(read);
            } catch (UnrecognizedPropertyException e) {
                throw unknown(e.getPropertyName());
            } catch (JacksonException e) {
                List<String> path = path(e);
                if (path.isEmpty() || !wrong.add(path)) {
                    throw Rejected.invalid(path.isEmpty() ? null : String.join(".", path), Fields.OTHER_TYPE);
                }
                fields.otherType(String.join(".", path));
                takeBack(merged, plain, path);
            }
        }
    }

    /** The field that is wrong, after the objects in which it is; empty when it is the whole body. */
    private static List<String> path(JacksonException wrong) {
        return wrong.getPath().stream()
                .map(JacksonException.Reference::getPropertyName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Makes it so as if this field had not been sent. */
    private static void takeBack(ObjectNode merged, ObjectNode plain, List<String> path) {
        String first = path.getFirst();
        JsonNode holder = merged;
        for (String object : path.subList(0, path.size() - 1)) {
            holder = holder.path(object);
        }
        if (path.size() > 1 && holder instanceof ObjectNode inside) {
            inside.remove(path.getLast());
        } else {
            merged.set(first, plain.get(first));
        }
    }

    /** Refuses fields that are for creation only. */
    Body<T> toChange(Class<T> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            Sent sent = component.getAnnotation(Sent.class);
            if (sent != null && sent.change() == Sent.Rule.NO_FIELD) {
                without(component.getName());
            }
        }
        return this;
    }

    /** Refuses these fields. */
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
