package io.muster.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.CustomerBranches;
import io.muster.customer.CustomerMoves;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.ApiTokens;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A page of a list costs one statement and one for the count, beside those that ask who is looking, however many rows. */
@MusterTest
class StatementsOfAPageTest {

    /** The user, the user's customer, the place. */
    private static final int WHO_IS_LOOKING = 3;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerBranches branches;

    @Autowired
    CustomerMoves moves;

    @Autowired
    ApiTokens tokens;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    HistoryReader history;

    @Autowired
    DeviceRegistry devices;

    private void costs_one_page_and_one_count(Customer place, Consumer<CustomerId> page) {
        User viewer = cast.owner();
        List<String> statements = StatementCounter.during(() -> Cast.does(viewer, () -> page.accept(place.id())));
        assertThat(statements).hasSize(WHO_IS_LOOKING + 2);
    }

    @Test
    void a_page_of_customers() {
        Customer place = cast.customer();
        for (int i = 0; i < 5; i++) {
            cast.customer(place.id());
        }
        costs_one_page_and_one_count(place, id -> customers.nested(id, ListQuery.all()));
    }

    @Test
    void a_page_of_users() {
        Customer place = cast.customer();
        for (int i = 0; i < 3; i++) {
            cast.user(place.id(), Group.INSTALLER, Group.FLEET_MANAGEMENT);
        }
        costs_one_page_and_one_count(place, id -> users.list(id, ListQuery.all()));
    }

    @Test
    void a_page_of_devices() {
        Customer place = cast.customer();
        for (int i = 0; i < 5; i++) {
            UnitId unit = new UnitId("counted-" + Cast.next());
            Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, place.id(), null, true)));
        }
        costs_one_page_and_one_count(place, id -> devices.list(id, ListQuery.all(), DeviceFilter.NONE));
    }

    @Test
    void a_page_of_locations() {
        Customer place = cast.customer();
        for (int i = 0; i < 5; i++) {
            Name name = new Name("Depot " + i);
            Cast.as(cast.owner(), () -> locations.create(place.id(), name));
        }
        costs_one_page_and_one_count(place, id -> locations.list(id, ListQuery.all()));
    }

    /** Customers and locations that the entries name cost one statement for each sort. */
    @Test
    void a_page_of_the_history() {
        Customer place = cast.customer();
        for (int i = 0; i < 5; i++) {
            cast.user(place.id(), Group.INSTALLER);
        }
        List<String> statements = StatementCounter.during(
                () -> Cast.does(cast.owner(), () -> history.list(place.id(), HistoryFilter.NONE, ListQuery.all())));
        assertThat(statements).hasSizeLessThanOrEqualTo(WHO_IS_LOOKING + 4);
    }

    @Test
    void a_level_of_the_tree() {
        Customer place = cast.customer();
        for (int i = 0; i < 5; i++) {
            cast.customer(place.id());
        }
        List<String> statements = StatementCounter.during(() -> Cast.does(cast.owner(), () -> {
            branches.children(place.id(), 0, 50);
        }));
        assertThat(statements).hasSize(WHO_IS_LOOKING + 1);
    }

    @Test
    void a_page_of_deleted_users() {
        Customer place = cast.customer();
        for (int i = 0; i < 3; i++) {
            User user = cast.user(place.id(), Group.INSTALLER);
            Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        }
        costs_one_page_and_one_count(place, id -> users.deleted(id, ListQuery.all()));
    }

    @Test
    void customers_to_choose_from() {
        Customer place = cast.customer();
        cast.customer(place.id());
        List<String> statements = StatementCounter.during(
                () -> Cast.does(cast.owner(), () -> customers.choices(Permission.CREATE_CUSTOMER, ListQuery.all())));
        assertThat(statements).hasSizeLessThanOrEqualTo(WHO_IS_LOOKING + 2);
    }

    @Test
    void places_to_move_a_customer_to() {
        Customer place = cast.customer();
        costs_one_page_and_one_count(place, id -> moves.targets(id, ListQuery.all()));
    }

    @Test
    void locations_to_choose_from() {
        Customer place = cast.customer();
        Cast.as(cast.owner(), () -> locations.create(place.id(), new Name("Depot")));
        costs_one_page_and_one_count(place, id -> locations.choices(id, ListQuery.all()));
    }

    @Test
    void what_a_search_finds_in_the_tree() {
        Customer place = cast.customer();
        for (int i = 0; i < 4; i++) {
            cast.customer(cast.customer(place.id()).id());
        }
        List<String> statements =
                StatementCounter.during(() -> Cast.does(cast.owner(), () -> branches.find(place.id(), "customer")));
        assertThat(statements).hasSize(WHO_IS_LOOKING + 3);
    }

    @Test
    void a_page_of_tokens() {
        User owner = cast.owner();
        List<String> statements = StatementCounter.during(() -> Cast.does(owner, () -> tokens.list(ListQuery.all())));
        assertThat(statements).hasSizeLessThanOrEqualTo(WHO_IS_LOOKING + 2);
    }
}
