package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class DeviceRegistryTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    UnitIntake intake;

    @Autowired
    Enrolment enrolment;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_registered_device_has_a_password_that_only_a_hash_is_kept_of() {
        Registered device = register(cast.customer().id(), "Van 1", true);
        assertThat(device.device().state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(device.credential().password()).matches("[A-Za-z0-9_-]{43}");
        assertThat(device.credential().claimCode()).matches("[0-9A-HJKMNP-TV-Z]{10}");
        assertThat(device.credential().url()).startsWith("mqtt://127.0.0.1:");
        assertThat(device.toString()).doesNotContain(device.credential().password());
        UnitId unit = device.device().unitId();
        assertThat(credentials.verify(unit, device.credential().password())).isTrue();
        assertThat(credentials.verify(unit, device.credential().password() + "x"))
                .isFalse();
        assertThat(credentials.verify(new UnitId("unknown-unit"), "x")).isFalse();
    }

    @Test
    void without_a_name_it_is_called_by_its_unit_id() {
        Registered device = register(cast.customer().id(), null, false);
        assertThat(device.device().name()).isEqualTo(device.device().unitId().shown());
        assertThat(device.device().state()).isEqualTo(UnitState.PENDING);
    }

    @Test
    void a_taken_unit_id_is_refused_without_telling_whose_it_is() {
        Customer one = cast.customer();
        Customer other = cast.customer();
        User here = cast.administrator(one.id());
        User there = cast.administrator(other.id());
        Registered device = as(here, one.id(), new UnitId(newUnit()), "Van", true);
        UnitId unit = device.device().unitId();
        assertProblem("problem.device.registered", () -> as(here, one.id(), unit, "Again", true));
        assertProblem("problem.device.unavailable", () -> as(there, other.id(), unit, "Mine", true));
    }

    @Test
    void nobody_registers_into_a_customer_out_of_reach() {
        User user = cast.administrator(cast.customer().id());
        assertThatThrownBy(() -> as(user, cast.root(), new UnitId(newUnit()), "X", true))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        User viewer = cast.user(user.customerId(), Group.FULL_DEVICE_ACCESS);
        assertThatThrownBy(() -> as(viewer, user.customerId(), new UnitId(newUnit()), "X", true))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
    }

    @Test
    void a_user_sees_the_devices_of_the_subtree_and_nothing_beside_it() {
        Customer one = cast.customer();
        Customer nested = cast.customer(one.id());
        Customer beside = cast.customer();
        Registered own = register(one.id(), "Own", true);
        Registered below = register(nested.id(), "Below", true);
        Registered other = register(beside.id(), "Beside", true);
        User user = cast.administrator(one.id());
        assertThat(names(user, one.id())).containsExactlyInAnyOrder("Own", "Below");
        assertThat(names(user, nested.id())).containsExactly("Below");
        assertNotFound(() -> Cast.as(user, () -> registry.get(other.device().id())));
        assertNotFound(() -> Cast.as(user, () -> registry.deny(other.device().id())));
        assertNotFound(() -> list(user, beside.id(), ListQuery.all()));
        assertThat(Cast.as(user, () -> registry.get(below.device().id())).name())
                .isEqualTo("Below");
        assertThat(Cast.as(user, () -> registry.get(own.device().id())).seen()).isTrue();
    }

    @Test
    void a_restricted_user_sees_only_what_is_at_a_location_of_theirs() {
        Customer customer = cast.customer();
        LocationId here = location(customer.id(), "Here");
        LocationId there = location(customer.id(), "There");
        register(customer.id(), "At here", here);
        register(customer.id(), "At there", there);
        register(customer.id(), "Nowhere", true);
        User user = cast.user(customer.id(), true, Set.of(here), Group.FULL_DEVICE_ACCESS, Group.DEVICE_MANAGEMENT);
        assertThat(names(user, customer.id())).containsExactly("At here");
        User none = cast.user(customer.id(), true, Set.of(), Group.FULL_DEVICE_ACCESS);
        assertThat(names(none, customer.id())).isEmpty();
    }

    @Test
    void without_full_access_a_user_sees_what_is_at_their_locations_or_assigned_to_them() {
        Customer customer = cast.customer();
        LocationId here = location(customer.id(), "Here");
        register(customer.id(), "At here", here);
        Registered assigned = register(customer.id(), "Assigned", true);
        register(customer.id(), "Other", true);
        User user = cast.user(customer.id(), false, Set.of(here), Group.DEVICE_MANAGEMENT);
        jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                .params(user.id().value(), assigned.device().id().value())
                .update();
        assertThat(names(user, customer.id())).containsExactlyInAnyOrder("At here", "Assigned");
    }

    @Test
    void an_account_administrator_knows_devices_by_name_only() {
        Customer customer = cast.customer();
        Registered device = register(customer.id(), "Van", true);
        announce(device.device().unitId(), "secret-firmware");
        register(cast.customer(customer.id()).id(), "Below", true);
        User admin = cast.user(customer.id(), Group.ACCOUNT_ADMINISTRATOR);
        Slice<DeviceRow> list = list(admin, customer.id(), ListQuery.all());
        assertThat(list.total()).isEqualTo(1);
        DeviceRow row = list.items().getFirst();
        assertThat(row.seen()).isFalse();
        assertThat(row.name()).isEqualTo("Van");
        assertThat(row.firmware()).isNull();
        assertThat(row.lastSeenAt()).isNull();
        assertThat(row.online()).isFalse();
        assertThat(list(admin, customer.id(), ListQuery.search("861107030000015"))
                        .total())
                .isZero();
        assertThat(Cast.as(
                                admin,
                                () -> registry.list(
                                        customer.id(), ListQuery.all(), new DeviceFilter(null, null, true, null)))
                        .total())
                .isZero();
        assertThatThrownBy(() -> Cast.as(
                        admin,
                        () -> registry.edit(device.device().id(), row.version(), new DeviceData(new Name("X"), null))))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void only_the_root_s_device_managers_see_units_that_belong_to_nobody() {
        UnitId unit = new UnitId(newUnit());
        enrolment.enroll(new EnrollRequest("client-x", "", newUnit(), unit, null, null, null));
        DeviceFilter filter = new DeviceFilter(null, null, null, unit);
        assertThat(Cast.as(cast.owner(), () -> registry.list(cast.root(), ListQuery.all(), filter))
                        .items())
                .extracting(DeviceRow::state)
                .containsExactly(UnitState.UNCLAIMED);
        User admin = cast.user(cast.root(), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        assertThat(Cast.as(admin, () -> registry.list(cast.root(), ListQuery.all(), filter))
                        .total())
                .isZero();
        User nested = cast.administrator(cast.customer().id());
        assertThat(Cast.as(nested, () -> registry.list(nested.customerId(), ListQuery.all(), filter))
                        .total())
                .isZero();
        DeviceRow row = Cast.as(cast.owner(), () -> registry.list(cast.root(), ListQuery.all(), filter))
                .items()
                .getFirst();
        assertNotFound(() -> Cast.as(nested, () -> registry.approve(row.id(), nested.customerId(), null)));
    }

    @Test
    void registering_a_unit_of_the_quarantine_takes_it_over_and_gives_nothing_to_who_waits_there() {
        UnitId unit = new UnitId(newUnit());
        enrolment.enroll(new EnrollRequest("squatter", "", newUnit(), unit, null, null, null));
        User user = cast.administrator(cast.customer().id());
        Registered device = as(user, user.customerId(), unit, "Van", false);
        assertThat(device.device().state()).isEqualTo(UnitState.PENDING);
        assertThat(device.device().waitingClient()).isNull();
        assertThat(enrolment.enroll(new EnrollRequest("squatter", "", newUnit(), unit, null, null, null)))
                .isInstanceOfSatisfying(
                        EnrollAnswer.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Answer.Problem.ALREADY_ISSUED));
        assertThat(credentials.verify(unit, device.credential().password())).isTrue();
    }

    @Test
    void wrong_proofs_are_counted_and_a_token_is_none() {
        Registered device = register(cast.customer().id(), "Van", true);
        UnitId unit = device.device().unitId();
        List<Answer.Problem> problems = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var request = new EnrollRequest("guesser-" + unit, "", newUnit(), unit, null, "0".repeat(64), null);
            problems.add(((EnrollAnswer.Refused) enrolment.enroll(request)).problem());
        }
        assertThat(problems.subList(0, 5)).containsOnly(Answer.Problem.CLAIM_INVALID);
        assertThat(problems.getLast()).isEqualTo(Answer.Problem.RATE_LIMITED);
        assertThat(enrolment.enroll(new EnrollRequest("c", "", newUnit(), unit, "TOKEN", null, null)))
                .isInstanceOfSatisfying(
                        EnrollAnswer.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Answer.Problem.ALREADY_ISSUED));
        assertThat(enrolment.enroll(new EnrollRequest("c", "", newUnit(), new UnitId(newUnit()), "TOKEN", null, null)))
                .isInstanceOfSatisfying(
                        EnrollAnswer.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(Answer.Problem.TOKEN_INVALID));
    }

    @Test
    void a_list_is_paged_without_gaps_in_every_order() {
        Customer customer = cast.customer();
        for (int i = 0; i < 7; i++) {
            register(customer.id(), "Van " + (i % 3), true);
        }
        for (String order :
                List.of("name", "-name", "unitId", "customer", "state", "lastSeenAt", "-firmware", "online,-name")) {
            List<UnitId> seen = new ArrayList<>();
            String cursor = null;
            do {
                Slice<DeviceRow> page =
                        list(cast.owner(), customer.id(), new ListQuery("", ListQuery.order(order), 3, 0, cursor));
                assertThat(page.total()).isEqualTo(7);
                page.items().forEach(row -> seen.add(row.unitId()));
                cursor = page.nextCursor();
            } while (cursor != null);
            assertThat(seen).as(order).hasSize(7).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_device_is_found_by_every_form_of_its_id_and_by_what_is_in_it() {
        Customer customer = cast.customer();
        Registered device = register(customer.id(), "100% Van_1", true);
        announce(device.device().unitId(), "1.0");
        UnitId unit = device.device().unitId();
        for (String text : List.of(
                unit.value(),
                unit.shown(),
                unit.shown().toUpperCase(java.util.Locale.ROOT),
                unit.shown().substring(4, 20),
                imei(unit),
                "8945020184512345678",
                "wvwzzz1kzaw000123",
                "100% van_")) {
            assertThat(list(cast.owner(), customer.id(), ListQuery.search(text)).total())
                    .as(text)
                    .isEqualTo(1);
        }
        for (String text : List.of("%%", "v_n", "'", "\\")) {
            assertThat(list(cast.owner(), customer.id(), ListQuery.search(text)).total())
                    .as(text)
                    .isZero();
        }
    }

    @Test
    void an_edit_names_the_version_it_was_made_from() {
        Registered device = register(cast.customer().id(), "Van", true);
        DeviceRow before = device.device();
        DeviceRow after = Cast.as(
                cast.owner(),
                () -> registry.edit(before.id(), before.version(), new DeviceData(new Name("Lorry"), null)));
        assertThat(after.name()).isEqualTo("Lorry");
        assertThatThrownBy(() -> Cast.as(
                        cast.owner(),
                        () -> registry.edit(before.id(), before.version(), new DeviceData(new Name("Bus"), null))))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.STALE));
    }

    @Test
    void a_location_must_be_the_customer_s_own() {
        Customer customer = cast.customer();
        LocationId foreign = location(cast.customer().id(), "Foreign");
        assertProblem("problem.device.location", () -> register(customer.id(), "Van", foreign));
        assertProblem("problem.device.location", () -> register(customer.id(), "Van", new LocationId(999_999)));
    }

    @Test
    void a_new_password_replaces_the_old_one() {
        Registered device = register(cast.customer().id(), "Van", true);
        Credential fresh = Cast.as(
                cast.owner(), () -> registry.resetCredential(device.device().id()));
        assertThat(credentials.verify(device.device().unitId(), fresh.password()))
                .isTrue();
        assertThat(credentials.verify(
                        device.device().unitId(), device.credential().password()))
                .isFalse();
        assertThat(fresh.claimCode()).isEqualTo(device.credential().claimCode());
    }

    @Test
    void one_batch_holds_many_messages_of_the_same_unit_and_of_strangers() {
        Registered device = register(cast.customer().id(), "Van", true);
        UnitId unit = device.device().unitId();
        UnitId stranger = new UnitId(newUnit());
        List<Answer> answers = intake.announce(List.of(
                announcement(unit, 0, "1.0"),
                announcement(stranger, 0, "9.9"),
                announcement(unit, 1, "2.0"),
                announcement(unit, 1, "2.0"),
                announcement(stranger, 1, "9.9"),
                announcement(unit, 0, "1.0")));
        assertThat(answers).hasSize(6);
        assertThat(answers.get(5)).isInstanceOf(Answer.Silence.class);
        assertThat(answers.get(1))
                .satisfiesAnyOf(
                        answer -> assertThat(answer)
                                .isInstanceOfSatisfying(
                                        Answer.Registration.class,
                                        registration ->
                                                assertThat(registration.state()).isEqualTo(UnitState.UNCLAIMED)),
                        // Other tests of this minute may have filled the quarantine.
                        answer -> assertThat(answer).isInstanceOf(Answer.Refused.class));
        DeviceRow row = Cast.as(cast.owner(), () -> registry.get(device.device().id()));
        assertThat(row.firmware()).isEqualTo("2.0");
        assertThat(jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                        .param(row.id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("registered", "first_seen", "firmware_changed");
    }

    // ---- help

    private void announce(UnitId unit, String firmware) {
        intake.announce(List.of(announcement(unit, 0, firmware)));
    }

    private static Announcement announcement(UnitId unit, long seq, String firmware) {
        Facts facts = new Facts(Map.of(
                Fact.FIRMWARE,
                firmware,
                Fact.IMEI,
                imei(unit),
                Fact.ICCID,
                "8945020184512345678",
                Fact.VIN,
                "WVWZZZ1KZAW000123"));
        return new Announcement(
                unit, "message-" + seq, Instant.now(), "boot-0001", seq, null, facts, null, null, null, null);
    }

    /** Each unit has a modem of its own. */
    private static String imei(UnitId unit) {
        return String.format("86%013d", Integer.toUnsignedLong(unit.hashCode()));
    }

    private Registered register(CustomerId customer, @Nullable String name, boolean accept) {
        return as(cast.owner(), customer, new UnitId(newUnit()), name, accept);
    }

    private Registered register(CustomerId customer, String name, LocationId location) {
        return Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(new UnitId(newUnit()), new Name(name), customer, location, true)));
    }

    private Registered as(User user, CustomerId customer, UnitId unit, @Nullable String name, boolean accept) {
        return Cast.as(
                user, () -> registry.register(new RegisterDevice(unit, Name.optional(name), customer, null, accept)));
    }

    private LocationId location(CustomerId customer, String name) {
        return Cast.as(cast.owner(), () -> locations.create(customer, new Name(name)))
                .id();
    }

    private Slice<DeviceRow> list(User user, CustomerId customer, ListQuery query) {
        return Cast.as(user, () -> registry.list(customer, query, DeviceFilter.NONE));
    }

    private List<String> names(User user, CustomerId customer) {
        return list(user, customer, ListQuery.all()).items().stream()
                .map(DeviceRow::name)
                .toList();
    }

    private static void assertProblem(String key, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo(key));
    }

    private static void assertNotFound(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
    }

    private static String newUnit() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
