package io.muster.kernel;

import org.jspecify.annotations.Nullable;

/** What people call a customer, a location or a device: one line of 1 to 120 characters. */
public record Name(String value) {

    public static final int MAX_LENGTH = 120;

    public Name {
        value = Text.line(value, MAX_LENGTH);
    }

    /** A name, or null for blank input. */
    public static @Nullable Name optional(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Name(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
