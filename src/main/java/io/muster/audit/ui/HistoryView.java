package io.muster.audit.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.TreePath;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was changed at the customer that one is looking at, and below it: who, when, from what to what. With a subject in the
 * address ({@code ?user=12}) it is the page of that one thing.
 */
@Route("accounts/:customer/history")
@PermitAll
class HistoryView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final ListQuery NEWEST = new ListQuery("", List.of(), 1, 0, null);

    private final transient Access access;
    private final transient HistoryReader history;
    private final transient LiveUpdates updates;
    private final transient HistoryFilters filters;
    private final ListPanel<HistoryEntry> list;
    private final H2 heading = new H2();
    private final Anchor back = new Anchor();
    private final Button only = new Button();
    private transient Actor viewer;
    private transient @Nullable CustomerId place;
    private transient @Nullable Subject subject;
    /** For the download, which runs outside the session's lock. */
    private transient volatile HistoryExport.@Nullable Wanted wanted;

    HistoryView(Access access, HistoryReader history, HistoryWords words, HistoryExport export, LiveUpdates updates) {
        this.access = access;
        this.history = history;
        this.updates = updates;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(query -> history.list(here(), filter(), remembered(query)), HistoryEntry::id);
        list.grid().addThemeVariants(GridVariant.LUMO_WRAP_CELL_CONTENT);
        list.setEmptyText(getTranslation("history.empty"));
        filters = new HistoryFilters(words, list::refresh);
        HistoryCells cells = new HistoryCells(words, viewer.preferences(), this::follow);
        cells.columns(list.grid());
        list.onPhones(cells::card);
        back.getElement().setAttribute("router-link", true);
        only.setIcon(VaadinIcon.CLOSE_SMALL.create());
        only.setIconAfterText(true);
        only.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        only.addClickListener(click -> follow(null));
        DownloadHandler download = event -> export.write(event, Objects.requireNonNull(wanted));
        Anchor link = new Anchor(download, getTranslation("history.export"));
        link.addClassName("export");
        list.addActions(only);
        list.addActions(filters.fields());
        list.addActions(link);
        Div head = new Div(back, heading);
        head.addClassName("history-head");
        add(head, list);
    }

    private CustomerId here() {
        return Objects.requireNonNull(place);
    }

    private HistoryFilter filter() {
        return filters.filter(subject, viewer.preferences().timeZone());
    }

    private ListQuery remembered(ListQuery query) {
        wanted = new HistoryExport.Wanted(
                here(), filter(), query.search(), viewer.preferences().timeZone());
        return query;
    }

    /** Goes to the page of one thing, or back to that of everything. */
    private void follow(@Nullable Subject next) {
        getUI().ifPresent(ui -> ui.navigate(
                HistoryView.class, Places.at(here()), next == null ? QueryParameters.empty() : next.parameters()));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        CustomerId customer = Places.customer(event);
        TreePath path = access.require(viewer, Permission.SEE_HISTORY, customer);
        place = customer;
        Subject found = Subject.in(event.getLocation().getQueryParameters()).orElse(null);
        subject = found;
        head(customer, found);
        updates.follow(this, path, EnumSet.allOf(Change.Kind.class), list::renew);
        list.refresh();
    }

    private void head(CustomerId customer, @Nullable Subject found) {
        heading.setVisible(found != null);
        back.setVisible(found != null);
        only.setVisible(found != null);
        filters.choosesKind(found == null);
        if (found == null) {
            return;
        }
        String name = history.list(customer, filter(), NEWEST).items().stream()
                .findFirst()
                .map(HistoryEntry::label)
                .orElseGet(() -> getTranslation("history.unknown"));
        heading.setText(getTranslation("history.of." + found.kind(), name));
        only.setText(getTranslation("history.only", name));
        back.setHref(Places.tab(customer, found.tab()));
        back.setText(getTranslation("history.back", getTranslation("tab." + found.tab())));
    }

    @Override
    public String getPageTitle() {
        String title = subject == null ? getTranslation("tab.history") : heading.getText();
        return title + " – " + getTranslation("product");
    }
}
