package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.FleetFigures;
import io.muster.device.FleetFigures.Figures;
import io.muster.device.FleetFigures.Share;
import io.muster.device.LastSeen;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Is my fleet all right? A customer's devices in numbers, each of which leads to the list of what it counts. */
@Route("accounts/:customer/overview")
@PermitAll
class OverviewView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    /** Firmwares that are named one by one. */
    private static final int NAMED = 8;

    private final transient Access access;
    private final transient Customers customers;
    private final transient FleetFigures figures;
    private final transient LiveUpdates updates;
    private transient @Nullable CustomerId place;

    OverviewView(Access access, Customers customers, FleetFigures figures, LiveUpdates updates) {
        this.access = access;
        this.customers = customers;
        this.figures = figures;
        this.updates = updates;
        addClassName("sheet");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Customer found = customers.get(Places.customer(event));
        access.require(Permission.SEE_DEVICES, found.id());
        place = found.id();
        show();
        updates.follow(this, found.path(), EnumSet.of(Change.Kind.DEVICE, Change.Kind.CUSTOMER), this::show);
    }

    private CustomerId here() {
        return Objects.requireNonNull(place);
    }

    private void show() {
        Figures now = figures.of(here());
        List<Share> firmware = figures.spread(here(), FleetFigures.Spread.FIRMWARE, ListQuery.all());
        removeAll();
        add(verdict(now), tiles(now));
        if (!firmware.isEmpty()) {
            add(spread(firmware));
        }
    }

    private Component verdict(Figures now) {
        long odd = now.alerts() + now.undecided();
        long silent = heard(now, LastSeen.NEVER);
        String text = now.total() == 0
                ? getTranslation("overview.none")
                : odd > 0
                        ? getTranslation("overview.odd", odd)
                        : silent > 0
                                ? getTranslation("overview.silent", silent, now.total())
                                : getTranslation("overview.well");
        Paragraph words = new Paragraph(text);
        words.addClassNames("sheet-advice");
        words.setClassName("fine", odd + silent == 0);
        words.getElement().setAttribute("role", "status");
        return words;
    }

    private Component tiles(Figures now) {
        Div tiles = new Div(
                tile("overview.total", now.total(), DeviceCriteria.ALL, false),
                heardTile(now, LastSeen.ONLINE),
                heardTile(now, LastSeen.TODAY),
                heardTile(now, LastSeen.MONTH),
                heardTile(now, LastSeen.NEVER),
                tile(
                        "deviceState.UNDECIDED",
                        now.undecided(),
                        DeviceCriteria.NONE.in(DeviceCriteria.State.UNDECIDED),
                        now.undecided() > 0),
                tile("device.part.alerts", now.alerts(), DeviceCriteria.NONE.withAlerts(), now.alerts() > 0));
        tiles.addClassName("tiles");
        return tiles;
    }

    private static long heard(Figures now, LastSeen lastSeen) {
        return Objects.requireNonNullElse(now.heard().get(lastSeen), 0L);
    }

    private Component heardTile(Figures now, LastSeen lastSeen) {
        return tile("overview." + lastSeen, heard(now, lastSeen), DeviceCriteria.NONE.heard(lastSeen), false);
    }

    private Component tile(String name, long number, DeviceCriteria leads, boolean odd) {
        Span figure = new Span(getTranslation("overview.number", number));
        figure.addClassName("tile-number");
        Anchor tile = link(leads, figure, new Span(getTranslation(name)));
        tile.addClassName("tile");
        tile.setClassName("odd", odd);
        return tile;
    }

    private Component spread(List<Share> firmware) {
        UnorderedList list = new UnorderedList();
        list.addClassName("spread");
        long most = firmware.getFirst().devices();
        firmware.stream().limit(NAMED).forEach(share -> {
            Div bar = new Div();
            bar.addClassName("spread-bar");
            bar.setWidth(Math.max(1, 100 * share.devices() / most) + "%");
            bar.getElement().setAttribute("aria-hidden", "true");
            Anchor name = link(
                    DeviceCriteria.NONE.running(share.value()),
                    new Span(share.value()),
                    new Span(" · " + getTranslation("overview.number", share.devices())));
            list.add(new ListItem(name, bar));
        });
        Div part = new Div(new H3(getTranslation("overview.firmware")), list);
        part.addClassName("sheet-part");
        if (firmware.size() > NAMED) {
            part.add(new Paragraph(getTranslation("overview.more", firmware.size() - NAMED)));
        }
        return part;
    }

    private Anchor link(DeviceCriteria leads, Component... shown) {
        String query = leads.address().getQueryString();
        String list = Places.tab(here(), "devices");
        Anchor link = new Anchor(query.isEmpty() ? list : list + "?" + query);
        link.add(shown);
        link.getElement().setAttribute("router-link", true);
        return link;
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.overview") + " – " + getTranslation("product");
    }
}
