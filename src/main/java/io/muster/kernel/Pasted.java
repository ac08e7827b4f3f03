package io.muster.kernel;

import java.util.Arrays;
import java.util.List;

/** Lines that a person has pasted into a field, to name many things at once. */
public final class Pasted {

    /** Most lines at once. */
    public static final int MOST = 1000;

    private static final int SHOWN = 3;

    private Pasted() {}

    /** The lines that are not blank, each once; commas and semicolons part them too. */
    public static List<String> lines(String text) {
        List<String> lines = Arrays.stream(text.replace("\0", "").split("[\\r\\n,;]"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .limit(MOST + 1L)
                .toList();
        if (lines.size() > MOST) {
            throw Rejected.invalid("pasted", "problem.pasted.many", MOST);
        }
        return lines;
    }

    /**
     * Refuses the whole, when there are lines that nothing was found for.
     *
     * @param key text with their number, and the first of them
     */
    public static void refuse(List<String> unknown, String key) {
        if (!unknown.isEmpty()) {
            String first = String.join(", ", unknown.subList(0, Math.min(SHOWN, unknown.size())));
            throw Rejected.invalid("pasted", key, unknown.size(), first);
        }
    }
}
