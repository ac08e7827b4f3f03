package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people enter about devices at the desk, and who ever learns of it. */
@MusterTest
class VehiclesAndTagsTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Retirement retirement;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    @Autowired
    HistoryReader history;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User manager;

    @BeforeEach
    void family() {
        home = cast.customer();
        manager = cast.user(home.id(), Group.values());
    }

    private DeviceRow register(CustomerId customer) {
        UnitId unit = new UnitId("desk-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, new Name("Van"), customer, null, true)))
                .device();
    }

    private static Vehicle plate(String plate) {
        return new Vehicle(plate, null, null, "Volvo", "FH", 2019, Vehicle.Kind.TRUCK);
    }

    private Set<Vehicle.Finding> enter(User user, DeviceRow device, Vehicle vehicle) {
        return Cast.as(
                user, () -> vehicles.edit(device.id(), devices.get(device.id()).vehicle(), vehicle));
    }

    private DeviceRow now(DeviceRow device) {
        return Cast.as(cast.owner(), () -> devices.get(device.id()));
    }

    private List<DeviceRow> list(User user, CustomerId customer, String search, DeviceFilter filter) {
        return Cast.as(user, () -> devices.list(customer, ListQuery.search(search), filter))
                .items();
    }

    private static DeviceFilter tagged(String tag) {
        return new DeviceFilter(null, null, null, null, false, null, null, null, false, tag);
    }

    private int tag(User user, List<DeviceRow> rows, String added, String removed) {
        return Cast.as(
                user, () -> tags.change(rows.stream().map(DeviceRow::unitId).toList(), Tag.of(added), Tag.of(removed)));
    }

    @Test
    void a_vehicle_is_entered_at_the_desk_and_found_by_its_plate() {
        DeviceRow van = register(home.id());
        register(home.id());
        assertThat(enter(manager, van, plate("ab 12-345"))).isEmpty();
        assertThat(now(van).vehicle()).isEqualTo(plate("AB 12-345"));
        for (String typed : List.of("ab 12-345", "AB12345", "12-3")) {
            assertThat(list(manager, home.id(), typed, DeviceFilter.NONE))
                    .as(typed)
                    .extracting(DeviceRow::id)
                    .containsExactly(van.id());
        }
        for (String typed : List.of("(12)", "=12", "-12", "12%")) {
            assertThat(list(manager, home.id(), typed, DeviceFilter.NONE))
                    .as(typed)
                    .isEmpty();
        }
        Vin vin = new Vin("1M8GDM9AXKP042788");
        enter(manager, van, new Vehicle(null, vin, null, null, null));
        assertThat(list(manager, home.id(), "m9axkp04", DeviceFilter.NONE)).hasSize(1);
        enter(manager, van, null);
        assertThat(now(van).vehicle()).isNull();
        assertThat(actions(home.id())).contains("vehicle_edited");
    }

    private List<String> actions(CustomerId customer) {
        return Cast.as(cast.owner(), () -> history.list(customer, HistoryFilter.NONE, ListQuery.all())).items().stream()
                .map(HistoryEntry::action)
                .toList();
    }

    @Test
    void who_looked_at_another_vehicle_does_not_overwrite_this_one() {
        DeviceRow van = register(home.id());
        enter(manager, van, plate("AB 1"));
        assertThatThrownBy(() -> Cast.as(manager, () -> vehicles.edit(van.id(), null, plate("AB 2"))))
                .isInstanceOfSatisfying(
                        Rejected.class, refused -> assertThat(refused.kind()).isEqualTo(Rejected.Kind.STALE));
    }

    @Test
    void what_is_odd_about_a_vehicle_is_said_and_stored_all_the_same() {
        DeviceRow van = register(home.id());
        DeviceRow other = register(home.id());
        DeviceRow elsewhere = register(cast.customer().id());
        enter(cast.owner(), elsewhere, plate("ZZ 99 999"));
        assertThat(enter(manager, van, plate("ZZ 99 999"))).isEmpty();
        assertThat(enter(manager, other, plate("ZZ99999"))).containsExactly(Vehicle.Finding.PLATE_TWICE);
        jdbc.sql("update device set vin = '1M8GDM9AXKP042788' where id = ?")
                .param(van.id().value())
                .update();
        Vehicle wrong = new Vehicle(null, new Vin("1M8GDM9AXKP042789"), null, null, null);
        assertThat(enter(manager, van, wrong)).containsExactly(Vehicle.Finding.OTHER_VIN_TOLD);
        assertThat(now(van).vehicle()).isEqualTo(wrong);
    }

    @Test
    void vehicle_and_tags_stay_with_the_customer_that_entered_them() {
        DeviceRow van = register(home.id());
        Customer other = cast.customer();
        User stranger = cast.user(other.id(), Group.values());
        enter(manager, van, plate("QUOKKA 1"));
        tag(manager, List.of(van), "quokka", "");
        Cast.does(cast.owner(), () -> moves.move(other.id(), List.of(van.unitId())));
        DeviceRow theirs = Cast.as(stranger, () -> devices.get(van.id()));
        assertThat(theirs.vehicle()).isNull();
        assertThat(theirs.tags()).isEmpty();
        assertThat(list(stranger, other.id(), "quokka", DeviceFilter.NONE)).isEmpty();
        assertThat(list(stranger, other.id(), "", tagged("quokka"))).isEmpty();
        assertThat(Cast.as(stranger, () -> tags.used(other.id(), ListQuery.all())))
                .isEmpty();
        assertThat(Cast.as(stranger, () -> vehicles.of(van.id()))).isEmpty();
        Cast.does(cast.owner(), () -> moves.move(home.id(), List.of(van.unitId())));
        assertThat(now(van).vehicle()).isEqualTo(plate("QUOKKA 1"));
        assertThat(now(van).tags()).containsExactly("quokka");
    }

    @Test
    void who_knows_a_device_by_name_only_learns_nothing_of_either() {
        DeviceRow van = register(home.id());
        enter(manager, van, plate("AB 1"));
        tag(manager, List.of(van), "cold", "");
        User administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        DeviceRow row = Cast.as(administrator, () -> devices.get(van.id()));
        assertThat(row.vehicle()).isNull();
        assertThat(row.tags()).isEmpty();
        assertThat(list(administrator, home.id(), "AB 1", DeviceFilter.NONE)).isEmpty();
        assertThat(list(administrator, home.id(), "", tagged("cold"))).isEmpty();
        assertThat(Cast.as(administrator, () -> tags.used(home.id(), ListQuery.all())))
                .isEmpty();
        for (String sort : List.of("plate", "vehicle")) {
            ListQuery query = new ListQuery("", ListQuery.order(sort), 50, 0, null);
            assertThat(Cast.as(administrator, () -> devices.list(home.id(), query, DeviceFilter.NONE))
                            .items())
                    .hasSize(1);
        }
    }

    @Test
    void sorted_by_plate_or_vehicle_devices_without_one_come_last() {
        DeviceRow none = register(home.id());
        DeviceRow first = register(home.id());
        DeviceRow last = register(home.id());
        enter(manager, first, new Vehicle("AB 1", null, null, "DAF", null, null, null));
        enter(manager, last, new Vehicle("CD 1", null, null, "Volvo", null, null, null));
        for (String sort : List.of("plate", "vehicle")) {
            assertThat(sorted(sort)).containsExactly(first.id(), last.id(), none.id());
            assertThat(sorted("-" + sort)).containsExactly(last.id(), first.id(), none.id());
        }
    }

    private List<DeviceId> sorted(String sort) {
        ListQuery query = new ListQuery("", ListQuery.order(sort), 50, 0, null);
        return Cast.as(manager, () -> devices.list(home.id(), query, DeviceFilter.NONE)).items().stream()
                .map(DeviceRow::id)
                .toList();
    }

    @Test
    void a_unit_that_takes_the_place_of_another_takes_vehicle_and_tags_along() {
        DeviceRow van = register(home.id());
        DeviceRow spare = register(home.id());
        enter(manager, van, plate("AB 1"));
        enter(manager, van, plate("AB 2"));
        tag(manager, List.of(van), "cold", "");
        enter(manager, spare, plate("CD 1"));
        tag(manager, List.of(spare), "spare", "");
        Cast.does(manager, () -> retirement.swap(van.id(), null, spare.unitId()));
        assertThat(now(spare).vehicle()).isEqualTo(plate("AB 2"));
        assertThat(now(spare).tags()).containsExactly("cold");
        assertThat(now(van).vehicle()).isNull();
        assertThat(now(van).tags()).isEmpty();
        assertThat(actions(home.id())).contains("vehicle_taken_over");
        UnitId fresh = new UnitId("desk-" + Cast.next());
        DeviceRow next =
                Cast.as(manager, () -> retirement.swap(spare.id(), null, fresh)).device();
        assertThat(now(next).vehicle()).isEqualTo(plate("AB 2"));
    }

    @Test
    void tags_are_put_to_many_devices_and_taken_away_from_them() {
        List<DeviceRow> all =
                IntStream.range(0, 4).mapToObj(i -> register(home.id())).toList();
        assertThat(tag(manager, all, "Cold, Winter tyres", "")).isEqualTo(4);
        assertThat(now(all.getFirst()).tags()).containsExactly("cold", "winter tyres");
        assertThat(tag(manager, all.subList(0, 2), "", "cold")).isEqualTo(2);
        assertThat(tag(manager, all, "winter tyres", "cold")).isEqualTo(2);
        assertThat(list(manager, home.id(), "", tagged("cold"))).isEmpty();
        assertThat(list(manager, home.id(), "", tagged("winter tyres"))).hasSize(4);
        assertThat(Cast.as(manager, () -> tags.used(home.id(), ListQuery.search("WINT"))))
                .containsExactly(new FleetFigures.Share("winter tyres", 4));
    }

    @Test
    void one_device_out_of_reach_and_none_is_changed() {
        DeviceRow van = register(home.id());
        DeviceRow foreign = register(cast.customer().id());
        assertThatThrownBy(() -> tag(manager, List.of(van, foreign), "cold", ""))
                .isInstanceOfSatisfying(
                        Rejected.class, refused -> assertThat(refused.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        assertThat(now(van).tags()).isEmpty();
    }

    @Test
    void a_device_has_twenty_tags_at_most() {
        DeviceRow van = register(home.id());
        String twenty = IntStream.range(0, 20).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
        tag(manager, List.of(van), twenty, "");
        assertThatThrownBy(() -> tag(manager, List.of(van), "more", "")).isInstanceOf(Rejected.class);
        assertThat(tag(manager, List.of(van), "more", "t0")).isEqualTo(1);
        assertThat(now(van).tags()).hasSize(20).contains("more");
    }

    @Test
    void the_list_can_be_sorted_by_the_vehicle() {
        DeviceRow first = register(home.id());
        DeviceRow second = register(home.id());
        register(home.id());
        enter(manager, first, plate("B 1"));
        enter(manager, second, plate("A 1"));
        ListQuery query = new ListQuery("", ListQuery.order("-plate"), 2, 0, null);
        assertThat(Cast.as(manager, () -> devices.list(home.id(), query, DeviceFilter.NONE))
                        .items())
                .extracting(DeviceRow::id)
                .containsExactly(first.id(), second.id());
    }
}
