package io.muster.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The interface itself refuses a request, before any service is asked: it cannot be read, is too large, comes too often.
 *
 * @see io.muster.kernel.Rejected for what the services refuse
 */
final class Refusal extends RuntimeException {

    private final ProblemType type;
    private final String key;
    private final transient List<Object> args;
    private final @Nullable Duration wait;

    private Refusal(ProblemType type, String key, List<Object> args, @Nullable Duration wait) {
        super(type + " " + key, null, false, false);
        this.type = type;
        this.key = key;
        this.args = args;
        this.wait = wait;
    }

    static Refusal of(ProblemType type) {
        return new Refusal(type, type.key() + ".detail", List.of(), null);
    }

    static Refusal of(ProblemType type, String key, Object... args) {
        return new Refusal(type, key, List.of(args), null);
    }

    static Refusal tooMany(Duration wait) {
        ProblemType type = ProblemType.TOO_MANY_REQUESTS;
        return new Refusal(type, type.key() + ".detail", List.of(), wait);
    }

    ProblemType type() {
        return type;
    }

    String key() {
        return key;
    }

    List<Object> args() {
        return args;
    }

    /** How long to wait before the next attempt, or null. */
    @Nullable
    Duration waiting() {
        return wait;
    }
}
