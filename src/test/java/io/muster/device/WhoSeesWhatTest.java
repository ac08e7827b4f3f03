package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.access.Sight.Way;
import io.muster.customer.Customer;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.AccessReports;
import io.muster.user.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asked from the device or from the user, who sees what has one answer, and it is that of the list of devices. */
@MusterTest
class WhoSeesWhatTest {

    private static final int USERS = 40;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves moves;

    @Autowired
    DeviceViewers viewers;

    @Autowired
    AccessReports reports;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    private DeviceId device(Customer owner, LocationId location) {
        UnitId unit = new UnitId("sight-" + Cast.next());
        return Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, owner.id(), location, true)))
                .device()
                .id();
    }

    private LocationId location(Customer owner) {
        return Cast.as(cast.owner(), () -> locations.create(owner.id(), new Name("Depot " + Cast.next())))
                .id();
    }

    private void assign(User user, DeviceId device) {
        jdbc.sql("insert into user_device (user_id, device_id) values (:user, :device)")
                .param("user", user.id().value())
                .param("device", device.value())
                .update();
    }

    private Set<DeviceId> seen(User user) {
        try {
            return Cast.as(
                            user,
                            () -> devices.list(
                                    user.customerId(),
                                    new ListQuery("", List.of(), ListQuery.MAX_LIMIT, 0, null),
                                    DeviceFilter.NONE))
                    .items()
                    .stream()
                    .filter(DeviceRow::seen)
                    .map(DeviceRow::id)
                    .collect(java.util.stream.Collectors.toSet());
        } catch (Rejected rejected) {
            assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN);
            return Set.of();
        }
    }

    @Test
    void an_administrator_who_is_kept_to_some_locations_neither_lists_nor_moves_what_is_elsewhere() {
        Customer home = cast.customer();
        Customer child = cast.customer(home.id());
        LocationId depot = location(home);
        DeviceId there = device(home, depot);
        DeviceRow elsewhere = Cast.as(cast.owner(), () -> devices.get(device(home, location(home))));
        User kept = cast.user(home.id(), true, Set.of(depot), Group.values());
        User nowhere = cast.user(home.id(), true, Set.of(), Group.values());
        assertThat(Cast.as(kept, () -> devices.list(home.id(), ListQuery.all(), DeviceFilter.NONE))
                        .items())
                .extracting(DeviceRow::id)
                .containsExactly(there);
        assertThat(Cast.as(nowhere, () -> devices.list(home.id(), ListQuery.all(), DeviceFilter.NONE))
                        .total())
                .isZero();
        assertThat(Cast.as(kept, () -> moves.move(child.id(), List.of(elsewhere.unitId()))))
                .containsValue(DeviceMoves.Outcome.NOT_FOUND);
        assertThat(Cast.as(cast.owner(), () -> devices.get(elsewhere.id())).customerId())
                .isEqualTo(home.id());
    }

    @Test
    void the_device_the_user_and_the_list_agree_about_many_random_users() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Customer> tree = new ArrayList<>(List.of(cast.customer()));
        for (int i = 0; i < 4; i++) {
            tree.add(cast.customer(tree.get(random.nextInt(tree.size())).id()));
        }
        List<LocationId> places = new ArrayList<>();
        List<Customer> placeOwners = new ArrayList<>();
        List<DeviceId> units = new ArrayList<>();
        List<Customer> unitOwners = new ArrayList<>();
        for (Customer customer : tree) {
            LocationId place = location(customer);
            places.add(place);
            placeOwners.add(customer);
            for (LocationId at : new LocationId[] {null, place}) {
                units.add(device(customer, at));
                unitOwners.add(customer);
            }
        }
        List<User> people = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            Customer home = tree.get(random.nextInt(tree.size()));
            Set<Group> groups = new HashSet<>(Set.of(Group.values()[random.nextInt(Group.values().length)]));
            groups.add(Group.values()[random.nextInt(Group.values().length)]);
            Set<LocationId> own = new HashSet<>();
            for (int p = 0; p < places.size(); p++) {
                if (home.path().covers(placeOwners.get(p).path()) && random.nextInt(3) == 0) {
                    own.add(places.get(p));
                }
            }
            User user = cast.user(home.id(), random.nextBoolean(), own, groups.toArray(Group[]::new));
            // Also devices that were theirs before something was moved, and are out of reach now.
            units.stream().filter(unit -> random.nextInt(6) == 0).forEach(unit -> assign(user, unit));
            people.add(user);
        }
        Set<String> byList = new TreeSet<>();
        for (User user : people) {
            Set<DeviceId> seen = seen(user);
            seen.forEach(device -> byList.add(user.username() + " sees " + device));
            assertThat(Cast.as(cast.owner(), () -> reports.of(user.id()))
                            .counts()
                            .seen())
                    .as("number of devices of %s, seed %s", user.data(), seed)
                    .isEqualTo(seen.size());
        }
        Set<String> byDevice = new TreeSet<>();
        Set<String> names = people.stream().map(User::username).collect(java.util.stream.Collectors.toSet());
        for (DeviceId device : units) {
            Cast.as(cast.owner(), () -> viewers.of(device)).viewers().stream()
                    .filter(viewer -> names.contains(viewer.username()))
                    .forEach(viewer -> byDevice.add(viewer.username() + " sees " + device));
        }
        assertThat(byList).as("seed %s", seed).isNotEmpty();
        assertThat(byDevice).as("seed %s", seed).isEqualTo(byList);
    }

    @Test
    void each_reason_is_told() {
        Customer home = cast.customer();
        LocationId depot = location(home);
        DeviceId unit = device(home, depot);
        User all = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        User local = cast.user(home.id(), true, Set.of(depot), Group.FLEET_MANAGEMENT);
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        User nobody = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        assign(driver, unit);
        List<DeviceViewers.Viewer> found =
                Cast.as(cast.administrator(home.id()), () -> viewers.of(unit)).viewers();
        assertThat(found)
                .extracting(DeviceViewers.Viewer::username)
                .contains(all.username(), local.username(), driver.username())
                .doesNotContain(nobody.username());
        assertThat(ways(found, all)).containsExactly(Way.ALL);
        assertThat(ways(found, local)).containsExactly(Way.LOCATION);
        assertThat(ways(found, driver)).containsExactly(Way.ASSIGNED);
    }

    private static Set<Way> ways(List<DeviceViewers.Viewer> found, User user) {
        return found.stream()
                .filter(viewer -> viewer.id().equals(user.id()))
                .findFirst()
                .orElseThrow()
                .ways();
    }

    @Test
    void users_above_the_asker_are_nobody() {
        Customer home = cast.customer();
        Customer child = cast.customer(home.id());
        DeviceId unit = device(child, null);
        User above = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        User own = cast.user(child.id(), Group.FULL_DEVICE_ACCESS);
        assertThat(Cast.as(cast.administrator(child.id()), () -> viewers.of(unit))
                        .viewers())
                .extracting(DeviceViewers.Viewer::username)
                .contains(own.username())
                .doesNotContain(above.username(), cast.owner().username());
    }

    @Test
    void all_users_are_found_by_one_statement() {
        Customer home = cast.customer();
        DeviceId unit = device(home, null);
        User asker = cast.administrator(home.id());
        int few = StatementCounter.during(() -> Cast.as(asker, () -> viewers.of(unit)))
                .size();
        for (int i = 0; i < 5; i++) {
            cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        }
        assertThat(StatementCounter.during(() -> Cast.as(asker, () -> viewers.of(unit))))
                .hasSize(few);
    }
}
