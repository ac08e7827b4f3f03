package io.muster.kernel;

import java.util.regex.Pattern;

/**
 * An e-mail address as the mail world really uses them: at most 254 characters, ASCII before the @, a dotted domain. Two
 * addresses are the same person when their {@link #key} is the same.
 */
public record EmailAddress(String value) {

    public static final int MAX_LENGTH = 254;

    private static final Pattern SYNTAX = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]{1,64}){0,8}"
                    + "@(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.){1,10}[\\p{L}][\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}]");

    public EmailAddress {
        value = Text.line(value, MAX_LENGTH);
        boolean fits = value.indexOf('@') <= 64 && Text.key(value).length() <= MAX_LENGTH;
        if (!fits || !SYNTAX.matcher(value).matches()) {
            throw Rejected.invalid(null, "problem.email");
        }
    }

    /** Form by which addresses are compared, see {@link Text#key}. */
    public String key() {
        return Text.key(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
