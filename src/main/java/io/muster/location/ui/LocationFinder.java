package io.muster.location.ui;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.ListQuery;
import io.muster.location.Locations;
import io.muster.ui.Finder;
import io.muster.ui.Places;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Locations, for the search over everything. */
@Component
@Order(4)
class LocationFinder implements Finder {

    private final Locations locations;

    LocationFinder(Locations locations) {
        this.locations = locations;
    }

    @Override
    public String title() {
        return "tab.locations";
    }

    @Override
    public List<Found> find(Actor viewer, String text) {
        if (!viewer.may(Permission.LIST_LOCATIONS, viewer.home())) {
            return List.of();
        }
        ListQuery query = new ListQuery(text, List.of(), MOST, 0, null);
        return locations.list(viewer.customer(), query).items().stream()
                .map(row -> new Found(row.name(), row.customerName(), Places.tab(row.customerId(), "locations")))
                .toList();
    }
}
