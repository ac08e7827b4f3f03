package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A unit takes another one's place, at the desk and on site, and that is taken back. */
@MusterTest
class SwapTest {

    private static final ClaimCode WRONG = new ClaimCode("0000000000");
    /** The Mosquitto of the other rig is told of passwords, and has forgotten this one. */
    private static final boolean PASSWORD_BACK = !Rig.EXTERNAL;

    private static final String VIN = "WVWZZZ1KZAW000123";

    @Autowired
    Cast cast;

    @Autowired
    Swaps swaps;

    @Autowired
    Retirement retirement;

    @Autowired
    Installations installations;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    FleetFigures figures;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    @Autowired
    DeviceMoves moves;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    UnitIntake intake;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    private Customer customer;
    private User manager;
    private User installer;
    private LocationId depot;

    @BeforeEach
    void a_customer() {
        customer = cast.customer();
        manager = cast.administrator(customer.id());
        installer = cast.user(customer.id(), Group.INSTALLER);
        depot = location("Depot");
    }

    private LocationId location(String name) {
        return Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name(name)))
                .id();
    }

    private static UnitId newUnit() {
        return new UnitId(UUID.randomUUID().toString().replace("-", ""));
    }

    private Registered register(CustomerId owner, String name, @Nullable LocationId at) {
        return Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), new Name(name), owner, at, true)));
    }

    /** A unit in a van, with all that it can have. */
    private Registered van() {
        Registered van = register(customer.id(), "Van 7", depot);
        DeviceId id = van.device().id();
        intake.announce(List.of(new Announcement(
                van.device().unitId(),
                "message-" + Cast.next(),
                Instant.now(),
                "boot-0001",
                0,
                null,
                new Facts(Map.of(Fact.VIN, VIN)),
                null,
                null,
                null,
                null)));
        Cast.does(manager, () -> {
            vehicles.edit(id, null, new Vehicle("AB 12 345", null, null, "Volvo", null));
            tags.change(List.of(van.device().unitId()), Tag.of("cold"), Set.of());
        });
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(manager.id().value(), id.value())
                .update();
        return van;
    }

    private static UnitLabel label(Registered device) {
        return new UnitLabel(
                device.device().unitId(), new ClaimCode(device.credential().claimCode()));
    }

    private DeviceRow row(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id()));
    }

    private List<Long> users(DeviceId id) {
        return jdbc.sql("select user_id from user_device where device_id = ?")
                .param(id.value())
                .query(Long.class)
                .list();
    }

    private Optional<Vehicle> vehicle(DeviceId id) {
        return Cast.as(cast.owner(), () -> vehicles.of(id));
    }

    private List<String> actions(DeviceId id) {
        return jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                .param(id.toString())
                .query(String.class)
                .list();
    }

    private static void assertRefused(User user, String key, Callable<?> attempt) {
        assertThatThrownBy(() -> Cast.as(user, attempt))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo(key));
    }

    private void assertIsAsBefore(Registered van, Registered spare) {
        DeviceRow old = row(van);
        assertThat(old.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(old.name()).isEqualTo("Van 7");
        assertThat(old.locationId()).isEqualTo(depot);
        assertThat(old.replacedBy()).isNull();
        assertThat(old.vin()).isEqualTo(VIN);
        assertThat(old.tags()).containsExactly("cold");
        assertThat(users(old.id())).containsExactly(manager.id().value());
        assertThat(vehicle(old.id()).orElseThrow().plate()).isEqualTo("AB 12 345");
        assertThat(credentials.verify(old.unitId(), van.credential().password()))
                .as("whether its password holds again")
                .isEqualTo(PASSWORD_BACK);
        DeviceRow other = row(spare);
        assertThat(other.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(other.name()).isEqualTo("Spare");
        assertThat(other.locationId()).isNull();
        assertThat(other.vin()).isNull();
        assertThat(other.tags()).containsExactly("stock");
        assertThat(users(other.id())).containsExactly(installer.id().value());
        assertThat(vehicle(other.id()).orElseThrow().plate()).isEqualTo("ZZ 1");
        assertThat(credentials.verify(other.unitId(), spare.credential().password()))
                .isTrue();
        assertThat(actions(old.id())).containsSubsequence("replaced", "swap_undone");
        assertThat(actions(other.id())).containsSubsequence("took_over", "swap_undone");
    }

    private Registered spare() {
        Registered spare = register(customer.id(), "Spare", null);
        Cast.does(manager, () -> {
            tags.change(List.of(spare.device().unitId()), Tag.of("stock"), Set.of());
            vehicles.edit(spare.device().id(), null, new Vehicle("ZZ 1", null, null, null, null));
        });
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(installer.id().value(), spare.device().id().value())
                .update();
        return spare;
    }

    // ---- at the desk

    @Test
    void a_swap_is_taken_back_and_both_units_are_as_they_were() {
        Registered van = van();
        Registered spare = spare();
        DeviceId id = Cast.as(
                        manager,
                        () -> retirement.swap(
                                van.device().id(), null, spare.device().unitId()))
                .device()
                .id();
        assertThat(row(spare).tags()).containsExactly("cold");
        assertThat(vehicle(id).orElseThrow().plate()).isEqualTo("AB 12 345");
        assertThat(Cast.as(manager, () -> retirement.replacedLately(id)))
                .contains(van.device().unitId());
        Retirement.Restored restored = Cast.as(manager, () -> retirement.undo(id));
        assertThat(restored).isEqualTo(new Retirement.Restored(row(van), PASSWORD_BACK));
        assertIsAsBefore(van, spare);
        assertThat(Cast.as(manager, () -> retirement.replacedLately(id))).isEmpty();
        assertRefused(manager, "problem.swap.undo", () -> retirement.undo(id));
    }

    @Test
    void a_unit_that_is_out_of_use_is_not_online_however_lately_it_was_heard() {
        Registered van = van();
        Registered spare = spare();
        Registered old = van();
        assertThat(row(van).online()).isTrue();
        assertThat(Cast.as(manager, () -> figures.of(customer.id())).heard()).containsEntry(LastSeen.ONLINE, 2L);
        Cast.does(manager, () -> retirement.decommission(old.device().id(), null));
        DeviceId id = Cast.as(
                        manager,
                        () -> retirement.swap(
                                van.device().id(), null, spare.device().unitId()))
                .device()
                .id();
        for (Registered ended : List.of(van, old)) {
            assertThat(row(ended).online()).isFalse();
            assertThat(row(ended).asleep()).isFalse();
            assertThat(row(ended).lastSeenAt()).isNotNull();
        }
        assertThat(Cast.as(manager, () -> figures.of(customer.id())).heard()).containsEntry(LastSeen.ONLINE, 0L);
        for (DeviceFilter online : List.of(
                new DeviceFilter(null, null, true, null),
                new DeviceFilter(null, null, null, null, false, LastSeen.ONLINE, null, null, false, null))) {
            assertThat(Cast.as(manager, () -> registry.list(customer.id(), ListQuery.all(), online))
                            .items())
                    .isEmpty();
        }
        Cast.does(manager, () -> retirement.undo(id));
        assertThat(row(van).online()).as("it is in use again").isTrue();
    }

    @Test
    void a_unit_in_the_place_of_one_without_a_name_has_none_either_and_so_it_is_when_that_is_taken_back() {
        Registered old = Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), null, customer.id(), depot, true)));
        Registered spare = spare();
        UnitId unit = spare.device().unitId();
        DeviceId id =
                Cast.as(manager, () -> swaps.swap(label(old), label(spare))).id();
        assertThat(row(spare).name()).isEqualTo(unit.shown()).isNotEqualTo(unit.value());
        assertThat(row(spare).isNamed()).isFalse();
        Cast.does(manager, () -> retirement.undo(id));
        assertThat(row(old).name()).isEqualTo(old.device().unitId().shown());
        assertThat(row(old).isNamed()).isFalse();
        assertThat(row(spare).name()).isEqualTo("Spare");
    }

    @Test
    void a_spare_unit_of_another_customer_leaves_a_word_there_when_it_goes() {
        Registered van = van();
        Customer child = cast.customer(customer.id());
        Registered spare = register(child.id(), "Spare", null);
        DeviceId id = spare.device().id();
        Cast.does(
                manager,
                () -> retirement.swap(van.device().id(), null, spare.device().unitId()));
        assertThat(actions(id)).containsSubsequence("registered", "moved_away", "took_over");
        assertThat(jdbc.sql("select fields from audit_entry where entity = ? and customer_id = ? and action = ?")
                        .params(id.toString(), child.id().value(), "moved_away")
                        .query(String.class)
                        .single())
                .contains("customer")
                .doesNotContain("Van 7");
        Cast.does(manager, () -> retirement.undo(id));
        assertThat(actions(id)).containsOnlyOnce("moved_away");
        assertThat(row(spare).customerId()).isEqualTo(child.id());
    }

    @Test
    void what_was_changed_at_the_place_meanwhile_stays_there() {
        Registered van = van();
        Registered spare = spare();
        DeviceId id = Cast.as(
                        manager,
                        () -> retirement.swap(
                                van.device().id(), null, spare.device().unitId()))
                .device()
                .id();
        LocationId yard = location("Yard");
        Cast.does(manager, () -> registry.edit(id, row(spare).version(), new DeviceData(new Name("Van 8"), yard)));
        Cast.does(manager, () -> retirement.undo(id));
        assertThat(row(van).name()).isEqualTo("Van 8");
        assertThat(row(van).locationId()).isEqualTo(yard);
        assertThat(row(spare).name()).isEqualTo("Spare");
    }

    @Test
    void a_mistyped_unit_that_nobody_knew_is_forgotten_and_one_that_was_heard_waits_for_an_owner() {
        Registered van = van();
        UnitId mistyped = newUnit();
        DeviceId id = Cast.as(manager, () -> retirement.swap(van.device().id(), null, mistyped))
                .device()
                .id();
        Cast.does(manager, () -> retirement.undo(id));
        assertThat(jdbc.sql("select count(*) from device where unit_id = ?")
                        .param(mistyped.value())
                        .query(Long.class)
                        .single())
                .isZero();
        Retirement.Swapped again =
                Cast.as(manager, () -> retirement.swap(van.device().id(), null, mistyped));
        jdbc.sql("update device_presence set last_seen_at = ? where device_id = ?")
                .params(
                        Instant.now().atOffset(ZoneOffset.UTC),
                        again.device().id().value())
                .update();
        Cast.does(manager, () -> retirement.undo(again.device().id()));
        DeviceRow heard =
                Cast.as(cast.owner(), () -> registry.get(again.device().id()));
        assertThat(heard.state()).isEqualTo(UnitState.UNCLAIMED);
        assertThat(heard.customerId()).isNull();
        assertThat(credentials.verify(mistyped, again.credential().password())).isFalse();
        assertThat(row(van).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_swap_is_not_taken_back_late_nor_by_others_nor_after_another_decision() {
        Registered van = van();
        Registered spare = spare();
        DeviceId id = Cast.as(
                        manager,
                        () -> retirement.swap(
                                van.device().id(), null, spare.device().unitId()))
                .device()
                .id();
        assertRefused(installer, "problem.notFound", () -> retirement.undo(id));
        assertRefused(cast.administrator(cast.customer().id()), "problem.notFound", () -> retirement.undo(id));
        jdbc.sql("update device_swap set made_at = ? where new_device_id = ?")
                .params(Instant.now().minusSeconds(16 * 60).atOffset(ZoneOffset.UTC), id.value())
                .update();
        assertRefused(manager, "problem.swap.undo", () -> retirement.undo(id));
        Registered moved = van();
        Registered other = spare();
        Cast.does(
                manager,
                () -> retirement.swap(moved.device().id(), null, other.device().unitId()));
        CustomerId elsewhere = cast.customer().id();
        Cast.does(
                cast.owner(), () -> moves.move(elsewhere, List.of(other.device().unitId())));
        assertRefused(
                cast.owner(),
                "problem.swap.undo",
                () -> retirement.undo(other.device().id()));
    }

    // ---- on site

    @Test
    void an_installer_swaps_by_the_labels_of_both_and_takes_it_back() {
        Registered van = van();
        Registered spare = spare();
        Swaps.Outgoing outgoing = Cast.as(installer, () -> swaps.check(label(van)));
        assertThat(outgoing.name()).isEqualTo("Van 7");
        assertThat(outgoing.customerName()).isEqualTo(customer.name().value());
        assertThat(outgoing.locationName()).isEqualTo("Depot");
        assertThat(outgoing.vehicle()).isNotNull();
        DeviceId id =
                Cast.as(installer, () -> swaps.swap(label(van), label(spare))).id();
        assertThat(row(spare).name()).isEqualTo("Van 7");
        assertThat(row(van).state()).isEqualTo(UnitState.REPLACED);
        assertThat(credentials.verify(van.device().unitId(), van.credential().password()))
                .isFalse();
        Installation installation = Cast.as(installer, () -> installations.get(id));
        assertThat(installation.replaces()).isEqualTo(van.device().unitId());
        assertThat(Cast.as(installer, () -> vehicles.installed(id))).isPresent();
        assertThat(Cast.as(installer, () -> installations.undo(id)))
                .contains(new Swaps.Undone(van.device().id(), van.device().unitId(), PASSWORD_BACK));
        assertIsAsBefore(van, spare);
        assertRefused(installer, "problem.notFound", () -> installations.undo(id));
        assertThat(Cast.as(installer, () -> swaps.swap(label(van), label(spare)))
                        .id())
                .as("by the same codes")
                .isEqualTo(id);
    }

    @Test
    void what_was_swapped_on_site_is_taken_back_at_the_desk_just_the_same() {
        Registered van = van();
        Registered spare = spare();
        DeviceId id =
                Cast.as(installer, () -> swaps.swap(label(van), label(spare))).id();
        Cast.does(installer, () -> vehicles.enter(id, new Vehicle("XX 9", null, null, null, null)));
        Cast.does(manager, () -> retirement.undo(id));
        assertIsAsBefore(van, spare);
        assertRefused(installer, "problem.notFound", () -> installations.get(id));
        assertThat(Cast.as(installer, () -> swaps.swap(label(van), label(spare)))
                        .id())
                .as("by the same codes")
                .isEqualTo(id);
    }

    @Test
    void a_code_that_was_used_at_the_claim_still_takes_the_unit_out() {
        Registered van = van();
        jdbc.sql("update unit_credential set claimed_at = ? where device_id = ?")
                .params(
                        Instant.now().atOffset(ZoneOffset.UTC),
                        van.device().id().value())
                .update();
        Cast.does(installer, () -> swaps.swap(label(van), label(spare())));
        assertThat(row(van).state()).isEqualTo(UnitState.REPLACED);
    }

    @Test
    void labels_that_lead_nowhere_all_look_alike() {
        Registered van = van();
        Registered spare = spare();
        Registered theirs = register(cast.customer().id(), "Theirs", null);
        Registered gone = register(customer.id(), "Gone", null);
        Cast.does(manager, () -> retirement.decommission(gone.device().id(), null));
        List<UnitLabel> nowhere = List.of(
                label(theirs),
                label(gone),
                new UnitLabel(newUnit(), WRONG),
                new UnitLabel(van.device().unitId(), WRONG));
        for (UnitLabel label : nowhere) {
            assertRefused(installer, "problem.swap", () -> swaps.check(label));
            User another = cast.user(customer.id(), Group.INSTALLER);
            assertRefused(another, "problem.swap", () -> swaps.swap(label, label(spare)));
            if (!label.unit().equals(van.device().unitId())) {
                User third = cast.user(customer.id(), Group.INSTALLER);
                assertRefused(third, "problem.claim", () -> swaps.swap(label(van), label));
            }
        }
        assertRefused(installer, "problem.device.same", () -> swaps.swap(label(van), label(van)));
        assertThat(row(van).state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(row(spare).name()).isEqualTo("Spare");
    }

    private Registered pending(@Nullable String name, @Nullable LocationId at) {
        Name called = name == null ? null : new Name(name);
        return Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), called, customer.id(), at, false)));
    }

    @Test
    void a_unit_that_was_never_in_use_is_not_taken_out_and_one_that_was_meant_to_be_is() {
        Registered stock = pending(null, null);
        assertRefused(installer, "problem.swap", () -> swaps.check(label(stock)));
        assertRefused(installer, "problem.swap", () -> swaps.swap(label(stock), label(van())));
        Registered named = pending("Van 8", null);
        Registered placed = pending(null, depot);
        Registered plated = pending(null, null);
        Cast.does(
                manager, () -> vehicles.edit(plated.device().id(), null, new Vehicle("AB 1", null, null, null, null)));
        Registered heard = pending(null, null);
        jdbc.sql("update device_presence set last_seen_at = ? where device_id = ?")
                .params(
                        Instant.now().atOffset(ZoneOffset.UTC),
                        heard.device().id().value())
                .update();
        for (Registered meant : List.of(named, placed, plated, heard)) {
            assertThat(Cast.as(installer, () -> swaps.check(label(meant))).label())
                    .isEqualTo(label(meant));
        }
    }

    @Test
    void where_nobody_could_be_asked_a_unit_that_has_a_place_is_left_there() {
        Registered van = van();
        Registered other = register(customer.id(), "Van 8", depot);
        assertRefused(installer, "problem.swap.placed", () -> swaps.swapUnasked(label(van), label(other)));
        assertThat(row(other).name()).isEqualTo("Van 8");
        assertThat(row(van).state()).isEqualTo(UnitState.ACCEPTED);
        Registered stock = pending(null, null);
        Cast.does(installer, () -> swaps.swapUnasked(label(van), label(stock)));
        assertThat(row(stock).name()).isEqualTo("Van 7");
    }

    @Test
    void wrong_codes_of_what_is_built_in_are_counted() {
        UnitId unit = van().device().unitId();
        for (int i = 0; i < 5; i++) {
            assertRefused(installer, "problem.swap", () -> swaps.check(new UnitLabel(unit, WRONG)));
        }
        assertRefused(installer, "problem.claim.tooMany", () -> swaps.check(new UnitLabel(unit, WRONG)));
    }

    @Test
    void whoever_is_restricted_to_locations_takes_nothing_out_elsewhere() {
        Registered van = van();
        User there = cast.user(customer.id(), true, Set.of(depot), Group.INSTALLER);
        User elsewhere = cast.user(customer.id(), true, Set.of(location("Yard")), Group.INSTALLER);
        assertRefused(elsewhere, "problem.swap", () -> swaps.check(label(van)));
        assertThat(Cast.as(there, () -> swaps.check(label(van))).name()).isEqualTo("Van 7");
    }

    @Test
    void whoever_may_not_install_swaps_nothing_on_site() {
        Registered van = van();
        User driver = cast.user(customer.id(), Group.FLEET_MANAGEMENT);
        assertRefused(driver, "problem.forbidden", () -> swaps.check(label(van)));
        assertRefused(driver, "problem.forbidden", () -> swaps.swap(label(van), label(spare())));
    }
}
