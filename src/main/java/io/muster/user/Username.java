package io.muster.user;

import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.regex.Pattern;

/** By what a user can sign in beside the e-mail address: 2 to 64 letters, digits and {@code . _ + @ -}. */
public record Username(String value) {

    public static final int MAX_LENGTH = 64;

    private static final Pattern SYNTAX = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}._+@-]{1,63}");

    public Username {
        value = Text.line(value, MAX_LENGTH);
        // Some letters become two when they are made small.
        if (!SYNTAX.matcher(value).matches() || Text.key(value).length() > MAX_LENGTH) {
            throw Rejected.invalid(null, "problem.username");
        }
    }

    /** Form by which user names are compared, see {@link Text#key}. */
    public String key() {
        return Text.key(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
