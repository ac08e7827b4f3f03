package io.muster.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A rule was violated by what somebody asked for; nothing was changed. Becomes a field error or a notification in a page and
 * a problem+json in the REST interface. The texts come from the resource bundle, by the problem's key.
 */
public final class Rejected extends RuntimeException {

    /** What sort of refusal: it decides the HTTP status. */
    public enum Kind {
        /** The input breaks a rule (422). */
        INVALID,
        /** There is no such thing within reach (404); never tells whether it exists elsewhere. */
        NOT_FOUND,
        /** It is within reach, but a group or a scope is missing (403). */
        FORBIDDEN,
        /** It contradicts what is there (409). */
        CONFLICT,
        /** Somebody changed it in the meantime (412). */
        STALE,
        /** Nobody is signed in, or the user has been deactivated (401). */
        SIGNED_OUT,
        /** Too many attempts; try again later (429). */
        TOO_MANY_REQUESTS
    }

    /**
     * One violated rule.
     *
     * @param field name of the input it belongs to, in camelCase, or null when it concerns the whole
     * @param key   key of its text in the resource bundle
     * @param args  arguments of that text
     */
    public record Problem(@Nullable String field, String key, List<Object> args) {}

    /** Name of the figure that tells how many seconds to wait. */
    public static final String RETRY_AFTER_S = "retryAfterS";

    private final Kind kind;
    private final transient List<Problem> problems;
    private final transient Map<String, Long> figures;

    private Rejected(Kind kind, List<Problem> problems) {
        this(kind, problems, Map.of());
    }

    private Rejected(Kind kind, List<Problem> problems, Map<String, Long> figures) {
        super(kind + " " + problems, null, false, false);
        this.kind = kind;
        this.problems = List.copyOf(problems);
        this.figures = figures;
    }

    public static Rejected invalid(@Nullable String field, String key, Object... args) {
        return new Rejected(Kind.INVALID, List.of(new Problem(field, key, List.of(args))));
    }

    public static Rejected notFound() {
        return new Rejected(Kind.NOT_FOUND, List.of(new Problem(null, "problem.notFound", List.of())));
    }

    /** Nothing within reach fits what was asked for; said in words of its own, which are always the same. */
    public static Rejected notFound(String key) {
        return new Rejected(Kind.NOT_FOUND, List.of(new Problem(null, key, List.of())));
    }

    /** Too many attempts; how long to wait is told in the figures, as {@code retryAfterS}. */
    public static Rejected tooMany(String key, Duration wait) {
        Problem problem = new Problem(null, key, List.of());
        return new Rejected(
                Kind.TOO_MANY_REQUESTS,
                List.of(problem),
                Map.of(RETRY_AFTER_S, wait.plusMillis(999).toSeconds()));
    }

    public static Rejected forbidden(String key, Object... args) {
        return new Rejected(Kind.FORBIDDEN, List.of(new Problem(null, key, List.of(args))));
    }

    public static Rejected conflict(String key, Object... args) {
        return new Rejected(Kind.CONFLICT, List.of(new Problem(null, key, List.of(args))));
    }

    /**
     * A conflict with something that can be counted.
     *
     * @param figures how much there is of what, by name; the numbers are the arguments of the text, in this order
     */
    public static Rejected conflict(String key, SequencedMap<String, Long> figures) {
        Problem problem = new Problem(null, key, List.copyOf(figures.values()));
        return new Rejected(Kind.CONFLICT, List.of(problem), Collections.unmodifiableMap(figures));
    }

    public static Rejected stale() {
        return new Rejected(Kind.STALE, List.of(new Problem(null, "problem.stale", List.of())));
    }

    public static Rejected signedOut() {
        return new Rejected(Kind.SIGNED_OUT, List.of(new Problem(null, "problem.signedOut", List.of())));
    }

    public Kind kind() {
        return kind;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** How much of what stands in the way, by name; empty when nothing was counted. */
    public Map<String, Long> figures() {
        return figures;
    }

    /** The first problem, which always exists. */
    public Problem problem() {
        return problems.getFirst();
    }

    /** Collects the problems of several fields, so that a person sees all of them at once. */
    public static final class Collector {

        private final List<Problem> found = new ArrayList<>();

        /**
         * Runs a parser; when it rejects the input, notes the problem under this field.
         *
         * @return the parsed value, or null when it was rejected (then {@link #throwIfAny} throws)
         */
        public <T> @Nullable T field(String field, Supplier<T> parser) {
            try {
                return parser.get();
            } catch (Rejected rejected) {
                if (rejected.kind() == Kind.SIGNED_OUT || rejected.kind() == Kind.FORBIDDEN) {
                    throw rejected;
                }
                for (Problem problem : rejected.problems()) {
                    String name = problem.field() == null ? field : problem.field();
                    found.add(new Problem(name, problem.key(), problem.args()));
                }
                return null;
            }
        }

        public void add(String field, String key, Object... args) {
            found.add(new Problem(field, key, List.of(args)));
        }

        /** Takes back what was said about this field. */
        public void forget(String field) {
            found.removeIf(problem -> field.equals(problem.field()));
        }

        /** What has been collected so far. */
        public List<Problem> found() {
            return List.copyOf(found);
        }

        public void throwIfAny() {
            if (!found.isEmpty()) {
                throw new Rejected(Kind.INVALID, found);
            }
        }
    }
}
