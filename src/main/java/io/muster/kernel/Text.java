package io.muster.kernel;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks of text that people and units send: size first, then characters. */
public final class Text {

    private Text() {}

    /**
     * One required line: trimmed, NFC, no control characters, no lone surrogates.
     *
     * @param max most UTF-16 units that are taken
     * @throws Rejected when it is empty, too long, or has a character that no line of text has
     */
    public static String line(@Nullable String text, int max) {
        String line = optionalLine(text, max);
        if (line == null) {
            throw Rejected.invalid(null, "problem.required");
        }
        return line;
    }

    /** Like {@link #line}, but empty or blank input gives null: also what only looks blank. */
    public static @Nullable String optionalLine(@Nullable String text, int max) {
        if (text == null) {
            return null;
        }
        if (text.length() > 4 * max) {
            throw Rejected.invalid(null, "problem.tooLong", max);
        }
        String line = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        if (line.length() > max) {
            throw Rejected.invalid(null, "problem.tooLong", max);
        }
        if (!isPlain(line)) {
            throw Rejected.invalid(null, "problem.controlCharacters");
        }
        return isBlank(line) ? null : line;
    }

    /** Also what looks like nothing: spaces of every kind and joiners. */
    private static boolean isBlank(String line) {
        return line.codePoints()
                .allMatch(codePoint -> Character.isWhitespace(codePoint)
                        || Character.isSpaceChar(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT);
    }

    /** Like {@link #optionalLine}, but of any number of lines, which end with a line feed each. */
    public static @Nullable String optionalLines(@Nullable String text, int max) {
        if (text == null) {
            return null;
        }
        if (text.length() > 4 * max) {
            throw Rejected.invalid(null, "problem.tooLong", max);
        }
        String lines = Normalizer.normalize(text.strip(), Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .replace('\r', '\n');
        if (lines.length() > max) {
            throw Rejected.invalid(null, "problem.tooLong", max);
        }
        if (!isPlain(lines.replace("\n", ""))) {
            throw Rejected.invalid(null, "problem.controlCharacters");
        }
        return lines.isEmpty() ? null : lines;
    }

    /** Form by which names that people sign in with are compared: equal however they are typed, in any case, NFC. */
    public static String key(String text) {
        // Making letters small can take apart what was composed, so this comes last.
        return Normalizer.normalize(
                Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** True when the text has neither control, nor direction-changing, nor unpaired characters. */
    public static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character > '~') {
                return text.codePoints().noneMatch(Text::isUnwanted);
            }
        }
        return true;
    }

    private static boolean isUnwanted(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // Joiners are needed in names (Persian, emoji); the others of this class only deceive the eye.
            case Character.FORMAT -> codePoint != 0x200C && codePoint != 0x200D;
            default -> false;
        };
    }
}
