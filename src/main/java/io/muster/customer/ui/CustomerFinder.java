package io.muster.customer.ui;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.kernel.ListQuery;
import io.muster.ui.Finder;
import io.muster.ui.Places;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Customers, for the search over everything. */
@Component
@Order(1)
class CustomerFinder implements Finder {

    private final Customers customers;

    CustomerFinder(Customers customers) {
        this.customers = customers;
    }

    @Override
    public String title() {
        return "tab.customers";
    }

    @Override
    public List<Found> find(Actor viewer, String text) {
        if (!viewer.may(Permission.SEE_CUSTOMER, viewer.home())) {
            return List.of();
        }
        ListQuery query = new ListQuery(text, List.of(), MOST, 0, null);
        return customers.nested(viewer.customer(), query).items().stream()
                .map(row -> new Found(row.name(), row.email(), Places.tab(row.id(), "account")))
                .toList();
    }
}
