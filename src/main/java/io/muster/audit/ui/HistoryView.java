package io.muster.audit.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import io.muster.ui.Csv;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import io.muster.ui.Times;
import jakarta.annotation.security.PermitAll;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was changed at the customer that one is looking at, and below it: who, when, from what to what. */
@Route("accounts/:customer/history")
@PermitAll
class HistoryView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient HistoryReader history;
    private final transient HistoryWords words;
    private final transient LiveUpdates updates;
    private final ListPanel<HistoryEntry> list;
    private final Select<Change.Kind> kind = new Select<>();
    private final DatePicker from = new DatePicker();
    private final DatePicker to = new DatePicker();
    private final Button only = new Button();
    private transient Actor viewer;
    private transient @Nullable CustomerId place;
    private transient @Nullable HistoryEntry entity;
    /** Immutable, because a download reads it outside the session's lock. */
    private transient volatile HistoryFilter filter = HistoryFilter.NONE;

    HistoryView(Access access, HistoryReader history, HistoryWords words, LiveUpdates updates) {
        this.access = access;
        this.history = history;
        this.words = words;
        this.updates = updates;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(query -> history.list(here(), filter, query), HistoryEntry::id);
        list.setEmptyText(getTranslation("history.empty"));
        list.grid().addThemeVariants(GridVariant.LUMO_WRAP_CELL_CONTENT);
        filters();
        columns(list.grid());
        list.onPhones(this::card);
        add(list);
    }

    private CustomerId here() {
        return Objects.requireNonNull(place);
    }

    private void filters() {
        kind.setItems(Change.Kind.values());
        kind.setItemLabelGenerator(each -> each == null ? getTranslation("history.kind.all") : words.kind(each));
        kind.setEmptySelectionAllowed(true);
        kind.setEmptySelectionCaption(getTranslation("history.kind.all"));
        kind.setPlaceholder(getTranslation("history.kind.all"));
        kind.setAriaLabel(getTranslation("history.kind"));
        kind.setWidth("9rem");
        kind.addValueChangeListener(change -> filterChanged());
        for (DatePicker picker : new DatePicker[] {from, to}) {
            picker.setClearButtonVisible(true);
            picker.setWidth("9.5rem");
            picker.addValueChangeListener(change -> filterChanged());
        }
        from.setPlaceholder(getTranslation("history.from"));
        from.setAriaLabel(getTranslation("history.from"));
        to.setPlaceholder(getTranslation("history.to"));
        to.setAriaLabel(getTranslation("history.to"));
        only.setIcon(VaadinIcon.CLOSE_SMALL.create());
        only.setIconAfterText(true);
        only.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        only.setVisible(false);
        only.addClickListener(click -> follow(null));
        DownloadHandler download = this::export;
        Anchor export = new Anchor(download, getTranslation("history.export"));
        export.addClassName("export");
        list.addActions(only, kind, from, to, export);
    }

    private void filterChanged() {
        HistoryEntry followed = entity;
        filter = new HistoryFilter(
                followed == null ? kind.getValue() : followed.kind(),
                followed == null ? null : followed.entity(),
                null,
                midnight(from.getValue()),
                midnight(to.getValue() == null ? null : to.getValue().plusDays(1)));
        list.refresh();
    }

    private @Nullable Instant midnight(@Nullable LocalDate day) {
        return day == null
                ? null
                : day.atStartOfDay(viewer.preferences().timeZone()).toInstant();
    }

    /** Shows what happened to one thing alone. */
    private void follow(@Nullable HistoryEntry entry) {
        entity = entry;
        only.setVisible(entry != null);
        only.setText(entry == null ? "" : getTranslation("history.only", entry.label()));
        kind.setEnabled(entry == null);
        filterChanged();
    }

    private void columns(Grid<HistoryEntry> grid) {
        grid.addColumn(entry -> Times.exact(entry.at(), viewer.preferences()))
                .setHeader(getTranslation("history.when"))
                .setSortProperty("at")
                .setWidth("13rem")
                .setFlexGrow(0);
        grid.addComponentColumn(this::who)
                .setHeader(getTranslation("history.who"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addComponentColumn(this::what)
                .setKey("what")
                .setHeader(getTranslation("history.what"))
                .setWidth("11rem")
                .setFlexGrow(1);
        grid.addColumn(entry -> customer(entry))
                .setHeader(getTranslation("history.customer"))
                .setWidth("9rem")
                .setFlexGrow(1);
        grid.addComponentColumn(this::change)
                .setHeader(getTranslation("history.change"))
                .setWidth("16rem")
                .setFlexGrow(3);
    }

    private static String customer(HistoryEntry entry) {
        return Objects.requireNonNullElse(entry.customerName(), "");
    }

    private Component who(HistoryEntry entry) {
        return lines(entry.actor(), words.channel(entry.channel()));
    }

    private Component what(HistoryEntry entry) {
        Button label = new Button(entry.label(), click -> follow(entry));
        label.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
        label.setTooltipText(getTranslation("history.follow", entry.label()));
        label.addClassName("history-label");
        Span sort = new Span(words.kind(entry.kind()));
        sort.addClassName("faint");
        Div both = new Div(label, sort);
        both.addClassName("row-text");
        return both;
    }

    private Component change(HistoryEntry entry) {
        Div text = new Div(new Span(words.action(entry)));
        text.addClassName("row-text");
        for (Change.Field field : entry.fields()) {
            Span line = new Span(words.change(field));
            line.addClassName("faint");
            text.add(line);
        }
        return text;
    }

    private static Component lines(String first, String second) {
        Span faint = new Span(second);
        faint.addClassName("faint");
        Div both = new Div(new Span(first), faint);
        both.addClassName("row-text");
        return both;
    }

    private Component card(HistoryEntry entry) {
        Div text = new Div(
                what(entry), change(entry), lines(entry.actor(), Times.exact(entry.at(), viewer.preferences())));
        text.addClassName("row-text");
        Div card = new Div(text);
        card.addClassName("row-card");
        return card;
    }

    /** Runs in a request of its own, and asks for its own rights. */
    private void export(DownloadEvent event) throws IOException {
        CustomerId customer = here();
        access.require(Permission.SEE_HISTORY, customer);
        event.setFileName("history.csv");
        event.setContentType("text/csv;charset=UTF-8");
        try (Writer out = new BufferedWriter(new OutputStreamWriter(event.getOutputStream(), StandardCharsets.UTF_8))) {
            out.write(Csv.line("when", "who", "channel", "kind", "what", "customer", "action", "changes"));
            history.export(customer, filter, list.searched(), entry -> write(out, entry));
        }
    }

    private void write(Writer out, HistoryEntry entry) {
        String changes = entry.fields().stream().map(words::change).collect(Collectors.joining("; "));
        try {
            out.write(Csv.line(
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(entry.at()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .atZone(viewer.preferences().timeZone())),
                    entry.actor(),
                    words.channel(entry.channel()),
                    words.kind(entry.kind()),
                    entry.label(),
                    customer(entry),
                    words.action(entry),
                    changes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        CustomerId customer = Places.customer(event);
        TreePath path = access.require(viewer, Permission.SEE_HISTORY, customer);
        place = customer;
        updates.follow(this, path, EnumSet.allOf(Change.Kind.class), list::refresh);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.history") + " – " + getTranslation("product");
    }
}
