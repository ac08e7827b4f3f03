package io.muster.device.ui;

import com.vaadin.flow.server.streams.DownloadHandler;
import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.FleetFigures;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Preferences;
import io.muster.location.Locations;
import io.muster.ui.Csv;
import io.muster.user.ListColumns;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What stands around the list of devices: its filters, which columns a viewer chose, and the file of what it shows. */
@Component
class DeviceListTools {

    private static final String LIST = "devices";

    private final Access access;
    private final DeviceRegistry devices;
    private final FleetFigures figures;
    private final Customers customers;
    private final Locations locations;
    private final ListColumns chosen;
    private final MessageSource texts;

    DeviceListTools(
            Access access,
            DeviceRegistry devices,
            FleetFigures figures,
            Customers customers,
            Locations locations,
            ListColumns chosen,
            MessageSource texts) {
        this.access = access;
        this.devices = devices;
        this.figures = figures;
        this.customers = customers;
        this.locations = locations;
        this.chosen = chosen;
        this.texts = texts;
    }

    /** What a list shows: read in a request of its own, outside the session's lock. */
    record Shown(CustomerId place, ListQuery query, DeviceFilter filter, Set<ListColumn> columns) {

        Shown {
            columns = Set.copyOf(columns);
        }
    }

    DeviceFilters filters(Consumer<DeviceCriteria> wanted) {
        return new DeviceFilters(figures, customers, locations, wanted);
    }

    /** The columns that the viewer chose, or the usual ones. */
    Set<ListColumn> columns() {
        return chosen.of(LIST)
                .map(keys -> keys.stream().map(ListColumn::of).flatMap(Optional::stream))
                .orElseGet(() -> Arrays.stream(ListColumn.values()).filter(ListColumn::isUsual))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ListColumn.class)));
    }

    /** Keeps what the viewer chose; who looks as somebody else chooses for the moment only. */
    void keep(Collection<ListColumn> columns) {
        if (access.preview().isEmpty()) {
            chosen.keep(LIST, columns.stream().map(ListColumn::key).toList());
        }
    }

    /** The file of what the list shows, with its columns and in its order. */
    DownloadHandler file(Supplier<Shown> shown) {
        return event -> {
            Shown list = shown.get();
            access.require(Permission.SEE_DEVICES, list.place());
            Preferences viewer = access.actor().preferences();
            List<ListColumn> columns = list.columns().stream().sorted().toList();
            event.setFileName("muster-devices.csv");
            event.setContentType("text/csv;charset=UTF-8");
            try (Writer out =
                    new BufferedWriter(new OutputStreamWriter(event.getOutputStream(), StandardCharsets.UTF_8))) {
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
