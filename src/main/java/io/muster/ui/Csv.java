package io.muster.ui;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180). What a spreadsheet would take for a formula is marked as text. */
public final class Csv {

    private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

    private Csv() {}

    /** One line with its end; every cell in quotes. */
    public static String line(String... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
