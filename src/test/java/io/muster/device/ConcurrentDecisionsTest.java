package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two people decide about one unit in the same moment. */
@MusterTest
class ConcurrentDecisionsTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Enrolment enrolment;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Commands commands;

    @Autowired
    DeviceAssignments assignments;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void a_unit_that_a_customer_has_just_registered_is_not_approved_into_another_one() throws Exception {
        UnitId unit = new UnitId(newId());
        enrolment.enroll(new EnrollRequest(newId(), "", newId(), unit, null, null, null));
        Customer customer = cast.customer();
        User theirs = cast.administrator(customer.id());
        CustomerId other = cast.customer().id();
        DeviceId id = find(unit).id();
        String waiting = find(unit).waitingClient();
        CompletableFuture<Object> late = meanwhile(
                () -> Cast.as(theirs, () -> registry.register(data(unit, customer.id()))),
                () -> Cast.as(cast.owner(), () -> registry.approve(id, other, waiting)));
        assertThatThrownBy(late::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(Rejected.class);
        assertThat(find(unit).customerId()).isEqualTo(customer.id());
    }

    @Test
    void of_two_who_register_one_unit_one_is_told_that_it_is_taken() throws Exception {
        UnitId unit = new UnitId(newId());
        Customer customer = cast.customer();
        CompletableFuture<Object> late = meanwhile(
                () -> Cast.as(cast.owner(), () -> registry.register(data(unit, customer.id()))),
                () -> Cast.as(cast.owner(), () -> registry.register(data(unit, customer.id()))));
        assertThatThrownBy(late::join)
                .cause()
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("unitId"));
    }

    @Test
    void a_client_that_asks_after_somebody_looked_does_not_get_the_password() {
        UnitId unit = new UnitId(newId());
        enrolment.enroll(new EnrollRequest(newId(), "", newId(), unit, null, null, null));
        assertThatThrownBy(() ->
                        Cast.as(cast.owner(), () -> registry.approve(find(unit).id(), cast.root(), "")))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.device.waiting"));
    }

    @Test
    void whoever_names_no_client_approves_the_one_that_waits() {
        UnitId unit = new UnitId(newId());
        String client = newId();
        enrolment.enroll(new EnrollRequest(client, "", newId(), unit, null, null, null));
        Cast.as(cast.owner(), () -> registry.approve(find(unit).id(), cast.root(), null));
        assertThat(find(unit).state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(enrolment.enroll(new EnrollRequest(client, "", newId(), unit, null, null, null)))
                .isInstanceOf(EnrollAnswer.Issued.class);
    }

    @Test
    void a_unit_that_has_just_been_moved_away_is_asked_nothing_by_whoever_had_it() throws Exception {
        Customer customer = cast.customer();
        User theirs = cast.administrator(customer.id());
        DeviceRow device = accepted(customer);
        CustomerId other = cast.customer().id();
        CompletableFuture<Object> late = meanwhile(
                () -> Cast.as(cast.owner(), () -> moves.move(other, List.of(device.unitId()))),
                () -> Cast.as(theirs, () -> commands.send(device.id(), Command.Name.PING)));
        assertNotFound(late);
        assertThat(Cast.as(cast.owner(), () -> commands.latest(device.id()))).isEmpty();
    }

    @Test
    void nor_is_it_assigned_to_a_user_who_was_there_with_it() throws Exception {
        Customer customer = cast.customer();
        User theirs = cast.administrator(customer.id());
        User driver = cast.user(customer.id(), Group.FLEET_MANAGEMENT);
        DeviceRow device = accepted(customer);
        CustomerId other = cast.customer().id();
        CompletableFuture<Object> late = meanwhile(
                () -> Cast.as(cast.owner(), () -> moves.move(other, List.of(device.unitId()))),
                () -> Cast.as(theirs, () -> assignments.assign(List.of(driver.id()), List.of(device.id()))));
        assertNotFound(late);
        assertThat(jdbc.sql("select count(*) from user_device where device_id = ?")
                        .param(device.id().value())
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private DeviceRow accepted(Customer customer) {
        RegisterDevice data = new RegisterDevice(new UnitId(newId()), null, customer.id(), null, true);
        return Cast.as(cast.owner(), () -> registry.register(data)).device();
    }

    private static void assertNotFound(CompletableFuture<Object> late) {
        assertThatThrownBy(late::join)
                .cause()
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
    }

    /** Does the first thing, and commits it only after the second one has been under way for a while. */
    private CompletableFuture<Object> meanwhile(Callable<Object> first, Callable<Object> second) throws Exception {
        cast.owner();
        CountDownLatch done = new CountDownLatch(1);
        CompletableFuture<Object> slow =
                CompletableFuture.supplyAsync(() -> new TransactionTemplate(transactions).execute(status -> {
                    Object result = call(first);
                    done.countDown();
                    pause();
                    return result;
                }));
        done.await();
        CompletableFuture<Object> late = CompletableFuture.supplyAsync(() -> call(second));
        slow.join();
        return late;
    }

    private static Object call(Callable<Object> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(700));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DeviceRow find(UnitId unit) {
        return Cast.as(
                cast.owner(),
                () -> registry.list(cast.root(), ListQuery.all(), new DeviceFilter(null, null, null, unit))
                        .items()
                        .getFirst());
    }

    private static RegisterDevice data(UnitId unit, CustomerId customer) {
        return new RegisterDevice(unit, null, customer, null, false);
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
