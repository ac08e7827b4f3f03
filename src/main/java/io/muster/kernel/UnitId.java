package io.muster.kernel;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The only key by which a telematics unit is known, in its canonical form: lower case, a UUID without dashes (MQTT contract,
 * Identity).
 */
public record UnitId(String value) implements Comparable<UnitId> {

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-z][0-9a-z._-]{2,63}");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final Set<String> RESERVED = Set.of("enroll", "bootstrap", "listener");

    public UnitId {
        if (value.length() > 64 || !SYNTAX.matcher(value).matches()) {
            throw Rejected.invalid(null, "problem.unitId");
        }
        if (RESERVED.contains(value)) {
            throw Rejected.invalid(null, "problem.unitId.reserved");
        }
    }

    /** Reads what a person typed or pasted: any case, with or without the dashes of a UUID. */
    public static UnitId of(@Nullable String text) {
        String line = Text.line(text, 80).toLowerCase(Locale.ROOT);
        return new UnitId(UUID.matcher(line).matches() ? line.replace("-", "") : line);
    }

    /**
     * Takes what must be in the canonical form, because a unit calls itself so.
     *
     * @throws Rejected INVALID when it is not
     */
    public static UnitId canonical(String text) {
        if (UUID.matcher(text).matches()) {
            throw Rejected.invalid(null, "problem.unitId.dashes");
        }
        return new UnitId(text);
    }

    /** How pages show it: 32 hex digits as a dashed UUID, anything else as it is. */
    public String shown() {
        return shown(value);
    }

    /** The same for a text that may be the id of a unit, or something else that a person has called it. */
    public static String shown(String text) {
        if (!HEX.matcher(text).matches()) {
            return text;
        }
        return String.join(
                "-",
                text.substring(0, 8),
                text.substring(8, 12),
                text.substring(12, 16),
                text.substring(16, 20),
                text.substring(20));
    }

    @Override
    public int compareTo(UnitId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
