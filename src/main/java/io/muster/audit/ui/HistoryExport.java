package io.muster.audit.ui;

import com.vaadin.flow.server.streams.DownloadEvent;
import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.CustomerId;
import io.muster.ui.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The history as a table for other programs, however long it is. */
@Component
class HistoryExport {

    private final Access access;
    private final HistoryReader history;
    private final HistoryWords words;

    HistoryExport(Access access, HistoryReader history, HistoryWords words) {
        this.access = access;
        this.history = history;
        this.words = words;
    }

    /** What a page shows; immutable, because a download reads it outside the session's lock. */
    record Wanted(CustomerId customer, HistoryFilter filter, String search, ZoneId zone) {}

    /** Runs in a request of its own, and asks for its own rights. */
    void write(DownloadEvent event, Wanted wanted) throws IOException {
        access.require(Permission.SEE_HISTORY, wanted.customer());
        event.setFileName("muster-history.csv");
        event.setContentType("text/csv;charset=UTF-8");
        try (Writer out = Csv.file(event.getOutputStream())) {
            out.write(Csv.line("when", "who", "channel", "kind", "what", "customer", "action", "changes"));
            history.export(
                    wanted.customer(), wanted.filter(), wanted.search(), entry -> write(out, entry, wanted.zone()));
        }
    }

    private void write(Writer out, HistoryEntry entry, ZoneId zone) {
        String changes = entry.fields().stream()
                .map(field -> words.change(entry, field, Clockface.ofFile(zone)))
                .collect(Collectors.joining("; "));
        try {
            out.write(Csv.line(
                    Csv.moment(entry.at().truncatedTo(ChronoUnit.SECONDS), zone),
                    HistoryWords.actor(entry),
                    words.channel(entry.channel()),
                    words.kind(entry.kind()),
                    HistoryWords.label(entry),
                    HistoryCells.customer(entry),
                    words.action(entry),
                    changes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
