package io.muster.device.ui;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A workbook with one sheet of texts. It is sent while it is written, and holds few lines at a time. */
final class TextWorkbook implements AutoCloseable {

    private static final int HELD = 500;
    private static final int MOST_LINES = 1_048_576;

    private final Workbook book;
    private final Worksheet sheet;
    private int line;

    TextWorkbook(OutputStream out, String name) {
        book = new Workbook(out, "Muster", "1.0");
        sheet = book.newWorksheet(name);
    }

    /** The titles; they stay in sight. */
    void header(List<String> titles) {
        sheet.freezePane(0, 1);
        write(titles);
        if (!titles.isEmpty()) {
            sheet.range(0, 0, 0, titles.size() - 1).style().bold().set();
        }
    }

    /** A line; nothing any more when the sheet is full. */
    void line(List<String> cells) {
        if (line < MOST_LINES) {
            write(cells);
            if (line % HELD == 0) {
                try {
                    sheet.flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void write(List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            if (!cells.get(column).isEmpty()) {
                sheet.inlineString(line, column, cells.get(column));
            }
        }
        line++;
    }

    @Override
    public void close() throws IOException {
        sheet.finish();
        book.finish();
    }
}
