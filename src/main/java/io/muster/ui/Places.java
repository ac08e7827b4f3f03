package io.muster.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.List;
import java.util.Optional;

/** The customer that a page is about stands in its address: {@code accounts/7/users}. */
public final class Places {

    /** Name of the route parameter. */
    public static final String CUSTOMER = "customer";

    /** Name of the route parameter of a device's page. */
    public static final String DEVICE = "device";

    private Places() {}

    /**
     * The customer in the address.
     *
     * @throws Rejected NOT_FOUND when there is none
     */
    public static CustomerId customer(BeforeEvent event) {
        return CustomerId.of(event.getRouteParameters().get(CUSTOMER).orElseThrow(Rejected::notFound));
    }

    /** The customer that an open page is about; empty for a page that is about none. */
    public static Optional<CustomerId> customer(Location location) {
        List<String> segments = location.getSegments();
        return segments.size() > 1
                        && segments.getFirst().equals("accounts")
                        && segments.get(1).matches("[1-9][0-9]{0,17}")
                ? Optional.of(CustomerId.of(segments.get(1)))
                : Optional.empty();
    }

    public static RouteParameters at(CustomerId customer) {
        return new RouteParameters(CUSTOMER, customer.toString());
    }

    /**
     * Opens the history of one thing.
     *
     * @param customer where one looks at it; the history tells what happened there and below
     * @param sort     {@code customer}, {@code user}, {@code location} or {@code device}
     */
    public static void openHistory(CustomerId customer, String sort, Object id) {
        UI.getCurrent().navigate(tab(customer, "history"), QueryParameters.of(sort, id.toString()));
    }

    /** Address of a device's page, looked at from a customer that has it, be it at one below. */
    public static String device(CustomerId customer, DeviceId device) {
        return tab(customer, "devices") + "/" + device;
    }

    /** Address of a tab of a customer. */
    public static String tab(CustomerId customer, String tab) {
        return "accounts/" + customer + "/" + tab;
    }
}
