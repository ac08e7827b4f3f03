package io.muster.device;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Two letters or digits in a row, in a form in which PostgreSQL finds them by an index of three: with whatever stands before or
 * behind them, as long as that is ASCII. So few signs are possible there that it looks for each. Texts in which it is not are so
 * few that they have an index of their own.
 *
 * @param letters small ones
 */
record LetterPair(String letters) {

    /** Condition of such other texts of a column, as it stands in their index. */
    private static final String BETWEEN = " ~ '[^\\x01-\\x7f][A-Za-z0-9]{2}([^\\x01-\\x7f]|$)'";

    private static final Pattern PAIR = Pattern.compile("[a-z0-9]{2}");

    /** This text, if it is such a pair. */
    static Optional<LetterPair> of(String text) {
        return PAIR.matcher(text).matches() ? Optional.of(new LetterPair(text)) : Optional.empty();
    }

    /** Condition under which one of these columns of a table may have a pair that no index of three finds. */
    static String between(String... columns) {
        return "(" + String.join(BETWEEN + " or ", columns) + BETWEEN + ")";
    }

    /**
     * Condition of a column that has the pair, in small or in large letters.
     *
     * @param like    the same condition in a form that follows no index
     * @param between {@link #between} as it stands in the index of the table
     */
    String in(String column, String like, String between) {
        String large = letters.toUpperCase(Locale.ROOT);
        String either = letters.equals(large) ? letters : "(" + letters + "|" + large + ")";
        return "(" + like + " and (" + column + " ~ '(^|[\\x01-\\x7f])" + either + "' or " + column + " ~ '" + either
                + "[\\x01-\\x7f]' or " + between + "))";
    }
}
