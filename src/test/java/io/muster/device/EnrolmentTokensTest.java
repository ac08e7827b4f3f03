package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.Answer.Problem;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Tokens let units in, as many as they are for and no more. */
@MusterTest
class EnrolmentTokensTest {

    @Autowired
    Cast cast;

    @Autowired
    EnrolmentTokens tokens;

    @Autowired
    Enrolment enrolment;

    @Autowired
    UnitIntake intake;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    FleetFigures figures;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    /** The quarantine lets ten in a minute; neither this test nor the next one is to wait for that. */
    @BeforeEach
    @AfterEach
    void make_room() {
        jdbc.sql("update device set created_at = ? where customer_id is null")
                .param(Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void a_unit_with_a_token_that_accepts_gets_its_password_at_once() {
        Customer customer = cast.customer();
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")))
                .id();
        var issued = Cast.as(
                cast.owner(),
                () -> tokens.create(new NewEnrolmentToken(new Name("Batch 7"), customer.id(), depot, 1, null, true)));
        UnitId unit = newUnit();
        EnrollRequest request = new EnrollRequest(
                "client-a", "", "first-request", unit, issued.secret().toLowerCase(Locale.ROOT), null, null);
        EnrollAnswer answer = enrolment.enroll(request);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        EnrollAnswer.Issued.class,
                        given -> assertThat(credentials.verify(unit, given.password()))
                                .isTrue());
        DeviceRow row = find(unit).orElseThrow();
        assertThat(row.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(row.customerId()).isEqualTo(customer.id());
        assertThat(row.locationId()).isEqualTo(depot);
        assertThat(ask(unit, "client-b", issued.secret())).isEqualTo(refused(Problem.ALREADY_ISSUED));
        assertThat(enrolment.enroll(request)).as("the request came twice").isEqualTo(answer);
        assertThat(ask(unit, "client-a", issued.secret())).isEqualTo(refused(Problem.ALREADY_ISSUED));
        assertThat(jdbc.sql("select fields from audit_entry where action = 'enrolled' and entity = ?")
                        .param(row.id().toString())
                        .query(String.class)
                        .single())
                .contains("Batch 7")
                .doesNotContain(issued.secret());
    }

    @Test
    void a_unit_with_a_token_that_does_not_accept_waits_for_approval_from_its_request_on() {
        Customer customer = cast.customer();
        UnitId silent = newUnit();
        UnitId talking = newUnit();
        String token = token(customer.id(), null, null, false);
        ask(silent, "client-a", token);
        enrolment.enroll(new EnrollRequest(
                "client-b", "", UUID.randomUUID().toString(), talking, token, null, announcement(talking, null)));
        intake.heard(List.of(
                new Heard.Heartbeat(talking, Instant.now(), "boot-0001", 1, Heard.Measures.NONE),
                new Heard.Status(talking, Heard.Connection.ONLINE, "c-1", false)));
        assertThat(List.of(silent, talking)).allSatisfy(unit -> {
            DeviceRow row = find(unit).orElseThrow();
            assertThat(row.state()).isEqualTo(UnitState.PENDING);
            assertThat(row.waiting()).isTrue();
        });
        assertThat(Cast.as(cast.owner(), () -> registry.list(customer.id(), ListQuery.all(), DeviceFilter.UNDECIDED))
                        .items())
                .extracting(DeviceRow::unitId)
                .containsExactlyInAnyOrder(silent, talking);
        assertThat(Cast.as(cast.owner(), () -> figures.of(customer.id())).undecided())
                .isEqualTo(2);
        Cast.does(
                cast.owner(),
                () -> registry.resetCredential(find(silent).orElseThrow().id()));
        assertThat(find(silent).orElseThrow().waiting())
                .as("with another password it still waits")
                .isTrue();
    }

    @Test
    void what_a_unit_tells_of_itself_with_its_request_is_known_at_once() {
        Customer customer = cast.customer();
        UnitId unit = newUnit();
        enrolment.enroll(new EnrollRequest(
                "client-a",
                "",
                UUID.randomUUID().toString(),
                unit,
                token(customer.id(), null, null, true),
                null,
                announcement(unit, null)));
        DeviceRow row = find(unit).orElseThrow();
        assertThat(row.firmware()).isEqualTo("1.0");
        assertThat(jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                        .param(row.id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("enrolled");
        intake.announce(List.of(announcement(unit, null)));
        assertThat(jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                        .param(row.id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("enrolled", "first_seen");
    }

    @Test
    void with_any_other_token_it_has_its_password_and_waits_in_the_customer_for_a_person() {
        Customer customer = cast.customer();
        String token = token(customer.id(), null, null, false);
        UnitId unit = newUnit();
        assertThat(ask(unit, "client-a", token)).isInstanceOf(EnrollAnswer.Issued.class);
        assertThat(ask(unit, "client-b", token))
                .isEqualTo(
                        new EnrollAnswer.Refused(Answer.Problem.ALREADY_ISSUED, "the unit has its password already"));
        DeviceRow row = find(unit).orElseThrow();
        assertThat(row.state()).isEqualTo(UnitState.PENDING);
        assertThat(uses(customer.id())).containsExactly(1);
        Cast.as(cast.owner(), () -> registry.approve(row.id(), null, null));
        assertThat(find(unit).orElseThrow().state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_token_that_holds_no_more_lets_nobody_in() {
        Customer customer = cast.customer();
        String once = token(customer.id(), 1, null, true);
        assertThat(ask(newUnit(), "c", once)).isInstanceOf(EnrollAnswer.Issued.class);
        UnitId late = newUnit();
        assertThat(ask(late, "c", once)).isEqualTo(refused(Problem.TOKEN_EXHAUSTED));
        assertThat(find(late).orElseThrow().state())
                .as("a person may still approve it")
                .isEqualTo(UnitState.UNCLAIMED);
        String old = token(customer.id(), null, Instant.now().plusSeconds(600), true);
        jdbc.sql("update enrolment_token set expires_at = ? where customer_id = ? and expires_at is not null")
                .params(
                        Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC),
                        customer.id().value())
                .update();
        assertThat(ask(newUnit(), "c", old)).isEqualTo(refused(Problem.TOKEN_EXPIRED));
        var revoked = Cast.as(cast.owner(), () -> tokens.create(data(customer.id(), null, null, true)));
        Cast.does(cast.owner(), () -> tokens.revoke(revoked.token().id()));
        assertThat(ask(newUnit(), "c", revoked.secret())).isEqualTo(refused(Problem.TOKEN_INVALID));
        UnitId unknown = newUnit();
        assertThat(ask(unknown, "c", "NOSUCHTOKEN")).isEqualTo(refused(Problem.TOKEN_INVALID));
        assertThat(find(unknown)).isEmpty();
    }

    @Test
    void a_token_neither_moves_a_unit_nor_gives_out_the_password_of_one() {
        Customer theirs = cast.customer();
        Registered device = Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), null, theirs.id(), null, true)));
        String token = token(cast.customer().id(), null, null, true);
        UnitId unit = device.device().unitId();
        assertThat(ask(unit, "c", token)).isEqualTo(refused(Problem.ALREADY_ISSUED));
        intake.announce(List.of(announcement(unit, token)));
        assertThat(find(unit).orElseThrow().customerId()).isEqualTo(theirs.id());
        String own = token(theirs.id(), null, null, true);
        assertThat(ask(unit, "c", own)).isEqualTo(refused(Problem.ALREADY_ISSUED));
    }

    @Test
    void a_token_in_an_announcement_lets_units_in_by_the_batch() {
        Customer customer = cast.customer();
        String token = token(customer.id(), 3, null, true);
        List<Announcement> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batch.add(announcement(newUnit(), token));
        }
        batch.add(batch.getFirst());
        List<Answer> answers = intake.announce(batch);
        assertThat(answers.subList(0, 3))
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Registration.class,
                                told -> assertThat(told.state()).isEqualTo(UnitState.ACCEPTED)));
        assertThat(answers.subList(3, 5))
                .allSatisfy(answer -> assertThat(answer)
                        .isInstanceOfSatisfying(
                                Answer.Refused.class,
                                told -> assertThat(told.problem()).isEqualTo(Problem.TOKEN_EXHAUSTED)));
        assertThat(answers.getLast()).isInstanceOf(Answer.Registration.class);
        assertThat(uses(customer.id())).containsExactly(3);
        DeviceRow row = find(batch.getFirst().unit()).orElseThrow();
        assertThat(row.customerId()).isEqualTo(customer.id());
        assertThat(row.firmware()).isEqualTo("1.0");
        assertThat(jdbc.sql("select action || ' ' || fields from audit_entry where kind = 'DEVICE' and entity = ?")
                        .param(row.id().toString())
                        .query(String.class)
                        .single())
                .as("one entry tells how it came and what it told")
                .startsWith("enrolled ")
                .contains("enrolmentToken", customer.id().toString(), "\"firmware\"");
    }

    @Test
    void one_of_the_quarantine_that_shows_a_token_later_has_an_entry_for_what_it_tells_then() {
        UnitId unit = newUnit();
        intake.announce(List.of(announcement(unit, null)));
        String token = token(cast.customer().id(), null, null, true);
        Announcement later = new Announcement(
                unit,
                "message-2",
                Instant.now(),
                "boot-0001",
                1,
                null,
                new Facts(Map.of(Fact.FIRMWARE, "2.0")),
                null,
                null,
                null,
                null,
                token);
        intake.announce(List.of(later));
        assertThat(jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                        .param(find(unit).orElseThrow().id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("enrolled", "firmware_changed");
    }

    @Test
    void of_many_units_at_once_a_token_lets_in_as_many_as_it_is_for() throws Exception {
        Customer customer = cast.customer();
        String token = token(customer.id(), 4, null, true);
        List<Callable<EnrollAnswer>> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String client = "racer-" + i;
            UnitId unit = newUnit();
            requests.add(() -> askUntilItGoes(unit, client, token));
        }
        List<EnrollAnswer> answers = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(requests.size())) {
            for (Future<EnrollAnswer> answer : pool.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        assertThat(answers).filteredOn(EnrollAnswer.Issued.class::isInstance).hasSize(4);
        // The others knock at the quarantine, which lets few in at a time.
        assertThat(answers).filteredOn(refused(Problem.TOKEN_EXHAUSTED)::equals).hasSize(8);
        assertThat(uses(customer.id())).containsExactly(4);
        assertThat(jdbc.sql("select count(*) from device where customer_id = ?")
                        .param(customer.id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(4);
    }

    @Test
    void whoever_was_let_in_while_the_token_was_used_up_or_revoked_is_not_in_after_all() {
        Customer customer = cast.customer();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        TransactionTemplate another = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
        Map<Problem, String> meanwhile = Map.of(
                Problem.TOKEN_EXHAUSTED, "update enrolment_token set uses = max_uses where id = ?",
                Problem.TOKEN_INVALID, "update enrolment_token set revoked_at = created_at where id = ?");
        meanwhile.forEach((problem, change) -> {
            EnrolmentTokens.Issued issued =
                    Cast.as(cast.owner(), () -> tokens.create(data(customer.id(), 2, null, true)));
            UnitId unit = newUnit();
            assertThatThrownBy(() -> transaction.execute(status -> {
                        assertThat(ask(unit, "c", issued.secret())).isInstanceOf(EnrollAnswer.Issued.class);
                        another.executeWithoutResult(other ->
                                jdbc.sql(change).param(issued.token().id()).update());
                        return null;
                    }))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            assertThat(find(unit)).isEmpty();
            assertThat(ask(unit, "c", issued.secret())).isEqualTo(refused(problem));
        });
    }

    @Test
    void a_suspended_customer_s_tokens_let_nobody_in() {
        Customer customer = cast.customer();
        String token = token(customer.id(), null, null, true);
        jdbc.sql("update customer set status = 'SUSPENDED' where id = ?")
                .param(customer.id().value())
                .update();
        assertThat(ask(newUnit(), "c", token)).isEqualTo(refused(Problem.TOKEN_INVALID));
    }

    @Test
    void tokens_are_seen_and_revoked_where_units_are_managed() {
        Customer own = cast.customer();
        Customer child = cast.customer(own.id());
        var below = Cast.as(cast.owner(), () -> tokens.create(data(child.id(), null, null, false)));
        var mine = Cast.as(cast.owner(), () -> tokens.create(data(own.id(), null, null, false)));
        User account = cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR);
        User manager = cast.user(own.id(), Group.DEVICE_MANAGEMENT);
        User fleet = cast.user(own.id(), Group.FLEET_MANAGEMENT);
        assertThat(Cast.as(manager, () -> tokens.list(own.id(), ListQuery.all()))
                        .items())
                .extracting(EnrolmentToken::id)
                .containsExactly(mine.token().id(), below.token().id());
        assertThat(Cast.as(account, () -> tokens.list(own.id(), ListQuery.all()))
                        .items())
                .extracting(EnrolmentToken::id)
                .containsExactly(mine.token().id());
        assertProblem("problem.forbidden", () -> Cast.as(fleet, () -> tokens.list(own.id(), ListQuery.all())));
        assertProblem("problem.forbidden", () -> Cast.as(fleet, () -> tokens.create(data(own.id(), null, null, true))));
        assertProblem(
                "problem.forbidden",
                () -> Cast.does(account, () -> tokens.revoke(below.token().id())));
        User stranger = cast.administrator(cast.customer().id());
        assertProblem(
                "problem.notFound",
                () -> Cast.does(stranger, () -> tokens.revoke(mine.token().id())));
        assertProblem("problem.notFound", () -> Cast.does(stranger, () -> tokens.revoke(987_654)));
        Cast.does(manager, () -> tokens.revoke(below.token().id()));
        assertThat(jdbc.sql("select count(*) from enrolment_token where token_hash = ?")
                        .param(mine.secret())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void whoever_is_kept_to_some_locations_has_the_tokens_that_let_units_in_there() {
        Customer own = cast.customer();
        LocationId depot = location(own.id());
        LocationId yard = location(own.id());
        User local = cast.user(own.id(), true, Set.of(depot), Group.DEVICE_MANAGEMENT);
        assertProblem("problem.device.location.own", () -> Cast.as(local, () -> tokens.create(at(own.id(), null))));
        assertProblem("problem.device.location", () -> Cast.as(local, () -> tokens.create(at(own.id(), yard))));
        long there =
                Cast.as(local, () -> tokens.create(at(own.id(), depot))).token().id();
        long elsewhere = Cast.as(cast.owner(), () -> tokens.create(at(own.id(), yard)))
                .token()
                .id();
        long nowhere = Cast.as(cast.owner(), () -> tokens.create(at(own.id(), null)))
                .token()
                .id();
        Slice<EnrolmentToken> listed = Cast.as(local, () -> tokens.list(own.id(), ListQuery.all()));
        assertThat(listed.items()).extracting(EnrolmentToken::id).containsExactly(there);
        assertThat(listed.total()).isOne();
        assertProblem("problem.notFound", () -> Cast.does(local, () -> tokens.revoke(elsewhere)));
        assertProblem("problem.notFound", () -> Cast.does(local, () -> tokens.revoke(nowhere)));
        Cast.does(local, () -> tokens.revoke(there));
        assertThat(Cast.as(cast.owner(), () -> tokens.list(own.id(), ListQuery.all()))
                        .items())
                .filteredOn(token -> token.revokedAt() != null)
                .extracting(EnrolmentToken::id)
                .containsExactly(there);
    }

    private LocationId location(CustomerId customer) {
        return Cast.as(cast.owner(), () -> locations.create(customer, new Name("Location " + Cast.next())))
                .id();
    }

    private static NewEnrolmentToken at(CustomerId customer, @Nullable LocationId location) {
        return new NewEnrolmentToken(new Name("Token"), customer, location, null, null, false);
    }

    @Test
    void what_is_entered_is_checked() {
        CustomerId own = cast.customer().id();
        LocationId foreign = Cast.as(
                        cast.owner(), () -> locations.create(cast.customer().id(), new Name("Foreign")))
                .id();
        var data = new NewEnrolmentToken(
                new Name("x"), own, foreign, 0, Instant.now().minusSeconds(1), false);
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> tokens.create(data)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Rejected.Problem::field)
                                .containsExactly("locationId", "expiresAt", "maxUses"));
    }

    private EnrollAnswer ask(UnitId unit, String client, @Nullable String token) {
        return enrolment.enroll(new EnrollRequest(client, "", UUID.randomUUID().toString(), unit, token, null, null));
    }

    /** As the listener does. */
    private EnrollAnswer askUntilItGoes(UnitId unit, String client, String token) {
        while (true) {
            try {
                return ask(unit, client, token);
            } catch (OptimisticLockingFailureException overtaken) {
                Thread.onSpinWait();
            }
        }
    }

    private static EnrollAnswer refused(Problem problem) {
        String message = switch (problem) {
            case TOKEN_EXHAUSTED -> "the enrolment token has been used up";
            case TOKEN_EXPIRED -> "the enrolment token has expired";
            case ALREADY_ISSUED -> "the unit has its password already";
            default -> "no such enrolment token";
        };
        return new EnrollAnswer.Refused(problem, message);
    }

    private String token(CustomerId customer, @Nullable Integer uses, @Nullable Instant end, boolean accept) {
        return Cast.as(cast.owner(), () -> tokens.create(data(customer, uses, end, accept)))
                .secret();
    }

    private static NewEnrolmentToken data(
            CustomerId customer, @Nullable Integer uses, @Nullable Instant end, boolean accept) {
        return new NewEnrolmentToken(new Name("Token"), customer, null, uses, end, accept);
    }

    private List<Integer> uses(CustomerId customer) {
        return jdbc.sql("select uses from enrolment_token where customer_id = ? order by id")
                .param(customer.value())
                .query(Integer.class)
                .list();
    }

    private Optional<DeviceRow> find(UnitId unit) {
        return Cast.as(
                        cast.owner(),
                        () -> registry.list(cast.root(), ListQuery.all(), new DeviceFilter(null, null, null, unit)))
                .items()
                .stream()
                .findFirst();
    }

    private static Announcement announcement(UnitId unit, @Nullable String token) {
        return new Announcement(
                unit,
                "message-1",
                Instant.now(),
                "boot-0001",
                0,
                null,
                new Facts(Map.of(Fact.FIRMWARE, "1.0")),
                null,
                null,
                null,
                null,
                token);
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
