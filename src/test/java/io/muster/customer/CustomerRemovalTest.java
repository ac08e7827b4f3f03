package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class CustomerRemovalTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    private Customer home;
    private Customer customer;
    private User administrator;

    @BeforeEach
    void grow() {
        home = cast.customer();
        customer = cast.customer(home.id());
        administrator = cast.administrator(home.id());
    }

    private void delete() {
        Cast.does(administrator, () -> removal.delete(customer.id(), null));
    }

    private void is_gone() {
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> customers.get(customer.id())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void an_empty_customer_goes_and_users_who_were_deleted_before_go_with_it() {
        User user = cast.user(customer.id(), Group.INSTALLER);
        Cast.as(administrator, () -> users.delete(user.id(), null));
        delete();
        is_gone();
        assertThatThrownBy(() -> Cast.as(administrator, () -> users.restore(user.id())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void what_is_inside_is_counted_and_stands_in_the_way() {
        cast.user(customer.id(), Group.INSTALLER);
        cast.user(customer.id(), Group.INSTALLER);
        Customer nested = cast.customer(customer.id());
        cast.customer(nested.id());
        Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")));
        assertThatThrownBy(this::delete).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Rejected.Kind.CONFLICT);
            assertThat(rejected.figures())
                    .isEqualTo(Map.of("users", 2L, "devices", 0L, "locations", 1L, "customers", 1L));
        });
        assertThat(Cast.as(administrator, () -> customers.get(customer.id()))).isNotNull();
    }

    @Test
    void contents_move_to_the_customer_above_and_nothing_that_would_leak_comes_along() {
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")))
                .id();
        User user = cast.user(customer.id(), true, Set.of(depot), Group.FULL_DEVICE_ACCESS);
        UnitId unit = new UnitId("emptied-" + Cast.next());
        DeviceRow device = Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, null, customer.id(), depot, true)))
                .device();
        Customer nested = cast.customer(customer.id());
        Customer leaf = cast.customer(nested.id());
        Cast.as(administrator, () -> removal.empty(customer.id()));
        assertThat(Cast.as(administrator, () -> users.get(user.id())).customerId())
                .isEqualTo(home.id());
        DeviceRow moved = Cast.as(administrator, () -> devices.get(device.id()));
        assertThat(moved.customerId()).isEqualTo(home.id());
        assertThat(moved.locationId()).isNull();
        assertThat(Cast.as(administrator, () -> locations.require(depot, home.id()))
                        .customerId())
                .isEqualTo(home.id());
        assertThat(Cast.as(administrator, () -> customers.get(nested.id())).path())
                .isEqualTo(home.path().child(nested.id()));
        assertThat(Cast.as(administrator, () -> customers.get(leaf.id())).path())
                .isEqualTo(home.path().child(nested.id()).child(leaf.id()));
        delete();
        is_gone();
    }

    @Test
    void users_with_more_rights_than_the_mover_are_not_moved_up() {
        User higher = cast.user(customer.id(), Group.DEVICE_MANAGEMENT);
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR);
        assertThatThrownBy(() -> Cast.as(lesser, () -> removal.empty(customer.id())))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
        assertThat(Cast.as(administrator, () -> users.get(higher.id())).customerId())
                .isEqualTo(customer.id());
    }

    @Test
    void nobody_deletes_their_own_customer() {
        assertThatThrownBy(() -> Cast.does(administrator, () -> removal.delete(home.id(), null)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
        assertThatThrownBy(() -> Cast.does(cast.owner(), () -> removal.delete(cast.root(), null)))
                .isInstanceOf(Rejected.class);
    }
}
