package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.DeviceHints.Hint;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.user.SavedView;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The devices of the customer that one is looking at, live. What is wanted of them stands in the address. */
@Route("accounts/:customer/devices")
@PermitAll
class DevicesView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient DeviceRegistry devices;
    private final transient Customers customers;
    private final transient LiveUpdates updates;
    private final transient DeviceActions actions;
    private final transient DeviceArrivals arrivals;
    private final transient DeviceListTools tools;
    private final ListPanel<DeviceRow> list;
    private final DeviceFilters filters;
    private final ColumnChooser columns;
    private final ViewMenu views;
    private final transient DeviceListButtons buttons;
    private final transient DeviceCards cards;
    private transient DeviceCriteria criteria = DeviceCriteria.NONE;
    private final transient Map<DeviceId, Hint> likely = new HashMap<>();
    private transient Actor viewer;
    private transient @Nullable Customer place;
    /** Immutable, because a download reads it outside the session's lock. */
    private transient volatile DeviceListTools.@Nullable Shown shown;

    DevicesView(
            Access access,
            DeviceRegistry devices,
            Customers customers,
            LiveUpdates updates,
            DeviceActions actions,
            DeviceArrivals arrivals,
            DeviceListTools tools) {
        this.access = access;
        this.devices = devices;
        this.customers = customers;
        this.updates = updates;
        this.actions = actions;
        this.arrivals = arrivals;
        this.tools = tools;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(this::read, DeviceRow::id);
        filters = tools.filters(this::go);
        cards = new DeviceCards(
                new DeviceCells(this, viewer.preferences()),
                () -> here().id(),
                this::decisions,
                this::menu,
                row -> Optional.ofNullable(likely.get(row.id())));
        columns = new ColumnChooser(
                list, cards.columns(list.grid()), tools.views().columns(), this::keep);
        views = new ViewMenu(tools.views(), this::look, this::look);
        buttons = new DeviceListButtons(
                actions,
                arrivals,
                list,
                () -> here().path(),
                () -> go(DeviceCriteria.NONE.in(DeviceCriteria.State.UNDECIDED)));
        Anchor export =
                new Anchor(tools.files().csv(() -> Objects.requireNonNull(shown)), getTranslation("users.export"));
        export.addClassName("export");
        Anchor sheet = new Anchor(
                tools.files().xlsx(() -> Objects.requireNonNull(shown)), getTranslation("devices.export.xlsx"));
        sheet.addClassName("export");
        list.addActions(buttons.others());
        list.addTools(filters.switches());
        list.addTools(buttons.waiting(), views, columns, export, sheet);
        list.below(filters);
        list.countSearchesRoughly();
        list.onPhones(cards::card);
        list.onSearch(text -> replace(criteria.searching(text)));
        list.onSort(sort -> go(criteria.sorted(sort)));
        add(list);
    }

    private Slice<DeviceRow> read(ListQuery query) {
        CustomerId of = criteria.customer() == null ? here().id() : criteria.customer();
        ListQuery ordered = new ListQuery(query.search(), query.order(), query.limit(), 0, null);
        shown = new DeviceListTools.Shown(of, ordered, criteria.filter(), columns.told());
        Slice<DeviceRow> page = devices.list(of, query, criteria.filter());
        if (criteria.state() == DeviceCriteria.State.UNDECIDED) {
            likely.putAll(arrivals.inbox().likely(page.items()));
        }
        return page;
    }

    private void keep(List<ListColumn> wanted) {
        tools.views().keep(wanted);
        DeviceListTools.Shown before = shown;
        if (before != null) {
            shown = before.with(columns.told());
        }
        views.show();
    }

    private ViewMenu.Look look() {
        return new ViewMenu.Look(criteria.address().getQueryString(), DeviceViews.keys(columns.chosen()));
    }

    private void look(SavedView view) {
        columns.choose(DeviceViews.columns(view.columns()));
        keep(columns.chosen());
        DeviceCriteria wanted = DeviceCriteria.in(QueryParameters.fromString(view.address()));
        DeviceCriteria left = filters.left(wanted, here());
        go(left);
        if (!left.equals(wanted)) {
            Notifications.warned(getTranslation("devices.filter.gone"));
        }
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    /** Another address of the same page, which the browser's back button leads away from. */
    private void go(DeviceCriteria asked) {
        boolean opensAnother =
                asked.equals(DeviceCriteria.NONE) && tools.views().opening().isPresent();
        DeviceCriteria wanted = opensAnother ? DeviceCriteria.ALL : asked;
        if (!wanted.equals(criteria)) {
            UI.getCurrent().navigate(DevicesView.class, Places.at(here().id()), wanted.address());
        }
    }

    /** While somebody types, the address changes without a step for the back button. */
    private void replace(DeviceCriteria wanted) {
        criteria = wanted;
        views.show();
        String address = Places.tab(here().id(), "devices");
        String query = wanted.address().getQueryString();
        UI.getCurrent().getPage().getHistory().replaceState(null, query.isEmpty() ? address : address + "?" + query);
    }

    private Div decisions(DeviceRow row) {
        return actions.decisions(row, viewer, here().path(), list::refresh);
    }

    private Optional<MenuBar> menu(DeviceRow row) {
        return actions.menu(row, viewer, here().path(), list::refresh);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.SEE_DEVICES, found.path());
        boolean elsewhere = place == null || !place.id().equals(found.id());
        DeviceCriteria before = criteria;
        criteria = DeviceCriteria.in(event.getLocation().getQueryParameters());
        place = found;
        if (elsewhere && criteria.equals(DeviceCriteria.NONE)) {
            open();
        } else {
            leaveOutWhatHasGone();
        }
        likely.clear();
        list.setEmptyText(emptyText(found));
        columns.besides(
                criteria.state() == DeviceCriteria.State.UNDECIDED
                        ? Set.of(ListColumn.CREATED, ListColumn.LIKELY)
                        : Set.of());
        filters.show(criteria, found.id(), viewer);
        list.searchFor(criteria.search());
        list.sortBy(criteria.order());
        if (elsewhere || !criteria.fitsTheSameAs(before)) {
            // Nobody is to change what is not to be seen any more.
            list.choose(Set.of());
        }
        if (elsewhere) {
            buttons.arrive(viewer, found.path());
            updates.follow(
                    this,
                    found.path(),
                    EnumSet.of(Change.Kind.DEVICE, Change.Kind.CUSTOMER, Change.Kind.LOCATION),
                    this::renew);
        }
        list.refresh();
        views.show();
    }

    /** Shows the view that the viewer wants to begin with, as far as there is what it was narrowed to. */
    private void open() {
        tools.views().opening().ifPresent(view -> {
            columns.choose(DeviceViews.columns(view.columns()));
            DeviceCriteria wanted = DeviceCriteria.in(QueryParameters.fromString(view.address()));
            if (filters.left(wanted, here()).equals(wanted)) {
                replace(wanted);
            }
        });
    }

    /** What somebody narrowed the list to may be gone, out of reach, or elsewhere than the page. */
    private boolean leaveOutWhatHasGone() {
        DeviceCriteria left = filters.left(criteria, here());
        if (left.equals(criteria)) {
            return false;
        }
        replace(left);
        Notifications.warned(getTranslation("devices.filter.gone"));
        return true;
    }

    private void renew() {
        if (leaveOutWhatHasGone()) {
            list.choose(Set.of());
            filters.show(criteria, here().id(), viewer);
            list.refresh();
        } else {
            list.renew();
        }
    }

    private String emptyText(Customer of) {
        if (criteria.state() == DeviceCriteria.State.UNDECIDED && criteria.narrowing() == 1) {
            return getTranslation("devices.empty.undecided");
        }
        boolean all = criteria.narrowing() == 0 && criteria.search().isEmpty();
        return getTranslation(
                all ? "devices.empty" : "devices.empty.filtered", of.name().value());
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.devices") + " – " + getTranslation("product");
    }
}
