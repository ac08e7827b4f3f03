package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A long list is read from the index of its order, a short one is sorted: both show the same. */
@MusterTest
class LongDeviceListTest {

    /** Said of a list of a few devices, it is read as if it had so many. */
    private static final long MANY = 100_000;

    private static final List<String> ORDERS = List.of(
            "customer",
            "-customer",
            "location",
            "-location",
            "plate",
            "-vehicle",
            "customer,-location",
            "location,plate",
            "plate,customer",
            "-vehicle,location,customer",
            "state",
            "name,customer",
            "name",
            "-name",
            "unitId",
            "-id",
            "firmware",
            "-firmware,model",
            "-lastSeenAt",
            "voltage",
            "-online");

    private static final String FIRMWARE = "9.9." + LongDeviceListTest.class.getSimpleName();
    private static final Tag WINTER = new Tag("winter");

    /** To devices with a make. */
    private static final List<DeviceFilter> NARROW = List.of(
            new DeviceFilter(null, null, null, null, false, null, FIRMWARE, null, false, null),
            new DeviceFilter(null, null, null, null, false, null, null, null, false, WINTER.value()));

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    private Customer home;
    private User manager;
    /** Knows the devices of home, and them by their names only. */
    private User administrator;
    /** Knows more than the names of some: of what is at a depot, and of one that is assigned. */
    private User partial;

    @BeforeEach
    void fleet() {
        home = cast.customer();
        manager = cast.user(home.id(), Group.values());
        administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Set<LocationId> places = new HashSet<>();
        DeviceRow last = null;
        for (Customer customer : List.of(home, cast.customer(home.id()), cast.customer(home.id()))) {
            LocationId depot = Cast.as(
                            cast.owner(), () -> locations.create(customer.id(), new Name("Depot " + Cast.next())))
                    .id();
            register(customer, depot, "Volvo");
            register(customer, null, null);
            register(customer, depot, null);
            last = register(customer, null, "DAF");
            places.add(depot);
        }
        partial = cast.user(home.id(), false, places, Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR);
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(partial.id().value(), last.id().value())
                .update();
    }

    private DeviceRow register(Customer customer, @Nullable LocationId location, @Nullable String make) {
        return Cast.as(cast.owner(), () -> {
            DeviceRow van = devices.register(new RegisterDevice(
                            new UnitId("long-" + Cast.next()), new Name("Van"), customer.id(), location, true))
                    .device();
            if (make != null) {
                vehicles.edit(van.id(), null, new Vehicle("LL " + Cast.next(), null, null, make, null));
                tags.change(List.of(van.unitId()), Set.of(WINTER), Set.of());
                jdbc.sql("update device set firmware = ? where id = ?")
                        .params(FIRMWARE, van.id().value())
                        .update();
            }
            return van;
        });
    }

    @Test
    void whichever_way_it_is_read_it_shows_the_same() {
        jdbc.sql("update device_presence set last_seen_at = current_timestamp, battery_v = 12.4 where device_id in"
                        + " (select device_id from user_device where user_id = ?)")
                .param(partial.id().value())
                .update();
        for (String sort : ORDERS) {
            for (User user : List.of(manager, administrator, partial)) {
                for (int size : new int[] {3, 7, 12}) {
                    ListQuery query = new ListQuery("", ListQuery.order(sort), size, 0, null);
                    assertThat(read(user, query.counted(MANY), DeviceFilter.NONE))
                            .as("%s by %s, %d", user.email(), sort, size)
                            .isEqualTo(read(user, query, DeviceFilter.NONE))
                            .hasSize(Math.min(size, user == administrator ? 4 : 12));
                }
            }
        }
    }

    @Test
    void page_by_page_it_shows_the_same() {
        for (String sort : ORDERS) {
            List<DeviceId> pages = new ArrayList<>();
            String cursor = null;
            do {
                ListQuery query = new ListQuery("", ListQuery.order(sort), 5, 0, cursor).counted(MANY);
                Slice<DeviceRow> page = Cast.as(partial, () -> devices.list(home.id(), query, DeviceFilter.NONE));
                page.items().forEach(row -> pages.add(row.id()));
                cursor = page.nextCursor();
            } while (cursor != null);
            ListQuery all = new ListQuery("", ListQuery.order(sort), 50, 0, null);
            assertThat(pages)
                    .as(sort)
                    .isEqualTo(read(partial, all, DeviceFilter.NONE))
                    .hasSize(12);
        }
    }

    @Test
    void so_it_does_when_it_is_narrowed_to_what_half_of_them_have() {
        for (String sort : ORDERS) {
            for (DeviceFilter filter : NARROW) {
                for (int size : new int[] {3, 7}) {
                    ListQuery query = new ListQuery("", ListQuery.order(sort), size, 0, null);
                    assertThat(read(manager, query.counted(MANY), filter))
                            .as("%s, %s, %d", sort, filter, size)
                            .isEqualTo(read(manager, query, filter))
                            .hasSize(Math.min(size, 6));
                }
            }
        }
    }

    @Test
    void so_it_does_when_more_is_found_than_anybody_counts() {
        for (String sort : ORDERS) {
            for (String search : List.of("long-", "LL", "van")) {
                for (User user : List.of(manager, administrator, partial)) {
                    ListQuery query = new ListQuery(search, ListQuery.order(sort), 5, 0, null);
                    assertThat(read(user, query.counted(ListQuery.MANY + 1).roughly(), DeviceFilter.NONE))
                            .as("%s by %s, %s", user.email(), sort, search)
                            .isEqualTo(read(user, query, DeviceFilter.NONE))
                            .hasSize(found(user, search));
                }
            }
        }
    }

    /** Plates are known of what is seen. */
    private int found(User user, String search) {
        boolean plates = search.equals("LL");
        if (user == administrator) {
            return plates ? 0 : 4;
        }
        return plates && user == partial ? 4 : 5;
    }

    @Test
    void what_was_heard_stands_in_the_list_of_whoever_has_it_now() {
        Customer before = cast.customer(home.id());
        Customer after = cast.customer(home.id());
        DeviceRow van = register(before, null, null);
        assertThat(heard(before, LastSeen.NEVER)).containsExactly(van.id());
        jdbc.sql("update device_presence set last_seen_at = current_timestamp where device_id = ?")
                .param(van.id().value())
                .update();
        assertThat(heard(before, LastSeen.WEEK)).containsExactly(van.id());
        assertThat(heard(before, LastSeen.NEVER)).isEmpty();
        Cast.does(cast.owner(), () -> moves.move(after.id(), List.of(van.unitId())));
        assertThat(heard(before, LastSeen.WEEK)).isEmpty();
        assertThat(heard(after, LastSeen.WEEK)).containsExactly(van.id());
        assertThat(heard(home, LastSeen.WEEK)).containsExactly(van.id());
    }

    private List<DeviceId> heard(Customer at, LastSeen lastSeen) {
        DeviceFilter filter = new DeviceFilter(null, null, null, null, false, lastSeen, null, null, false, null);
        ListQuery query = new ListQuery("", ListQuery.order("-lastSeenAt"), 10, 0, null);
        return Cast.as(manager, () -> devices.list(at.id(), query, filter)).items().stream()
                .map(DeviceRow::id)
                .toList();
    }

    private List<DeviceId> read(User user, ListQuery query, DeviceFilter filter) {
        List<DeviceId> ids = new ArrayList<>();
        Cast.does(user, () -> devices.list(home.id(), query, filter).items().forEach(row -> ids.add(row.id())));
        return ids;
    }
}
