package io.muster.location.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.location.LocationRow;
import io.muster.location.Locations;
import io.muster.ui.ListPanel;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The locations of the customer that one is looking at. */
@Route("accounts/:customer/locations")
@PermitAll
class LocationsView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient Customers customers;
    private final transient LiveUpdates updates;
    private final ListPanel<LocationRow> list;
    private final Button create;
    private transient Actor viewer;
    private transient @Nullable Customer place;

    LocationsView(
            Access access, Locations locations, Customers customers, LiveUpdates updates, LocationActions actions) {
        this.access = access;
        this.customers = customers;
        this.updates = updates;
        viewer = access.actor();
        addClassName("list-view");
        list = new ListPanel<>(query -> locations.list(here().id(), query), LocationRow::id);
        create = new Button(
                getTranslation("action.create"),
                VaadinIcon.PLUS.create(),
                click -> actions.create(here().id(), list::refresh));
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.addActions(create);
        LocationCells cells = new LocationCells(
                viewer.may(Permission.SEE_USERS, viewer.home()),
                row -> actions.name(row, viewer, here().path(), list::refresh),
                row -> actions.geofence(row, viewer.preferences()),
                row -> actions.buttons(row, viewer, here().path(), list::refresh));
        cells.columns(list.grid());
        list.onPhones(cells::card);
        add(list);
    }

    private Customer here() {
        return Objects.requireNonNull(place);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        Customer found = customers.get(Places.customer(event));
        access.require(viewer, Permission.LIST_LOCATIONS, found.path());
        place = found;
        create.setVisible(viewer.may(Permission.MANAGE_LOCATIONS, found.path()) && !viewer.restricted());
        list.setEmptyText(getTranslation("locations.empty", found.name().value()));
        updates.follow(
                this,
                found.path(),
                EnumSet.of(Change.Kind.LOCATION, Change.Kind.USER, Change.Kind.DEVICE),
                list::renew);
        list.refresh();
    }

    @Override
    public String getPageTitle() {
        return getTranslation("tab.locations") + " – " + getTranslation("product");
    }
}
