package io.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one run, as a table that is printed and kept. */
final class Report {

    private final List<String> lines = new ArrayList<>();

    Report() {
        lines.add("| What | Muster | Limit in the same run | Ratio | At least |");
        lines.add("|---|---|---|---|---|");
    }

    /** A rate a second against a limit. */
    void rate(String what, double rate, double limit, double atLeast) {
        add(what, number(rate) + "/s", number(limit) + "/s", ratio(rate / limit), ratio(atLeast));
    }

    void note(String what, String figure, String atMost) {
        add(what, figure, "", "", atMost);
    }

    /** A figure beside the one that the limit has. */
    void beside(String what, String figure, String limit, String atMost) {
        add(what, figure, limit, "", atMost);
    }

    /** A limit that stands by itself. */
    void limit(String what, double rate) {
        add(what, "", number(rate) + "/s", "", "");
    }

    private void add(String... cells) {
        String line = "| " + String.join(" | ", cells) + " |";
        lines.add(line);
        System.out.println(line);
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        System.out.println();
        lines.forEach(System.out::println);
    }
}
