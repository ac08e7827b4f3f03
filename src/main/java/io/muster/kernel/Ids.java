package io.muster.kernel;

/** Reads ids from outside. */
final class Ids {

    private static final int MOST_DIGITS = 18;

    private Ids() {}

    static long parse(String text) {
        if (text.isEmpty()
                || text.startsWith("0")
                || text.length() > MOST_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Rejected.notFound();
        }
        return Long.parseLong(text);
    }
}
