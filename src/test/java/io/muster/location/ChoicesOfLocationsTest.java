package io.muster.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Which locations somebody may hand out. */
@MusterTest
class ChoicesOfLocationsTest {

    @Autowired
    Cast cast;

    @Autowired
    Locations locations;

    @Autowired
    Users users;

    private Customer home;
    private LocationId above;
    private LocationId below;

    @BeforeEach
    void grow() {
        home = cast.customer();
        Customer nested = cast.customer(home.id());
        above = depot(home, "Yard");
        below = depot(nested, "Quay");
    }

    private LocationId depot(Customer customer, String name) {
        return Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name(name)))
                .id();
    }

    private List<LocationId> offered(User viewer, String search) {
        ListQuery query = new ListQuery(search, List.of(), 100, 0, null);
        return Cast.as(viewer, () -> locations.choices(home.id(), query)).items().stream()
                .map(Locations.Choice::id)
                .toList();
    }

    @Test
    void an_account_administrator_hands_out_locations_of_home_and_no_others() {
        User administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThat(offered(administrator, "")).containsExactly(above);
        assertThatThrownBy(() -> Cast.as(administrator, () -> locations.require(below, home.id())))
                .isInstanceOf(Rejected.class);
        assertThat(Cast.as(administrator, () -> locations.among(home.id(), Set.of(above, below))))
                .extracting(Locations.Choice::id)
                .containsExactly(above);
    }

    @Test
    void with_the_nested_customers_theirs_come_along_and_are_searched() {
        User both = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR);
        assertThat(offered(both, "")).containsExactly(below, above);
        assertThat(offered(both, "quay")).containsExactly(below);
    }

    @Test
    void an_edit_keeps_a_location_that_somebody_from_above_has_given() {
        User administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        User homely = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        User person = cast.user(home.id(), true, Set.of(below), Group.ACCOUNT_ADMINISTRATOR);
        Cast.as(
                homely,
                () -> users.edit(person.id(), person.version(), person.data().active(false)));
        assertThat(Cast.as(administrator, () -> users.get(person.id())).locations())
                .containsExactly(below);
    }
}
