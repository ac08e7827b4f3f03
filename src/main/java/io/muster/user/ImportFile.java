package io.muster.user;

import io.muster.kernel.Rejected;
import io.muster.ui.Csv;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of users: CSV in UTF-8, with the titles of {@link ImportColumn} in its first line. */
public final class ImportFile {

    /** A column that an export has besides, and an import leaves out. */
    public static final String LAST_LOGIN = "lastLogin";

    /** Largest file, in bytes. */
    public static final int MAX_BYTES = 1024 * 1024;

    /** Most users in a file. */
    public static final int MAX_LINES = 5_000;

    private static final int SHOWN = 40;

    private ImportFile() {}

    /**
     * Reads the lines, without what is blank.
     *
     * @throws Rejected when it is no such file, or too large
     */
    public static List<ImportLine> read(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw Rejected.invalid(null, "problem.import.size");
        }
        List<List<String>> rows = Csv.read(Csv.text(file), MAX_LINES + 1);
        if (rows.isEmpty()) {
            throw Rejected.invalid(null, "problem.import.empty");
        }
        List<@Nullable ImportColumn> columns = columns(Csv.titles(rows.getFirst()));
        List<ImportLine> lines = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            List<String> row = rows.get(i);
            if (row.stream().allMatch(String::isBlank)) {
                continue;
            }
            Map<ImportColumn, String> cells = new EnumMap<>(ImportColumn.class);
            for (int j = 0; j < columns.size(); j++) {
                ImportColumn column = columns.get(j);
                if (column != null) {
                    cells.put(column, j < row.size() ? row.get(j).strip() : "");
                }
            }
            boolean excess = row.stream().skip(columns.size()).anyMatch(cell -> !cell.isBlank());
            lines.add(new ImportLine(i + 1, cells, excess));
        }
        if (lines.isEmpty()) {
            throw Rejected.invalid(null, "problem.import.empty");
        }
        return lines;
    }

    private static List<@Nullable ImportColumn> columns(List<String> titles) {
        List<@Nullable ImportColumn> columns = new ArrayList<>();
        Set<ImportColumn> seen = EnumSet.noneOf(ImportColumn.class);
        for (String title : titles) {
            if (title.strip().equalsIgnoreCase(LAST_LOGIN)) {
                columns.add(null);
                continue;
            }
            String shown = title.length() > SHOWN ? title.substring(0, SHOWN) + "…" : title;
            ImportColumn column =
                    ImportColumn.titled(title).orElseThrow(() -> Rejected.invalid(null, "problem.import.title", shown));
            if (!seen.add(column)) {
                throw Rejected.invalid(null, "problem.import.titleTwice", shown);
            }
            columns.add(column);
        }
        if (!seen.contains(ImportColumn.EMAIL)) {
            throw Rejected.invalid(null, "problem.import.noEmail");
        }
        return columns;
    }
}
