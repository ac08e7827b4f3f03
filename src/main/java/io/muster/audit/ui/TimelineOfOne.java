package io.muster.audit.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Preferences;
import io.muster.kernel.Slice;
import io.muster.ui.Timeline;
import io.muster.ui.Times;
import java.util.EnumSet;
import java.util.List;

/** What happened to one thing, the newest first; more of it when somebody asks. */
@org.springframework.stereotype.Component
class TimelineOfOne implements Timeline {

    private static final int STEP = 10;

    private final Access access;
    private final HistoryReader history;
    private final HistoryWords words;

    TimelineOfOne(Access access, HistoryReader history, HistoryWords words) {
        this.access = access;
        this.history = history;
        this.words = words;
    }

    @Override
    public boolean isOffered(Actor viewer, CustomerId customer) {
        return viewer.may(Permission.SEE_HISTORY, access.place(customer));
    }

    @Override
    public Panel of(Actor viewer, CustomerId customer, Change.Kind kind, String id) {
        HistoryFilter filter = new HistoryFilter(EnumSet.of(kind), id, null, null, null);
        return new Entries(query -> history.list(customer, filter, query), words, viewer.preferences());
    }

    private interface Source {

        Slice<HistoryEntry> read(ListQuery query);
    }

    private static final class Entries extends Div implements Panel {

        private final transient Source source;
        private final transient HistoryWords words;
        private final transient Preferences viewer;
        private final OrderedList entries = new OrderedList();
        private final Button more = new Button(getTranslation("timeline.more"));
        private int shown = STEP;
        private transient List<HistoryEntry> read = List.of();

        Entries(Source source, HistoryWords words, Preferences viewer) {
            this.source = source;
            this.words = words;
            this.viewer = viewer;
            addClassName("timeline");
            more.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            more.addClickListener(click -> {
                shown += STEP;
                refresh();
            });
            add(entries, more);
            refresh();
        }

        @Override
        public Component component() {
            return this;
        }

        @Override
        public void refresh() {
            int most = Math.min(shown, ListQuery.MAX_LIMIT);
            Slice<HistoryEntry> slice = source.read(new ListQuery("", List.of(), most, 0, null));
            more.setVisible(slice.total() > slice.items().size() && most < ListQuery.MAX_LIMIT);
            if (slice.items().equals(read)) {
                return;
            }
            read = slice.items();
            entries.removeAll();
            read.forEach(entry -> entries.add(line(entry)));
            if (read.isEmpty()) {
                entries.add(new ListItem(getTranslation("history.empty")));
            }
        }

        private ListItem line(HistoryEntry entry) {
            Span what = new Span(words.action(entry));
            what.addClassName("row-title");
            Span who = new Span(HistoryWords.actor(entry));
            Span when = new Span(Times.ago(entry.at(), viewer, ""));
            Div by = new Div(when, who);
            by.addClassNames("row-facts", "faint");
            Div text = new Div(what, by);
            text.addClassName("row-text");
            Clockface clock = Clockface.of(viewer);
            entry.fields().forEach(field -> text.add(new Div(words.change(entry, field, clock))));
            return new ListItem(text);
        }
    }
}
