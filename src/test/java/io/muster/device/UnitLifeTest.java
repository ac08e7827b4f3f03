package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Units move, are replaced and go; what looks wrong about them is shown. */
@MusterTest
class UnitLifeTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Retirement retirement;

    @Autowired
    DeviceAlerts alerts;

    @Autowired
    Commands commands;

    @Autowired
    UnitIntake intake;

    @Autowired
    Enrolment enrolment;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    Locations locations;

    @Autowired
    IngestLog log;

    @Autowired
    IngestLogReader logs;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    // ---- move

    @Test
    void a_moved_device_loses_its_location_and_its_users_and_both_customers_read_of_it() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        DeviceRow van = register(from.id(), "Van", location(from.id()));
        User driver = cast.user(from.id(), Group.FLEET_MANAGEMENT);
        assign(driver, van.id());
        var outcome = Cast.as(cast.owner(), () -> moves.move(to.id(), List.of(van.unitId(), new UnitId("nobodys-1"))));
        assertThat(outcome)
                .containsExactly(
                        Map.entry(van.unitId(), DeviceMoves.Outcome.MOVED),
                        Map.entry(new UnitId("nobodys-1"), DeviceMoves.Outcome.NOT_FOUND));
        DeviceRow moved = get(van.id());
        assertThat(moved.customerId()).isEqualTo(to.id());
        assertThat(moved.locationId()).isNull();
        assertThat(moved.rev()).isEqualTo(van.rev() + 1);
        assertThat(assigned(van.id())).isEmpty();
        assertThat(actions(van.id(), from.id())).containsExactly("registered", "moved_away");
        assertThat(actions(van.id(), to.id())).containsExactly("moved_here");
    }

    @Test
    void where_a_moved_device_was_and_what_was_asked_of_it_stays_with_who_had_it() {
        Customer from = cast.customer();
        DeviceRow van = register(from.id(), "Van", null);
        intake.heard(List.of(new Heard.Heartbeat(
                van.unitId(), Instant.now(), "boot-0001", 1, Heard.Measures.at(new Position(48.2, 16.3, null), 50.0))));
        Cast.as(cast.owner(), () -> commands.send(van.id(), Command.Name.PING));
        assertThat(get(van.id()).position()).isNotNull();
        Cast.as(cast.owner(), () -> moves.move(cast.customer().id(), List.of(van.unitId())));
        assertThat(get(van.id()).position()).isNull();
        assertThat(get(van.id()).lastSeenAt()).isNotNull();
        assertThat(Cast.as(cast.owner(), () -> commands.latest(van.id()))).isEmpty();
    }

    @Test
    void what_a_moved_device_was_refused_stays_with_who_had_it() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        DeviceRow van = register(from.id(), "Van", null);
        DeviceRow bus = register(from.id(), "Bus", null);
        for (DeviceRow each : List.of(van, bus)) {
            log.refused(each.unitId(), "autopi/x/track", "invalid_value", "lat", "{\"lat\":48.2}");
        }
        log.flush();
        assertThat(refused(from)).containsExactlyInAnyOrder(van.unitId(), bus.unitId());
        Cast.as(cast.owner(), () -> moves.move(to.id(), List.of(van.unitId())));
        assertThat(refused(from)).containsExactly(bus.unitId());
        assertThat(refused(to)).isEmpty();
    }

    private List<UnitId> refused(Customer customer) {
        return Cast.as(cast.owner(), () -> logs.list(customer.id(), ListQuery.all())).items().stream()
                .map(row -> UnitId.of(row.unitId()))
                .toList();
    }

    /** A heartbeat that comes while it is moved waits, and does not bring back where it was. */
    @Test
    void a_sign_of_life_during_a_move_does_not_tell_the_next_customer_where_the_device_was() throws Exception {
        Customer from = cast.customer();
        Customer to = cast.customer();
        DeviceRow van = register(from.id(), "Van", null);
        intake.heard(List.of(new Heard.Heartbeat(
                van.unitId(), Instant.now(), "boot-0001", 1, Heard.Measures.at(new Position(48.2, 16.3, null), 50.0))));
        CompletableFuture<Void> beat = transactions.execute(transaction -> {
            Cast.as(cast.owner(), () -> moves.move(to.id(), List.of(van.unitId())));
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> intake.heard(
                    List.of(new Heard.Heartbeat(van.unitId(), Instant.now(), "boot-0001", 2, Heard.Measures.NONE))));
            assertThatThrownBy(() -> waits.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            return waits;
        });
        Objects.requireNonNull(beat).get(20, TimeUnit.SECONDS);
        assertThat(get(van.id()).position()).isNull();
    }

    @Test
    void a_device_that_is_moved_back_is_where_it_was_and_the_history_tells_both() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        DeviceRow van = register(from.id(), "Van", null);
        Cast.does(cast.owner(), () -> {
            moves.move(to.id(), List.of(van.unitId()));
            moves.move(from.id(), List.of(van.unitId()));
            moves.move(from.id(), List.of(van.unitId()));
        });
        assertThat(get(van.id()).customerId()).isEqualTo(from.id());
        assertThat(actions(van.id(), from.id())).containsExactly("registered", "moved_away", "moved_here");
    }

    @Test
    void a_move_is_taken_back_only_of_units_that_are_still_as_it_left_them() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        Customer third = cast.customer();
        UnitId comes = register(from.id(), "Comes", null).unitId();
        UnitId movedOn = register(from.id(), "Moved on", null).unitId();
        DeviceRow retired = register(from.id(), "Retired", null);
        DeviceRow longRetired = register(from.id(), "Long retired", null);
        Cast.as(cast.owner(), () -> retirement.decommission(longRetired.id(), null));
        List<UnitId> units = List.of(comes, movedOn, retired.unitId(), longRetired.unitId());
        Map<UnitId, DeviceMoves.Origin> origins = new LinkedHashMap<>();
        Cast.as(cast.owner(), () -> moves.check(to.id(), units))
                .forEach((unit, verdict) -> origins.put(unit, Objects.requireNonNull(verdict.from())));
        Cast.does(cast.owner(), () -> {
            moves.move(to.id(), units);
            moves.move(third.id(), List.of(movedOn));
            retirement.decommission(retired.id(), null);
        });
        assertThat(Cast.as(cast.owner(), () -> moves.back(to.id(), origins)))
                .containsExactly(movedOn, retired.unitId());
        assertThat(customersOf(units)).containsExactly(from.id(), third.id(), to.id(), from.id());
    }

    @Test
    void who_is_moved_back_stands_at_its_location_again_if_there_is_one() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        LocationId depot = location(from.id());
        LocationId closed = location(from.id());
        UnitId stays = register(from.id(), "Comes back", depot).unitId();
        UnitId loses = register(from.id(), "Comes back too", closed).unitId();
        Map<UnitId, DeviceMoves.Origin> origins = new LinkedHashMap<>();
        Cast.as(cast.owner(), () -> moves.check(to.id(), List.of(stays, loses)))
                .forEach((unit, verdict) -> origins.put(unit, Objects.requireNonNull(verdict.from())));
        Cast.does(cast.owner(), () -> {
            moves.move(to.id(), List.of(stays, loses));
            locations.delete(closed, null);
            moves.back(to.id(), origins);
        });
        assertThat(Cast.as(cast.owner(), () -> registry.list(from.id(), ListQuery.all(), DeviceFilter.NONE))
                        .items())
                .extracting(DeviceRow::unitId, DeviceRow::locationId)
                .containsExactlyInAnyOrder(tuple(stays, depot), tuple(loses, null));
    }

    private List<CustomerId> customersOf(List<UnitId> units) {
        return Cast.as(cast.owner(), () -> moves.check(cast.root(), units)).values().stream()
                .map(verdict -> Objects.requireNonNull(verdict.from()).customer())
                .toList();
    }

    @Test
    void devices_of_others_are_not_found_and_stay() {
        Customer own = cast.customer();
        DeviceRow theirs = register(cast.customer().id(), "Theirs", null);
        User administrator = cast.administrator(own.id());
        assertThat(Cast.as(administrator, () -> moves.move(own.id(), List.of(theirs.unitId())))
                        .values())
                .containsExactly(DeviceMoves.Outcome.NOT_FOUND);
        assertThat(get(theirs.id()).customerId()).isEqualTo(theirs.customerId());
        DeviceRow mine = register(own.id(), "Mine", null);
        assertProblem(
                "problem.customer.unknown",
                () -> Cast.as(administrator, () -> moves.move(cast.customer().id(), List.of(mine.unitId()))));
    }

    @Test
    void an_account_administrator_without_nested_ones_moves_nothing_between_customers() {
        Customer own = cast.customer();
        Customer child = cast.customer(own.id());
        DeviceRow below = register(child.id(), "Below", null);
        User administrator = cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        assertProblem(
                "problem.forbidden", () -> Cast.as(administrator, () -> moves.move(own.id(), List.of(below.unitId()))));
        assertProblem(
                "problem.forbidden",
                () -> Cast.as(administrator, () -> moves.move(child.id(), List.of(below.unitId()))));
        assertThat(get(below.id()).customerId()).isEqualTo(child.id());
    }

    @Test
    void many_devices_move_by_as_many_statements_as_a_few() {
        Customer from = cast.customer();
        Customer to = cast.customer();
        List<UnitId> units = IntStream.range(0, 30)
                .mapToObj(i -> register(from.id(), "Van " + i, null).unitId())
                .toList();
        long few = statements(() -> moves.move(to.id(), units.subList(0, 2)));
        long many = statements(() -> moves.move(to.id(), units.subList(2, 30)));
        assertThat(many).isEqualTo(few);
        List<UnitId> tooMany = IntStream.rangeClosed(0, DeviceMoves.MOST)
                .mapToObj(i -> new UnitId("many-" + i))
                .toList();
        assertProblem("problem.device.tooMany", () -> Cast.as(cast.owner(), () -> moves.move(to.id(), tooMany)));
    }

    // ---- the end

    @Test
    void a_decommissioned_unit_cannot_sign_in_and_is_never_revived() {
        Registered van = registered(cast.customer().id(), "Van", null, true);
        DeviceId id = van.device().id();
        String password = van.credential().password();
        assertThat(credentials.verify(van.device().unitId(), password)).isTrue();
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> retirement.decommission(id, 99L)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.STALE));
        Cast.as(cast.owner(), () -> retirement.decommission(id, van.device().version()));
        assertThat(credentials.verify(van.device().unitId(), password)).isFalse();
        Answer answer = announce(van.device().unitId(), "boot-0001", 0, Map.of());
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Answer.Problem.UNIT_DECOMMISSIONED));
        assertThat(get(id).state()).isEqualTo(UnitState.DECOMMISSIONED);
        for (Runnable revival : List.<Runnable>of(
                () -> registry.approve(id, null, null),
                () -> registry.resetCredential(id),
                () -> retirement.decommission(id, null),
                () -> retirement.swap(id, null, newUnit()))) {
            assertThatThrownBy(() -> Cast.does(cast.owner(), revival)).isInstanceOf(Rejected.class);
        }
        assertThat(enrolment.enroll(
                        new EnrollRequest("c", "", "12345678", van.device().unitId(), null, null, null)))
                .isInstanceOf(EnrollAnswer.Refused.class);
    }

    @Test
    void a_new_unit_takes_over_what_the_old_one_had() {
        Customer customer = cast.customer();
        LocationId depot = location(customer.id());
        Registered old = registered(customer.id(), "Van 7", depot, true);
        announce(old.device().unitId(), "boot-0001", 0, Map.of(Fact.VIN, "WVWZZZ1KZAW000123"));
        User driver = cast.user(customer.id(), Group.FLEET_MANAGEMENT);
        assign(driver, old.device().id());
        UnitId successor = newUnit();
        Retirement.Swapped swapped =
                Cast.as(cast.owner(), () -> retirement.swap(old.device().id(), null, successor));
        DeviceRow now = swapped.device();
        assertThat(now.unitId()).isEqualTo(successor);
        assertThat(now.name()).isEqualTo("Van 7");
        assertThat(now.locationId()).isEqualTo(depot);
        assertThat(now.customerId()).isEqualTo(customer.id());
        assertThat(now.vin()).isEqualTo("WVWZZZ1KZAW000123");
        assertThat(now.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(assigned(now.id())).containsExactly(driver.id().value());
        assertThat(assigned(old.device().id())).isEmpty();
        assertThat(swapped.credential()).isNotNull();
        assertThat(credentials.verify(successor, swapped.credential().password()))
                .isTrue();
        DeviceRow before = get(old.device().id());
        assertThat(before.state()).isEqualTo(UnitState.REPLACED);
        assertThat(before.replacedBy()).isEqualTo(successor);
        assertThat(credentials.verify(old.device().unitId(), old.credential().password()))
                .isFalse();
        assertThat(announce(old.device().unitId(), "boot-0002", 0, Map.of()))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.replacedBy()).isEqualTo(successor));
        assertThat(actions(old.device().id(), customer.id())).containsExactly("registered", "first_seen", "replaced");
    }

    @Test
    void a_spare_unit_can_take_a_place_and_one_of_somebody_else_cannot() {
        Customer customer = cast.customer();
        User manager = cast.administrator(customer.id());
        Registered old = registered(customer.id(), "Van 7", null, true);
        Registered spare = registered(customer.id(), "Spare", null, false);
        Registered foreign = registered(cast.customer().id(), "Foreign", null, true);
        assertProblem(
                "problem.device.unavailable",
                () -> Cast.as(
                        manager,
                        () -> retirement.swap(
                                old.device().id(), null, foreign.device().unitId())));
        assertProblem(
                "problem.device.same",
                () -> Cast.as(
                        manager,
                        () -> retirement.swap(
                                old.device().id(), null, old.device().unitId())));
        Retirement.Swapped swapped = Cast.as(
                manager,
                () -> retirement.swap(old.device().id(), null, spare.device().unitId()));
        assertThat(swapped.credential()).isNull();
        assertThat(swapped.device().name()).isEqualTo("Van 7");
        assertThat(credentials.verify(
                        spare.device().unitId(), spare.credential().password()))
                .isTrue();
    }

    // ---- what looks wrong

    @Test
    void two_live_units_with_one_modem_and_sim_are_shown_both() {
        Registered one = registered(cast.customer().id(), "One", null, true);
        Registered two = registered(cast.customer().id(), "Two", null, true);
        Map<Fact, String> modem = Map.of(Fact.IMEI, "350000000000017", Fact.ICCID, "8945000000000000017");
        announce(one.device().unitId(), "boot-0001", 0, modem);
        assertThat(get(one.device().id()).alerts()).isEmpty();
        announce(two.device().unitId(), "boot-0001", 0, Map.of(Fact.IMEI, "350000000000017"));
        assertThat(get(two.device().id()).alerts()).isEmpty();
        announce(two.device().unitId(), "boot-0001", 1, modem);
        announce(two.device().unitId(), "boot-0001", 2, modem);
        for (Registered device : List.of(one, two)) {
            assertThat(get(device.device().id()).alerts()).containsExactly(Alert.IDENTITY_CONFLICT);
            assertThat(actions(device.device().id(), device.device().customerId()))
                    .containsOnlyOnce("identity_conflict");
        }
        assertThat(jdbc.sql("select fields from audit_entry where action = 'identity_conflict' and entity = ?")
                        .param(one.device().id().toString())
                        .query(String.class)
                        .single())
                .doesNotContain(two.device().unitId().value());
    }

    @Test
    void another_vehicle_waits_for_a_person_who_says_that_it_was_seen() {
        Registered van = registered(cast.customer().id(), "Van", null, true);
        announce(van.device().unitId(), "boot-0001", 0, Map.of(Fact.VIN, "WVWZZZ1KZAW000123"));
        assertThat(get(van.device().id()).alerts()).isEmpty();
        announce(van.device().unitId(), "boot-0001", 1, Map.of(Fact.VIN, "WVWZZZ1KZAW000124"));
        DeviceId id = van.device().id();
        assertThat(get(id).alerts()).containsExactly(Alert.VEHICLE_CHANGED);
        CustomerId customer = van.device().customerId();
        assertThat(Cast.as(cast.owner(), () -> registry.list(customer, ListQuery.all(), DeviceFilter.ALERTS))
                        .total())
                .isEqualTo(1);
        User onlooker = cast.user(customer, Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        assertProblem("problem.forbidden", () -> Cast.as(onlooker, () -> alerts.acknowledge(id)));
        Cast.as(cast.owner(), () -> alerts.acknowledge(id));
        assertThat(get(id).alerts()).isEmpty();
        assertThat(actions(id, customer))
                .containsExactly("registered", "first_seen", "vehicle_changed", "alerts_acknowledged");
        assertProblem("problem.device.noAlerts", () -> Cast.as(cast.owner(), () -> alerts.acknowledge(id)));
    }

    @Test
    void two_boots_that_take_turns_are_a_clone_in_announcements_and_heartbeats_alike() {
        Registered van = registered(cast.customer().id(), "Van", null, true);
        UnitId unit = van.device().unitId();
        announce(unit, "boot-aaaa", 0, Map.of());
        announce(unit, "boot-bbbb", 0, Map.of());
        beat(unit, "boot-aaaa", 1);
        beat(unit, "boot-aaaa", 2);
        announce(unit, "boot-bbbb", 3, Map.of());
        assertThat(get(van.device().id()).alerts()).isEmpty();
        beat(unit, "boot-aaaa", 4);
        assertThat(get(van.device().id()).alerts()).containsExactly(Alert.CLONE_SUSPECTED);
        for (int i = 0; i < 6; i++) {
            announce(unit, i % 2 == 0 ? "boot-aaaa" : "boot-bbbb", 10 + i, Map.of());
        }
        assertThat(actions(van.device().id(), van.device().customerId())).containsOnlyOnce("clone_suspected");
    }

    @Test
    void a_clock_that_is_wrong_by_more_than_five_minutes_is_shown() {
        Registered van = registered(cast.customer().id(), "Van", null, true);
        UnitId unit = van.device().unitId();
        intake.announce(List.of(message(unit, "boot-0001", 0, Instant.now().plusSeconds(200), Map.of())));
        assertThat(get(van.device().id()).clockSkewS()).isNull();
        intake.announce(List.of(message(unit, "boot-0001", 1, Instant.now().minusSeconds(400), Map.of())));
        assertThat(get(van.device().id()).clockSkewS()).isBetween(-402L, -398L);
    }

    @Test
    void a_device_that_was_registered_waits_for_approval_from_its_first_announcement_on() {
        Registered van = registered(cast.customer().id(), "Van", null, false);
        assertThat(get(van.device().id()).waiting()).isFalse();
        announce(van.device().unitId(), "boot-0001", 0, Map.of());
        assertThat(get(van.device().id()).waiting()).isTrue();
        Cast.as(cast.owner(), () -> registry.approve(van.device().id(), null, null));
        assertThat(get(van.device().id()).waiting()).isFalse();
    }

    // ---- help

    private Registered registered(CustomerId customer, String name, @Nullable LocationId location, boolean accept) {
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(newUnit(), new Name(name), customer, location, accept)));
    }

    private DeviceRow register(CustomerId customer, String name, @Nullable LocationId location) {
        return registered(customer, name, location, true).device();
    }

    private LocationId location(CustomerId customer) {
        return Cast.as(cast.owner(), () -> locations.create(customer, new Name("Depot")))
                .id();
    }

    private void assign(User user, DeviceId device) {
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(user.id().value(), device.value())
                .update();
    }

    private List<Long> assigned(DeviceId device) {
        return jdbc.sql("select user_id from user_device where device_id = ?")
                .param(device.value())
                .query(Long.class)
                .list();
    }

    private DeviceRow get(DeviceId id) {
        return Cast.as(cast.owner(), () -> registry.get(id));
    }

    private List<String> actions(DeviceId id, CustomerId customer) {
        return jdbc.sql(
                        "select action from audit_entry where kind = 'DEVICE' and entity = ? and customer_id = ? order by id")
                .params(id.toString(), customer.value())
                .query(String.class)
                .list();
    }

    private long statements(Runnable action) {
        List<Long> counted = new ArrayList<>();
        Cast.does(
                cast.owner(),
                () -> counted.add((long) StatementCounter.during(action).size()));
        return counted.getFirst();
    }

    private Answer announce(UnitId unit, String boot, long seq, Map<Fact, String> facts) {
        return intake.announce(List.of(message(unit, boot, seq, Instant.now(), facts)))
                .getFirst();
    }

    private void beat(UnitId unit, String boot, long seq) {
        intake.heard(List.of(new Heard.Heartbeat(unit, Instant.now(), boot, seq, Heard.Measures.NONE)));
    }

    private static Announcement message(UnitId unit, String boot, long seq, Instant ts, Map<Fact, String> facts) {
        return new Announcement(
                unit, "msg-" + boot + seq, ts, boot, seq, null, new Facts(facts), null, null, null, null);
    }

    private static void assertProblem(String key, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo(key));
    }

    private static UnitId newUnit() {
        return new UnitId(UUID.randomUUID().toString().replace("-", ""));
    }
}
