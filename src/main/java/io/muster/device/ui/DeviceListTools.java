package io.muster.device.ui;

import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceTags;
import io.muster.device.FleetFigures;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.location.Locations;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** What stands around the list of devices: its filters, what a viewer likes to see, and the files of what it shows. */
@Component
class DeviceListTools {

    private final FleetFigures figures;
    private final DeviceTags tags;
    private final Customers customers;
    private final Locations locations;
    private final DeviceViews views;
    private final DeviceFiles files;

    DeviceListTools(
            FleetFigures figures,
            DeviceTags tags,
            Customers customers,
            Locations locations,
            DeviceViews views,
            DeviceFiles files) {
        this.figures = figures;
        this.tags = tags;
        this.customers = customers;
        this.locations = locations;
        this.views = views;
        this.files = files;
    }

    /** What a list shows: read in a request of its own, outside the session's lock. */
    record Shown(CustomerId place, ListQuery query, DeviceFilter filter, List<ListColumn> columns) {

        Shown {
            columns = List.copyOf(columns);
        }

        Shown with(List<ListColumn> others) {
            return new Shown(place, query, filter, others);
        }
    }

    DeviceFilters filters(Consumer<DeviceCriteria> wanted) {
        return new DeviceFilters(figures, tags, customers, locations, wanted);
    }

    DeviceViews views() {
        return views;
    }

    DeviceFiles files() {
        return files;
    }
}
