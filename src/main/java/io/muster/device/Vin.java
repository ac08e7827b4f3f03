package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Identification number of a vehicle (ISO 3779): 17 letters and digits, without I, O and Q. */
public record Vin(String value) {

    private static final Pattern SYNTAX = Pattern.compile("[0-9A-HJ-NPR-Z]{17}");
    private static final int LONGEST = 40;
    private static final int CHECK_DIGIT = 8;
    private static final int[] WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    /** Value of each letter from A to Z; those that do not occur count nothing. */
    private static final String LETTERS = "12345678012345070923456789";

    public Vin {
        if (!SYNTAX.matcher(value).matches()) {
            throw Rejected.invalid("vin", "problem.vin");
        }
    }

    /** Reads what a person typed, or a scanner read: some labels put an I before the number. Null for nothing. */
    public static @Nullable Vin of(@Nullable String text) {
        String line = Text.optionalLine(text, LONGEST);
        if (line == null) {
            return null;
        }
        String bare = line.toUpperCase(Locale.ROOT).replaceAll("[ -]", "");
        return new Vin(bare.length() == 18 && bare.startsWith("I") ? bare.substring(1) : bare);
    }

    /**
     * Whether the ninth character is the check digit of the others. Vehicles of North America and China have one; others,
     * those of Europe among them, need not, so that a wrong one proves nothing.
     */
    public boolean checksOut() {
        int sum = 0;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            int worth = character <= '9' ? character - '0' : LETTERS.charAt(character - 'A') - '0';
            sum += worth * WEIGHTS[i];
        }
        int rest = sum % 11;
        return value.charAt(CHECK_DIGIT) == (rest == 10 ? 'X' : (char) ('0' + rest));
    }

    @Override
    public String toString() {
        return value;
    }
}
