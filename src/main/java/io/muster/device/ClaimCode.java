package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The code on a unit's label: 10 characters of Crockford's base 32, which leaves out what looks alike. */
public record ClaimCode(String value) {

    private static final Pattern SYNTAX = Pattern.compile("[0-9A-HJKMNP-TV-Z]{10}");
    private static final String CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 10;
    private static final int LONGEST = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    public ClaimCode {
        if (!SYNTAX.matcher(value).matches()) {
            throw Rejected.invalid(null, "problem.claimCode");
        }
    }

    /** A new one. */
    static ClaimCode random() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
        }
        return new ClaimCode(code.toString());
    }

    /** Reads what a person typed: any case, with spaces and dashes, O for 0 and I or L for 1. */
    public static ClaimCode of(@Nullable String text) {
        return new ClaimCode(Text.line(text, LONGEST)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[ -]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1'));
    }

    /** What stands in a log is not the code. */
    @Override
    public String toString() {
        return "ClaimCode";
    }
}
