package io.muster.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.CustomerRemoval;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@MusterTest
class LocationsTest {

    @Autowired
    Cast cast;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Users users;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    TransactionTemplate transactions;

    private Customer home;
    private Customer nested;
    private User manager;

    @BeforeEach
    void grow() {
        home = cast.customer();
        nested = cast.customer(home.id());
        manager = cast.administrator(home.id());
    }

    private Location depot(Customer customer) {
        return Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot " + Cast.next())));
    }

    private DeviceRow device(Customer customer, LocationId location) {
        UnitId unit = new UnitId("located-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, null, customer.id(), location, true)))
                .device();
    }

    @Test
    void none_is_added_to_a_customer_that_is_being_deleted() {
        CompletableFuture<?> adding = transactions.execute(status -> {
            Cast.does(cast.owner(), () -> removal.delete(nested.id(), null));
            CompletableFuture<?> begun = CompletableFuture.supplyAsync(() -> depot(nested));
            try {
                // On PostgreSQL it waits for what becomes of the customer; who is faster makes no difference.
                Thread.sleep(500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return begun;
        });
        assertThatThrownBy(adding::join)
                .cause()
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
    }

    private List<LocationRow> list(User viewer) {
        return Cast.as(viewer, () -> locations.list(home.id(), ListQuery.all())).items();
    }

    private long seen(User viewer) {
        return Cast.as(viewer, () -> devices.list(home.id(), ListQuery.all(), DeviceFilter.NONE)).items().stream()
                .filter(DeviceRow::seen)
                .count();
    }

    @Test
    void a_location_is_listed_with_its_card_and_its_users_and_devices() {
        LocationData data = new LocationData(
                new Name("Harbour"),
                new EmailAddress("harbour@example.com"),
                "+45 32 10 10 10",
                "Kalvebod Brygge 1, Copenhagen",
                "Ring twice.\r\nThe dog is kind.",
                "#1565C0",
                new Geofence.Circle(new Geofence.Point(55.6686, 12.5700), 250));
        Location location = Cast.as(manager, () -> locations.create(nested.id(), data));
        device(nested, location.id());
        cast.user(nested.id(), true, Set.of(location.id()), Group.FLEET_MANAGEMENT);
        assertThat(list(manager)).singleElement().satisfies(row -> {
            assertThat(row.name()).isEqualTo("Harbour");
            assertThat(row.customerName()).isEqualTo(nested.name().value());
            assertThat(row.notes()).isEqualTo("Ring twice.\nThe dog is kind.");
            assertThat(row.color()).isEqualTo("#1565c0");
            assertThat(row.geofence()).isEqualTo(data.geofence());
            assertThat(row.users()).isEqualTo(1);
            assertThat(row.devices()).isEqualTo(1);
        });
    }

    @Test
    void users_above_the_viewers_home_are_not_counted() {
        Location location = depot(nested);
        cast.user(home.id(), true, Set.of(location.id()), Group.FLEET_MANAGEMENT);
        User below = cast.administrator(nested.id());
        assertThat(Cast.as(below, () -> locations.get(Permission.LIST_LOCATIONS, location.id()))
                        .users())
                .isZero();
        assertThat(Cast.as(manager, () -> locations.get(Permission.LIST_LOCATIONS, location.id()))
                        .users())
                .isEqualTo(1);
    }

    @Test
    void devices_that_the_viewer_does_not_see_are_not_counted() {
        Location location = depot(home);
        device(home, location.id());
        assertThat(list(cast.user(home.id(), Group.FLEET_MANAGEMENT)).getFirst().devices())
                .isZero();
        assertThat(list(cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR))
                        .getFirst()
                        .devices())
                .isZero();
        assertThat(list(cast.user(home.id(), Group.FULL_DEVICE_ACCESS))
                        .getFirst()
                        .devices())
                .isEqualTo(1);
    }

    @Test
    void a_restricted_user_knows_the_geofence_of_their_own_alone() {
        Geofence around = new Geofence.Circle(new Geofence.Point(55.6686, 12.5700), 250);
        Location own = cast.fenced(home.id(), around);
        Location other = cast.fenced(home.id(), around);
        User restricted = cast.user(home.id(), true, Set.of(own.id()), Group.FULL_DEVICE_ACCESS);
        assertThat(Cast.as(restricted, () -> locations.geofence(own.id()))).contains(around);
        assertThat(Cast.as(restricted, () -> locations.geofence(other.id()))).isEmpty();
        assertThat(Cast.as(manager, () -> locations.geofence(other.id()))).contains(around);
    }

    @Test
    void a_restricted_user_knows_only_their_own_and_makes_no_others() {
        Location own = depot(home);
        Location other = depot(home);
        User restricted =
                cast.user(home.id(), true, Set.of(own.id()), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        assertThat(list(restricted)).extracting(LocationRow::id).containsExactly(own.id());
        assertThatThrownBy(() -> Cast.as(restricted, () -> locations.delete(other.id(), null)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        assertThatThrownBy(() -> Cast.as(restricted, () -> locations.create(home.id(), new Name("Mine"))))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
    }

    @Test
    void deleting_a_location_widens_nobodys_sight_and_undo_restores_it() {
        Location location = depot(home);
        device(home, location.id());
        device(home, null);
        User restricted = cast.user(home.id(), true, Set.of(location.id()), Group.FULL_DEVICE_ACCESS);
        User free = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        assertThat(seen(restricted)).isEqualTo(1);
        assertThat(Cast.as(manager, () -> locations.meaning(location.id()))).isEqualTo(new Locations.Meaning(1, 1, 1));
        Locations.Deleted deleted = Cast.as(manager, () -> locations.delete(location.id(), null));
        assertThat(seen(restricted)).isZero();
        assertThat(seen(free)).isEqualTo(2);
        assertThat(Cast.as(manager, () -> users.get(restricted.id())).restricted())
                .isTrue();
        Cast.as(manager, () -> locations.restore(deleted));
        assertThat(seen(restricted)).isEqualTo(1);
        assertThat(list(manager)).singleElement().satisfies(row -> {
            assertThat(row.users()).isEqualTo(1);
            assertThat(row.devices()).isEqualTo(1);
        });
    }

    @Test
    void what_is_wrong_is_said_at_each_field() {
        assertThatThrownBy(() ->
                        new LocationData(new Name("Depot"), null, "call me", "x".repeat(201), "a\u0000b", "blue", null))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Rejected.Problem::field)
                                .containsExactly("phone", "address", "notes", "color"));
    }

    @Test
    void a_change_from_an_older_version_is_refused() {
        Location location = depot(home);
        Cast.as(
                manager,
                () -> locations.edit(location.id(), location.version(), LocationData.named(new Name("New name"))));
        assertThatThrownBy(() -> Cast.as(
                        manager,
                        () -> locations.edit(
                                location.id(), location.version(), LocationData.named(new Name("Late name")))))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.STALE));
    }
}
