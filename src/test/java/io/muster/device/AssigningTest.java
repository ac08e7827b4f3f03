package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.UserPlaces;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Devices and users, assigned to each other and to locations. */
@MusterTest
class AssigningTest {

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Customers customers;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceAssignments assignments;

    @Autowired
    DevicePlaces devicePlaces;

    @Autowired
    UserPlaces userPlaces;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    HistoryReader history;

    private Customer home;
    private Customer child;
    private User administrator;

    @BeforeEach
    void plant() {
        home = cast.customer();
        child = cast.customer(home.id());
        administrator = cast.administrator(home.id());
    }

    private DeviceRow device(Customer owner) {
        UnitId unit = new UnitId("given-" + Cast.next());
        return Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, owner.id(), null, true)))
                .device();
    }

    private Location location(Customer owner) {
        return Cast.as(cast.owner(), () -> locations.create(owner.id(), new Name("Depot " + Cast.next())));
    }

    private List<DeviceId> seen(User user, CustomerId at) {
        return Cast.as(user, () -> devices.list(at, ListQuery.all(), DeviceFilter.NONE)).items().stream()
                .filter(DeviceRow::seen)
                .map(DeviceRow::id)
                .toList();
    }

    private static void isRefused(ThrowingCallable attempt, Rejected.Kind kind) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(kind));
    }

    private List<HistoryEntry> entries(Customer customer, Change.Kind kind, String action) {
        return Cast.as(cast.owner(), () -> history.list(customer.id(), HistoryFilter.NONE, ListQuery.all()))
                .items()
                .stream()
                .filter(entry -> entry.kind() == kind && entry.action().equals(action))
                .toList();
    }

    @Test
    void a_device_that_is_assigned_is_seen_until_it_is_taken_away() {
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        DeviceRow unit = device(child);
        assertThat(Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), List.of(unit.id()))))
                .isEqualTo(1);
        assertThat(seen(driver, home.id())).containsExactly(unit.id());
        assertThat(Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), List.of(unit.id()))))
                .as("a second time")
                .isZero();
        assertThat(Cast.as(administrator, () -> assignments.of(driver.id(), ListQuery.all()))
                        .items())
                .extracting(AssignableDevice::id)
                .containsExactly(unit.id());
        assertThat(Cast.as(administrator, () -> assignments.offered(driver.id(), ListQuery.all()))
                        .items())
                .isEmpty();
        DeviceAssignments.Assignees who = Cast.as(administrator, () -> assignments.of(unit.id()));
        assertThat(who.assigned()).extracting(DeviceAssignments.Assignee::id).containsExactly(driver.id());
        assertThat(Cast.as(administrator, () -> assignments.remove(List.of(driver.id()), List.of(unit.id()))))
                .isEqualTo(1);
        assertThat(seen(driver, home.id())).isEmpty();
    }

    @Test
    void the_history_of_both_tells_of_an_assignment() {
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        DeviceRow unit = device(child);
        Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), List.of(unit.id())));
        assertThat(entries(home, Change.Kind.USER, "assigned"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields().getFirst().to()).isEqualTo(unit.name()));
        assertThat(entries(child, Change.Kind.DEVICE, "assigned"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields().getFirst().to()).isEqualTo(driver.username()));
    }

    @Test
    void many_assignments_cost_as_many_writes_as_one() {
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        List<DeviceId> many = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            many.add(device(home).id());
        }
        List<String> statements = StatementCounter.during(() ->
                Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), many)));
        assertThat(statements.stream().filter(sql -> sql.startsWith("insert into user_device")))
                .hasSize(1);
        assertThat(seen(driver, home.id())).hasSize(5);
    }

    @Test
    void only_what_is_seen_is_given_to_whom_may_be_changed() {
        DeviceRow unit = device(home);
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        User blind = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT);
        isRefused(
                () -> Cast.as(blind, () -> assignments.assign(List.of(driver.id()), List.of(unit.id()))),
                Rejected.Kind.NOT_FOUND);
        User seeing = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        isRefused(
                () -> Cast.as(seeing, () -> assignments.assign(List.of(driver.id()), List.of(unit.id()))),
                Rejected.Kind.FORBIDDEN);
        DeviceRow foreign = device(cast.customer());
        isRefused(
                () -> Cast.as(
                        administrator,
                        () -> assignments.assign(List.of(driver.id()), List.of(unit.id(), foreign.id()))),
                Rejected.Kind.NOT_FOUND);
        assertThat(seen(driver, home.id())).as("nothing of a refused batch").isEmpty();
        User below = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        isRefused(
                () -> Cast.as(administrator, () -> assignments.assign(List.of(below.id()), List.of(unit.id()))),
                Rejected.Kind.INVALID);
    }

    @Test
    void a_user_who_moves_leaves_devices_and_a_row_behind() {
        DeviceRow unit = device(home);
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), List.of(unit.id())));
        UserData data = driver.data();
        UserData moved = new UserData(
                data.email(),
                data.username(),
                child.id(),
                data.groups(),
                data.person(),
                null,
                null,
                null,
                true,
                false,
                Set.of());
        Cast.as(
                administrator,
                () -> users.edit(driver.id(), users.get(driver.id()).version(), moved));
        assertThat(Cast.as(administrator, () -> assignments.of(driver.id(), ListQuery.all()))
                        .items())
                .isEmpty();
        assertThat(entries(home, Change.Kind.USER, "moved_away")).hasSize(1);
        assertThat(entries(child, Change.Kind.USER, "edited")).hasSize(1);
    }

    @Test
    void a_device_of_a_customer_that_is_emptied_is_nobodys_any_more() {
        DeviceRow unit = device(child);
        User driver = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        Cast.as(administrator, () -> assignments.assign(List.of(driver.id()), List.of(unit.id())));
        Cast.does(administrator, () -> removal.empty(child.id()));
        assertThat(Cast.as(administrator, () -> assignments.of(driver.id(), ListQuery.all()))
                        .items())
                .isEmpty();
    }

    @Test
    void many_devices_are_put_at_a_location_by_choosing_and_pasting() {
        Location depot = location(home);
        DeviceRow first = device(home);
        DeviceRow second = device(home);
        DeviceRow third = device(home);
        String pasted = second.unitId().value().toUpperCase(java.util.Locale.ROOT) + "\n\n" + third.name();
        assertThat(Cast.as(administrator, () -> devicePlaces.put(depot.id(), List.of(first.id()), pasted)))
                .isEqualTo(new DevicePlaces.Summary(3, 0));
        assertThat(Cast.as(administrator, () -> devicePlaces.put(depot.id(), List.of(first.id()), "")))
                .isEqualTo(new DevicePlaces.Summary(0, 1));
        assertThat(entries(home, Change.Kind.DEVICE, "edited")).hasSize(3);
        assertThat(Cast.as(administrator, () -> devicePlaces.put(null, List.of(first.id()), "")))
                .isEqualTo(new DevicePlaces.Summary(1, 0));
    }

    @Test
    void a_device_that_was_put_somewhere_meanwhile_stays_there() {
        Location depot = location(home);
        Location yard = location(home);
        DeviceRow looked = device(home);
        Cast.does(administrator, () -> devicePlaces.put(depot.id(), looked));
        isRefused(() -> Cast.does(administrator, () -> devicePlaces.put(yard.id(), looked)), Rejected.Kind.STALE);
        Cast.does(
                cast.owner(),
                () -> assertThat(devices.get(looked.id()).locationId()).isEqualTo(depot.id()));
    }

    @Test
    void one_wrong_line_refuses_all() {
        Location depot = location(home);
        DeviceRow own = device(home);
        DeviceRow foreign = device(cast.customer());
        isRefused(
                () -> Cast.as(
                        administrator,
                        () -> devicePlaces.put(
                                depot.id(), List.of(own.id()), foreign.unitId().value())),
                Rejected.Kind.INVALID);
        isRefused(
                () -> Cast.as(administrator, () -> devicePlaces.put(depot.id(), List.of(own.id(), foreign.id()), "")),
                Rejected.Kind.NOT_FOUND);
        DeviceRow nested = device(child);
        isRefused(
                () -> Cast.as(administrator, () -> devicePlaces.put(depot.id(), List.of(own.id(), nested.id()), "")),
                Rejected.Kind.INVALID);
        assertThat(Cast.as(administrator, () -> devices.get(own.id())).locationId())
                .isNull();
    }

    @Test
    void a_restricted_fleet_manager_uses_only_their_own_locations() {
        Location own = location(home);
        Location other = location(home);
        DeviceRow unit = device(home);
        Cast.as(administrator, () -> devicePlaces.put(own.id(), List.of(unit.id()), ""));
        User fleet = cast.user(home.id(), true, Set.of(own.id()), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        isRefused(
                () -> Cast.as(fleet, () -> devicePlaces.put(other.id(), List.of(unit.id()), "")),
                Rejected.Kind.INVALID);
        assertThat(Cast.as(fleet, () -> devicePlaces.put(own.id(), List.of(unit.id()), "")))
                .isEqualTo(new DevicePlaces.Summary(0, 1));
    }

    @Test
    void many_users_are_assigned_to_a_location_by_choosing_and_pasting() {
        Location depot = location(home);
        User first = cast.user(home.id(), true, Set.of(), Group.FLEET_MANAGEMENT);
        User second = cast.user(home.id(), true, Set.of(), Group.FLEET_MANAGEMENT);
        User free = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        String pasted = second.email().value().toUpperCase(java.util.Locale.ROOT) + "\r\n" + free.username();
        assertThat(Cast.as(administrator, () -> userPlaces.put(depot.id(), List.of(first.id()), pasted)))
                .isEqualTo(new UserPlaces.Summary(3, 0, 1));
        assertThat(Cast.as(administrator, () -> users.get(second.id())).locations())
                .containsExactly(depot.id());
        assertThat(Cast.as(administrator, () -> userPlaces.put(depot.id(), List.of(first.id()), "")))
                .isEqualTo(new UserPlaces.Summary(0, 1, 0));
        assertThat(entries(home, Change.Kind.LOCATION, "assigned")).hasSize(1);
        assertThat(entries(home, Change.Kind.USER, "edited")).hasSize(3);
    }

    @Test
    void one_user_who_is_not_the_actors_to_change_refuses_all() {
        Location depot = location(home);
        User first = cast.user(home.id(), true, Set.of(), Group.FLEET_MANAGEMENT);
        User higher = cast.administrator(home.id());
        User actor = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT);
        isRefused(
                () -> Cast.as(actor, () -> userPlaces.put(depot.id(), List.of(first.id(), higher.id()), "")),
                Rejected.Kind.FORBIDDEN);
        User foreign = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        isRefused(
                () -> Cast.as(actor, () -> userPlaces.put(depot.id(), List.of(first.id(), foreign.id()), "")),
                Rejected.Kind.NOT_FOUND);
        isRefused(
                () -> Cast.as(
                        actor,
                        () -> userPlaces.put(
                                depot.id(), List.of(first.id()), foreign.email().value())),
                Rejected.Kind.INVALID);
        isRefused(
                () -> Cast.as(actor, () -> userPlaces.put(depot.id(), List.of(actor.id()), "")),
                Rejected.Kind.FORBIDDEN);
        assertThat(Cast.as(administrator, () -> users.get(first.id())).locations())
                .isEmpty();
        User below = cast.user(child.id(), true, Set.of(), Group.FLEET_MANAGEMENT);
        isRefused(
                () -> Cast.as(administrator, () -> userPlaces.put(depot.id(), List.of(below.id()), "")),
                Rejected.Kind.NOT_FOUND);
    }

    private CustomerRow row(User viewer, Customer customer) {
        return Cast.as(viewer, () -> customers.nested(home.id(), ListQuery.all())).items().stream()
                .filter(found -> found.id().equals(customer.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void counts_of_a_customer_are_those_of_the_viewers_lists() {
        Location yard = location(child);
        DeviceRow there = device(child);
        device(child);
        cast.user(child.id(), Group.INSTALLER);
        Cast.as(cast.owner(), () -> devicePlaces.put(yard.id(), List.of(there.id()), ""));
        CustomerRow all = row(administrator, child);
        assertThat(all.users()).isEqualTo(1);
        assertThat(all.devices()).isEqualTo(2);
        User local = cast.user(home.id(), true, Set.of(yard.id()), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        CustomerRow some = row(local, child);
        assertThat(some.users()).isZero();
        assertThat(some.devices()).isEqualTo(1);
        CustomerRow none = row(cast.user(home.id(), Group.NESTED_CUSTOMER_ADMINISTRATOR), child);
        assertThat(none.users()).isZero();
        assertThat(none.devices()).isZero();
        User atHome = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThat(row(atHome, child).users()).isZero();
        for (String sort : List.of("users", "-devices")) {
            assertThat(Cast.as(
                                    atHome,
                                    () -> customers.nested(
                                            home.id(), new ListQuery("", ListQuery.order(sort), 50, 0, null)))
                            .items())
                    .hasSize(1);
        }
    }
}
