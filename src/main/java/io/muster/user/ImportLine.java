package io.muster.user;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of users, as text.
 *
 * @param number of the line in the file, the titles being 1
 * @param cells  by their columns; a column that the file does not have is missing, and leaves everything as it is
 * @param excess true when the line has more cells than there are titles
 */
public record ImportLine(int number, Map<ImportColumn, String> cells, boolean excess) {

    public ImportLine {
        cells = Map.copyOf(cells);
    }

    /** What stands in a column; null when the file does not have it. */
    public @Nullable String cell(ImportColumn column) {
        return cells.get(column);
    }

    /** The same with another text in one cell. */
    public ImportLine with(ImportColumn column, String text) {
        Map<ImportColumn, String> changed = new EnumMap<>(ImportColumn.class);
        changed.putAll(cells);
        changed.put(column, text);
        return new ImportLine(number, changed, false);
    }
}
