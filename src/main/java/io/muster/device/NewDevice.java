package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.ui.Csv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line of a list of devices to register, as text.
 *
 * @param number of the line in the file, beginning with 1
 * @param cells  by the titles of their columns; what the list does not have is missing
 */
public record NewDevice(int number, Map<String, String> cells) {

    /** The columns that a list can have, in any order; only the unit id must be there. */
    public static final List<String> COLUMNS = List.of("unitId", "name", "customer", "location", "accept");

    /** Most devices at once. */
    public static final int MOST = 5_000;

    public NewDevice {
        cells = Map.copyOf(cells);
    }

    /** What stands in a column; empty when nothing does. */
    public String cell(String column) {
        return cells.getOrDefault(column, "");
    }

    /** The same with another text in one cell. */
    public NewDevice with(String column, String text) {
        Map<String, String> changed = new HashMap<>(cells);
        changed.put(column, text);
        return new NewDevice(number, changed);
    }

    /**
     * Reads a list: CSV with titles in its first line, or unit ids alone, one in a line.
     *
     * @throws Rejected when there is nothing in it, too much, or a title is unknown
     */
    public static List<NewDevice> read(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (plain.indexOf('\0') >= 0) {
            throw Rejected.invalid(null, "problem.import.noText");
        }
        List<List<String>> rows = Csv.read(plain, MOST + 1);
        if (rows.isEmpty()) {
            throw Rejected.invalid(null, "problem.device.import.empty");
        }
        boolean titled = rows.getFirst().stream().anyMatch(title -> column(title) != null);
        List<String> columns = titled ? titles(Csv.titles(rows.getFirst())) : COLUMNS;
        List<NewDevice> lines = new ArrayList<>();
        for (int i = titled ? 1 : 0; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            if (row.stream().allMatch(String::isBlank)) {
                continue;
            }
            Map<String, String> cells = new HashMap<>();
            columns.forEach(column -> cells.put(column, ""));
            for (int j = 0; j < Math.min(columns.size(), row.size()); j++) {
                cells.put(columns.get(j), row.get(j).strip());
            }
            lines.add(new NewDevice(i + 1, cells));
        }
        if (lines.isEmpty()) {
            throw Rejected.invalid(null, "problem.device.import.empty");
        }
        if (lines.size() > MOST) {
            throw Rejected.invalid(null, "problem.csv.lines", MOST);
        }
        return lines;
    }

    /** As text that {@link #read} understands, with the columns in which something stands. */
    public static String write(List<NewDevice> lines) {
        List<String> columns = COLUMNS.stream()
                .filter(column -> column.equals("unitId")
                        || lines.stream().anyMatch(line -> !line.cell(column).isEmpty()))
                .toList();
        StringBuilder csv = new StringBuilder(Csv.line(columns.toArray(String[]::new)));
        lines.forEach(
                line -> csv.append(Csv.line(columns.stream().map(line::cell).toArray(String[]::new))));
        return csv.toString();
    }

    private static List<String> titles(List<String> row) {
        List<String> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String title : row) {
            String column = column(title);
            String shown = title.substring(0, Math.min(40, title.length()));
            if (column == null) {
                throw Rejected.invalid(null, "problem.import.title", shown);
            }
            if (!seen.add(column)) {
                throw Rejected.invalid(null, "problem.import.titleTwice", shown);
            }
            columns.add(column);
        }
        if (!seen.contains("unitId")) {
            throw Rejected.invalid(null, "problem.device.import.noUnit");
        }
        return columns;
    }

    /** {@code Unit ID} is {@code unitId}; null for what is no title. */
    private static @Nullable String column(String title) {
        String plain = title.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
        return COLUMNS.stream()
                .filter(column -> column.toLowerCase(Locale.ROOT).equals(plain))
                .findFirst()
                .orElse(null);
    }
}
