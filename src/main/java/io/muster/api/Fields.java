package io.muster.api;

import io.muster.kernel.Rejected;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parses the fields of a request and collects what is wrong with them, so that a client is told everything at once. */
final class Fields {

    /** Longer lists are no input of a person; each element may cost a query. */
    private static final int MOST_ELEMENTS = 500;

    static final String OTHER_TYPE = "api.problem.type";

    private final Rejected.Collector problems = new Rejected.Collector();

    /** Fields whose values could not be read; whatever stands for them says nothing. */
    private final Set<String> otherType = new LinkedHashSet<>();

    <T> @Nullable T required(String field, @Nullable String text, Function<String, T> parser) {
        if (text == null) {
            problems.add(field, "problem.required");
            return null;
        }
        return problems.field(field, () -> parser.apply(text));
    }

    boolean required(String field, @Nullable Boolean value) {
        if (value == null) {
            problems.add(field, "problem.required");
            return false;
        }
        return value;
    }

    /** Blank text is nothing, as in a form. */
    <T> @Nullable T optional(String field, @Nullable String text, Function<String, T> parser) {
        return text == null || text.isBlank() ? null : problems.field(field, () -> parser.apply(text));
    }

    <T> Set<T> each(String field, @Nullable List<@Nullable String> texts, Function<String, T> parser) {
        return each(field, texts, MOST_ELEMENTS, parser);
    }

    /** Of at most so many elements. */
    <T> Set<T> each(String field, @Nullable List<@Nullable String> texts, int most, Function<String, T> parser) {
        Set<T> values = new LinkedHashSet<>();
        if (texts == null) {
            problems.add(field, "problem.required");
        } else if (texts.size() > most) {
            problems.add(field, "api.problem.tooMany", most);
        } else {
            for (String text : texts) {
                T value = required(field, text, parser);
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /** Makes the value of which the fields are parts; what it rejects itself is added to the problems. */
    <T> @Nullable T whole(String field, Supplier<T> maker) {
        return problems.field(field, maker);
    }

    /** Takes along what is wrong with the fields of an object inside the body; it is told by its path. */
    void inside(String object, Fields fields) {
        fields.problems
                .found()
                .forEach(problem -> problems.add(
                        object + "." + problem.field(),
                        problem.key(),
                        problem.args().toArray()));
    }

    boolean isFine() {
        return problems.found().isEmpty();
    }

    void problem(String field, String key, Object... args) {
        problems.add(field, key, args);
    }

    /** This field is of another type; nothing else is said about it. */
    void otherType(String field) {
        otherType.add(field);
    }

    boolean isOtherType(String field) {
        return otherType.contains(field);
    }

    void throwIfAny() {
        for (String field : otherType) {
            problems.forget(field);
            problems.add(field, OTHER_TYPE);
        }
        problems.throwIfAny();
    }

    /** Reads an id in a body: one that cannot be is told like one that is not there. */
    static <T> Function<String, T> known(Function<String, T> parser, String key) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (Rejected noId) {
                throw Rejected.invalid(null, key);
            }
        };
    }

    /** Reads the name of a constant; of one that is lower case outside in {@link #lowerCase}. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return choice(type, Enum::name);
    }

    static <E extends Enum<E>> Function<String, E> lowerCase(Class<E> type) {
        return choice(type, constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    private static <E extends Enum<E>> Function<String, E> choice(Class<E> type, Function<E, String> name) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> name.apply(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> Rejected.invalid(
                        null,
                        "api.problem.choice",
                        Arrays.stream(type.getEnumConstants()).map(name).collect(Collectors.joining(", "))));
    }
}
