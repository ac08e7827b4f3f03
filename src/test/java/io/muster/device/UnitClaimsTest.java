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
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Claiming by what stands on the label. */
@MusterTest
class UnitClaimsTest {

    private static final ClaimCode WRONG = new ClaimCode("0000000001");
    private static final ClaimCode LABEL = new ClaimCode("K7D2M9QX4T");

    @Autowired
    Cast cast;

    @Autowired
    UnitClaims claims;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Enrolment enrolment;

    @Autowired
    Locations locations;

    @Autowired
    HistoryReader history;

    @Autowired
    JdbcClient jdbc;

    /** The quarantine lets ten in a minute; neither this test nor the next one is to wait for that. */
    @BeforeEach
    @AfterEach
    void make_room() {
        jdbc.sql("update device set created_at = ? where customer_id is null")
                .param(Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void an_installer_claims_a_unit_that_was_registered_for_their_customer() {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")))
                .id();
        Registered device = register(customer.id(), false);
        UnitId unit = device.device().unitId();
        ClaimCode code = ClaimCode.of(" " + device.credential().claimCode().toLowerCase(java.util.Locale.ROOT) + " ");
        DeviceRow claimed = Cast.as(installer, () -> claims.claim(unit, code, customer.id(), depot));
        assertThat(claimed.state()).isEqualTo(UnitState.ACCEPTED);
        DeviceRow row = Cast.as(cast.owner(), () -> registry.get(claimed.id()));
        assertThat(row.locationId()).isEqualTo(depot);
        assertThat(row.rev()).isEqualTo(device.device().rev() + 1);
        assertRefused(installer, unit, code, customer.id());
    }

    @Test
    void a_unit_that_nobody_knew_is_claimed_by_the_code_that_its_proof_was_made_with() {
        UnitId unit = newUnit();
        ask(unit, "squatter", proof(new ClaimCode("1111111111"), "squatter", unit));
        ask(unit, "the-unit", proof(LABEL, "the-unit", unit));
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        assertRefused(installer, unit, WRONG, customer.id());
        DeviceRow row = Cast.as(installer, () -> claims.claim(unit, LABEL, customer.id(), null));
        assertThat(row.customerId()).isEqualTo(customer.id());
        assertThat(row.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(ask(unit, "squatter", null)).isInstanceOf(EnrollAnswer.Refused.class);
        assertThat(ask(unit, "the-unit", null)).isInstanceOf(EnrollAnswer.Issued.class);
    }

    /** A unit that nobody claims yet asks again each minute, and is as often told to wait. */
    @Test
    void a_unit_that_asks_again_and_again_is_still_claimed_by_its_label() {
        UnitId unit = newUnit();
        for (int minute = 0; minute < 3; minute++) {
            assertThat(ask(unit, "the-unit", proof(LABEL, "the-unit", unit))).isInstanceOf(EnrollAnswer.Pending.class);
        }
        ask(unit, "squatter", null);
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        DeviceRow row = Cast.as(installer, () -> claims.claim(unit, LABEL, customer.id(), null));
        assertThat(row.customerId()).isEqualTo(customer.id());
        assertThat(ask(unit, "the-unit", null)).isInstanceOf(EnrollAnswer.Issued.class);
    }

    @Test
    void what_strangers_guess_keeps_nobody_from_their_own_unit() {
        Customer customer = cast.customer();
        Registered device = register(customer.id(), false);
        UnitId unit = device.device().unitId();
        Customer elsewhere = cast.customer();
        User stranger = cast.user(elsewhere.id(), Group.INSTALLER);
        for (int i = 0; i < Guesses.MOST_OF_A_UNIT; i++) {
            assertRefused(stranger, unit, WRONG, elsewhere.id());
        }
        assertThatThrownBy(() -> Cast.as(stranger, () -> claims.claim(unit, WRONG, elsewhere.id(), null)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS));
        assertThat(Cast.as(
                                cast.user(customer.id(), Group.INSTALLER),
                                () -> claims.claim(unit, code(device), customer.id(), null))
                        .state())
                .isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void proofs_from_one_address_are_counted_whatever_the_client_is_called() {
        Customer customer = cast.customer();
        List<Answer.Problem> problems = new ArrayList<>();
        for (int i = 0; i <= Guesses.MOST_OF_A_SOURCE; i++) {
            UnitId unit = register(customer.id(), true).device().unitId();
            problems.add(((EnrollAnswer.Refused) enrolment.enroll(new EnrollRequest(
                            "client-" + i,
                            "192.0.2.7",
                            UUID.randomUUID().toString(),
                            unit,
                            null,
                            "0".repeat(64),
                            null)))
                    .problem());
        }
        assertThat(problems.subList(0, Guesses.MOST_OF_A_SOURCE)).containsOnly(Answer.Problem.CLAIM_INVALID);
        assertThat(problems.getLast()).isEqualTo(Answer.Problem.RATE_LIMITED);
    }

    @Test
    void whatever_cannot_be_claimed_is_refused_in_the_same_words() {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        Registered theirs = register(cast.customer().id(), true);
        Registered mine = register(customer.id(), true);
        Registered denied = register(customer.id(), false);
        Cast.as(cast.owner(), () -> registry.deny(denied.device().id()));
        UnitId quarantined = newUnit();
        ask(quarantined, "c", null);
        List<Rejected> refusals = new ArrayList<>();
        for (Callable<DeviceRow> attempt : List.<Callable<DeviceRow>>of(
                () -> claims.claim(newUnit(), WRONG, customer.id(), null),
                () -> claims.claim(theirs.device().unitId(), code(theirs), customer.id(), null),
                () -> claims.claim(mine.device().unitId(), WRONG, customer.id(), null),
                () -> claims.claim(denied.device().unitId(), code(denied), customer.id(), null),
                () -> claims.claim(quarantined, WRONG, customer.id(), null))) {
            assertThatThrownBy(() -> Cast.as(installer, attempt)).isInstanceOfSatisfying(Rejected.class, refusals::add);
        }
        assertThat(refusals)
                .hasSize(5)
                .extracting(Rejected::getMessage)
                .containsOnly(refusals.getFirst().getMessage());
    }

    @Test
    void an_installer_claims_for_their_own_customer_and_no_other() {
        Customer own = cast.customer();
        Customer child = cast.customer(own.id());
        User installer = cast.user(own.id(), Group.INSTALLER);
        Registered below = register(child.id(), true);
        assertRefused(installer, below.device().unitId(), code(below), own.id());
        assertThatThrownBy(() ->
                        Cast.as(installer, () -> claims.claim(below.device().unitId(), code(below), child.id(), null)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
        User manager = cast.user(own.id(), Group.DEVICE_MANAGEMENT);
        DeviceRow moved = Cast.as(manager, () -> claims.claim(below.device().unitId(), code(below), own.id(), null));
        assertThat(moved.customerId()).isEqualTo(own.id());
    }

    @Test
    void whoever_had_the_unit_is_told_that_it_has_gone_and_not_where_it_is_now() {
        Customer own = cast.customer();
        Customer child = cast.customer(own.id());
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Depot")))
                .id();
        Registered below = register(child.id(), true);
        User manager = cast.user(own.id(), Group.DEVICE_MANAGEMENT);
        Cast.does(manager, () -> claims.claim(below.device().unitId(), code(below), own.id(), depot));
        assertThat(entries(child.id(), below)).containsExactly("registered []", "moved_away [customer]");
        assertThat(entries(own.id(), below)).containsExactly("claimed [customer, location]");
        Registered mine = register(own.id(), false);
        Cast.does(manager, () -> claims.claim(mine.device().unitId(), code(mine), own.id(), null));
        assertThat(entries(own.id(), mine)).containsExactly("registered []", "claimed [state]");
    }

    /** What the history of a customer says of a device, with the names of what changed from something to something. */
    private List<String> entries(CustomerId customer, Registered device) {
        return Cast.as(cast.owner(), () -> history.list(customer, HistoryFilter.NONE, ListQuery.all())).items().stream()
                // A user may have the same number.
                .filter(entry -> entry.kind() == Change.Kind.DEVICE)
                .filter(entry -> entry.entity().equals(device.device().id().toString()))
                .filter(entry -> customer.equals(entry.customerId()))
                .sorted(Comparator.comparing(HistoryEntry::id))
                .map(entry -> entry.action() + " "
                        + entry.fields().stream()
                                .filter(field -> !entry.action().equals("registered"))
                                .map(Change.Field::name)
                                .toList())
                .toList();
    }

    @Test
    void after_five_wrong_codes_even_the_right_one_has_to_wait() throws Exception {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        Registered device = register(customer.id(), true);
        List<Rejected.Kind> kinds = atOnce(
                10,
                i -> kind(() ->
                        Cast.as(installer, () -> claims.claim(device.device().unitId(), WRONG, customer.id(), null))));
        assertThat(kinds).filteredOn(Rejected.Kind.NOT_FOUND::equals).hasSize(5);
        assertThat(kinds).filteredOn(Rejected.Kind.TOO_MANY_REQUESTS::equals).hasSize(5);
        User other = cast.user(customer.id(), Group.INSTALLER);
        assertThat(kind(() -> Cast.as(
                        other, () -> claims.claim(device.device().unitId(), code(device), customer.id(), null))))
                .isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS);
    }

    @Test
    void who_guesses_at_one_unit_after_the_other_has_to_wait_after_twenty() {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        for (int i = 0; i < 20; i++) {
            assertRefused(installer, newUnit(), WRONG, customer.id());
        }
        assertThat(kind(() -> Cast.as(installer, () -> claims.claim(newUnit(), WRONG, customer.id(), null))))
                .isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS);
    }

    @Test
    void of_two_who_claim_in_the_same_moment_one_wins() throws Exception {
        for (int round = 0; round < 5; round++) {
            UnitId unit = newUnit();
            ask(unit, "the-unit", proof(LABEL, "the-unit", unit));
            Customer one = cast.customer();
            Customer two = cast.customer();
            List<User> installers = List.of(cast.user(one.id(), Group.INSTALLER), cast.user(two.id(), Group.INSTALLER));
            List<Rejected.Kind> kinds = atOnce(
                    2,
                    i -> kind(() -> Cast.as(
                            installers.get(i),
                            () -> claims.claim(unit, LABEL, installers.get(i).customerId(), null))));
            assertThat(kinds).containsOnlyOnce(Rejected.Kind.NOT_FOUND);
            User winner = installers.get(kinds.indexOf(null));
            DeviceRow row = Cast.as(
                            cast.owner(),
                            () -> registry.list(cast.root(), ListQuery.all(), new DeviceFilter(null, null, null, unit)))
                    .items()
                    .getFirst();
            assertThat(row.customerId()).isEqualTo(winner.customerId());
        }
    }

    private void assertRefused(User user, UnitId unit, ClaimCode code, CustomerId customer) {
        assertThatThrownBy(() -> Cast.as(user, () -> claims.claim(unit, code, customer, null)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo("problem.claim"));
    }

    private static Rejected.@Nullable Kind kind(Callable<DeviceRow> attempt) {
        try {
            attempt.call();
            return null;
        } catch (Rejected rejected) {
            return rejected.kind();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> atOnce(int times, java.util.function.IntFunction<T> action) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            calls.add(() -> action.apply(number));
        }
        List<T> results = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(times)) {
            for (Future<T> result : pool.invokeAll(calls)) {
                results.add(result.get());
            }
        }
        return results;
    }

    private EnrollAnswer ask(UnitId unit, String client, @Nullable String proof) {
        return enrolment.enroll(new EnrollRequest(client, "", UUID.randomUUID().toString(), unit, null, proof, null));
    }

    private Registered register(CustomerId customer, boolean accept) {
        return Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), null, customer, null, accept)));
    }

    private static ClaimCode code(Registered device) {
        return new ClaimCode(device.credential().claimCode());
    }

    private static String proof(ClaimCode code, String client, UnitId unit) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(code.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((client + ":" + unit).getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnitId newUnit() {
        return new UnitId(UUID.randomUUID().toString().replace("-", ""));
    }
}
