package io.muster.ui;

import io.muster.kernel.Rejected;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of CSV (RFC 4180). What a spreadsheet would take for a formula is marked as text. */
public final class Csv {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";
    private static final String SEPARATORS = ",;\t";
    private static final String MARK = "\uFEFF";

    private Csv() {}

    /** Writes a file. Its first character tells spreadsheets that it is UTF-8; else some of them take it for what it is not. */
    public static Writer file(OutputStream out) throws IOException {
        Writer file = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        file.write(MARK);
        return file;
    }

    /** One line with its end; every cell in quotes. */
    public static String line(String... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A moment for other programs: RFC 3339 with the offset of a zone; empty for none. */
    public static String moment(@Nullable Instant moment, ZoneId zone) {
        return moment == null ? "" : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atZone(zone));
    }

    private static String cell(String text) {
        return '"' + (isFormula(text) ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    }

    /**
     * Reads lines that end with any line end and have commas, semicolons or tabs between their cells, whichever comes first
     * in the first line. The mark that {@link #line} puts before a formula is taken off again.
     *
     * @param most most lines that are taken
     * @throws Rejected when there are more, or a quote has no end
     */
    public static List<List<String>> read(String text, int most) {
        return new Reader(text, most).lines();
    }

    /**
     * The text of a file, without the mark at its beginning.
     *
     * @throws Rejected when it is not UTF-8, or no text at all
     */
    public static String text(byte[] file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw Rejected.invalid(null, "problem.import.noText");
            }
            return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw Rejected.invalid(null, "problem.import.noText");
        }
    }

    /** Titles of columns, without the empty ones that spreadsheets leave at the end. */
    public static List<String> titles(List<String> line) {
        int end = line.size();
        while (end > 0 && line.get(end - 1).isBlank()) {
            end--;
        }
        return line.subList(0, end);
    }

    private static final class Reader {

        private final String text;
        private final int most;
        private final char separator;
        private final List<List<String>> lines = new ArrayList<>();
        private List<String> line = new ArrayList<>();
        private StringBuilder cell = new StringBuilder();
        private boolean quoted;

        Reader(String text, int most) {
            this.text = text;
            this.most = most;
            this.separator = (char) text.lines()
                    .findFirst()
                    .orElse("")
                    .chars()
                    .filter(c -> SEPARATORS.indexOf(c) >= 0)
                    .findFirst()
                    .orElse(',');
        }

        List<List<String>> lines() {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quoted) {
                    i += inQuotes(i, c);
                } else if (c == '"' && cell.isEmpty()) {
                    quoted = true;
                } else if (c == separator) {
                    endCell();
                } else if (c == '\n' || c == '\r') {
                    i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
                    endLine();
                } else {
                    cell.append(c);
                }
            }
            if (quoted) {
                throw Rejected.invalid(null, "problem.csv.quote", lines.size() + 1);
            }
            if (!cell.isEmpty() || !line.isEmpty()) {
                endLine();
            }
            return lines;
        }

        /** How many characters more were read. */
        private int inQuotes(int at, char c) {
            if (c != '"') {
                cell.append(c);
                return 0;
            }
            if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                cell.append('"');
                return 1;
            }
            quoted = false;
            return 0;
        }

        private void endCell() {
            String read = cell.toString();
            line.add(read.startsWith("'") && isFormula(read.substring(1)) ? read.substring(1) : read);
            cell = new StringBuilder();
        }

        private void endLine() {
            endCell();
            if (lines.size() == most) {
                throw Rejected.invalid(null, "problem.csv.lines", most - 1);
            }
            lines.add(line);
            line = new ArrayList<>();
        }
    }
}
