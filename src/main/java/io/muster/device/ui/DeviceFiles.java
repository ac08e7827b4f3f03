package io.muster.device.ui;

import com.vaadin.flow.server.streams.DownloadHandler;
import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.kernel.Preferences;
import io.muster.ui.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Files of what a list of devices shows, written while they are read. */
@Component
class DeviceFiles {

    private final Access access;
    private final DeviceRegistry devices;
    private final MessageSource texts;

    DeviceFiles(Access access, DeviceRegistry devices, MessageSource texts) {
        this.access = access;
        this.devices = devices;
        this.texts = texts;
    }

    /** What the list shows as CSV, with its columns and in its order. */
    DownloadHandler csv(Supplier<DeviceListTools.Shown> shown) {
        return event -> {
            DeviceListTools.Shown list = shown.get();
            access.require(Permission.SEE_DEVICES, list.place());
            Preferences viewer = access.actor().preferences();
            List<ListColumn> columns = list.columns();
            event.setFileName("muster-devices.csv");
            event.setContentType("text/csv;charset=UTF-8");
            try (Writer out = Csv.file(event.getOutputStream())) {
                out.write(line(columns, column -> text(column.title())));
                devices.export(list.place(), list.query(), list.filter(), row -> {
                    try {
                        out.write(line(columns, column -> cell(column, row, viewer)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        };
    }

    /** The same as a workbook: every cell a text, so that none of them is a formula. */
    DownloadHandler xlsx(Supplier<DeviceListTools.Shown> shown) {
        return event -> {
            DeviceListTools.Shown list = shown.get();
            access.require(Permission.SEE_DEVICES, list.place());
            Preferences viewer = access.actor().preferences();
            List<ListColumn> columns = list.columns();
            event.setFileName("muster-devices.xlsx");
            event.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
            try (TextWorkbook book = new TextWorkbook(event.getOutputStream(), text("tab.devices"))) {
                book.header(columns.stream().map(column -> text(column.title())).toList());
                devices.export(
                        list.place(),
                        list.query(),
                        list.filter(),
                        row -> book.line(columns.stream()
                                .map(column -> cell(column, row, viewer))
                                .toList()));
            }
        };
    }

    private static String line(List<ListColumn> columns, Function<ListColumn, String> cell) {
        return Csv.line(columns.stream().map(cell).toArray(String[]::new));
    }

    private String cell(ListColumn column, DeviceRow row, Preferences viewer) {
        return switch (column) {
            case PRESENCE -> !row.seen() ? "" : text(DeviceCells.presenceKey(row));
            case STATE -> text(DeviceCells.stateKey(row));
            case LAST_SEEN -> moment(row.lastSeenAt(), viewer);
            case CREATED -> moment(row.createdAt(), viewer);
            default -> column.text(row);
        };
    }

    private static String moment(@Nullable Instant moment, Preferences viewer) {
        return Csv.moment(moment, viewer.timeZone());
    }

    private String text(String key) {
        return texts.getMessage(key, null, Locale.ENGLISH);
    }
}
