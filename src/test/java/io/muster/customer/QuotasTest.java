package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.InstallJobs;
import io.muster.device.JobLinks;
import io.muster.device.NewInstallJob;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@MusterTest
class QuotasTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Quotas quotas;

    @Autowired
    CustomerMoves moves;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Users users;

    @Autowired
    HistoryReader history;

    @Autowired
    QuotaGate gate;

    @Autowired
    InstallJobs jobs;

    @Autowired
    JobLinks links;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient jdbc;

    private Customer top;
    private Customer middle;
    private Customer leaf;
    private User administrator;

    @BeforeEach
    void grow() {
        top = cast.customer();
        middle = cast.customer(top.id());
        leaf = cast.customer(middle.id());
        administrator = cast.administrator(middle.id());
    }

    private void limit(User by, Customer customer, Long most, Long devicesAtMost) {
        Cast.as(by, () -> {
            Customer now = customers.get(customer.id());
            return quotas.edit(now.id(), now.version(), now.data(), new Quota(most, devicesAtMost));
        });
    }

    private void limit(Customer customer, Long most, Long devicesAtMost) {
        limit(cast.owner(), customer, most, devicesAtMost);
    }

    private Registered register(User by, Customer customer) {
        UnitId unit = new UnitId(UUID.randomUUID().toString());
        return Cast.as(by, () -> devices.register(new RegisterDevice(unit, null, customer.id(), null, true)));
    }

    private static void isRefused(ThrowingCallable what, String key, Consumer<List<Object>> args) {
        assertThatThrownBy(what).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Rejected.Kind.CONFLICT);
            assertThat(rejected.problem().key()).isEqualTo(key);
            args.accept(rejected.problem().args());
        });
    }

    @Test
    void a_limit_counts_everything_below_and_names_its_customer_to_who_sees_it() {
        limit(middle, null, 2L);
        register(administrator, middle);
        register(administrator, leaf);
        isRefused(
                () -> register(administrator, leaf),
                "problem.quota.devices",
                args -> assertThat(args).containsExactly(middle.name().value(), 2L, 2L, 1L));
        User below = cast.administrator(leaf.id());
        isRefused(
                () -> register(below, leaf),
                "problem.quota.above.devices",
                args -> assertThat(args).isEmpty());
        register(cast.owner(), top);
    }

    @Test
    void who_does_not_manage_the_customer_is_told_no_figures() {
        limit(leaf, 1L, 1L);
        register(administrator, leaf);
        InstallJobs.Issued job = Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Job"), leaf.id(), null, 1, Instant.now().plusSeconds(3600), null)));
        Identity guest = links.open(job.secret(), "phone " + Cast.next(), null);
        User manager = cast.user(middle.id(), Group.DEVICE_MANAGEMENT);
        isRefused(
                () -> register(manager, leaf),
                "problem.quota.untold.devices",
                args -> assertThat(args).containsExactly(leaf.name().value()));
        User installer = cast.user(leaf.id(), Group.INSTALLER);
        for (Callable<?> attempt : List.<Callable<?>>of(
                () -> Cast.as(installer, () -> admitted(leaf)), () -> Cast.as(guest, () -> admitted(leaf)))) {
            isRefused(
                    attempt::call,
                    "problem.quota.untold.devices",
                    args -> assertThat(args).containsExactly(leaf.name().value()));
        }
        limit(leaf, null, null);
        limit(middle, null, 1L);
        isRefused(
                () -> Cast.as(guest, () -> admitted(leaf)),
                "problem.quota.above.devices",
                args -> assertThat(args).isEmpty());
    }

    private boolean admitted(Customer customer) {
        transactions.executeWithoutResult(status -> gate.admit(Quota.Sort.DEVICES, customer.id(), 1));
        return true;
    }

    @Test
    void what_has_left_makes_room() {
        limit(middle, null, 1L);
        Registered first = register(administrator, leaf);
        assertThatThrownBy(() -> register(administrator, leaf)).isInstanceOf(Rejected.class);
        jdbc.sql("update device set state = 'DECOMMISSIONED' where id = :id")
                .param("id", first.device().id().value())
                .update();
        register(administrator, leaf);
        assertThatThrownBy(() -> register(administrator, leaf)).isInstanceOf(Rejected.class);
    }

    @Test
    void users_are_limited_when_they_are_created_moved_and_brought_back() {
        limit(leaf, 1L, null);
        User first = cast.user(leaf.id(), Group.FLEET_MANAGEMENT);
        isRefused(
                () -> cast.user(leaf.id(), Group.FLEET_MANAGEMENT),
                "problem.quota.users",
                args -> assertThat(args).startsWith(leaf.name().value()));
        User other = cast.user(middle.id(), Group.FLEET_MANAGEMENT);
        isRefused(() -> move(other, leaf), "problem.quota.users", args -> {});
        Cast.as(cast.owner(), () -> users.delete(first.id(), null));
        move(other, leaf);
        isRefused(() -> Cast.as(cast.owner(), () -> users.restore(first.id())), "problem.quota.users", args -> {});
    }

    private void move(User user, Customer to) {
        Cast.as(cast.owner(), () -> {
            User now = users.get(user.id());
            UserData data = now.data();
            return users.edit(
                    now.id(),
                    now.version(),
                    new UserData(
                            data.email(),
                            data.username(),
                            to.id(),
                            data.groups(),
                            data.person(),
                            null,
                            null,
                            null,
                            true,
                            false,
                            Set.of()));
        });
    }

    @Test
    void within_a_limit_a_user_moves_freely() {
        limit(middle, 2L, null);
        User user = cast.user(middle.id(), Group.FLEET_MANAGEMENT);
        move(user, leaf);
        move(user, middle);
        assertThat(Cast.as(cast.owner(), () -> quotas.of(middle.id()))
                        .orElseThrow()
                        .users())
                .isEqualTo(2);
    }

    @Test
    void a_customer_that_is_moved_brings_what_it_has() {
        Customer other = cast.customer(top.id());
        limit(other, null, 1L);
        register(administrator, leaf);
        register(administrator, middle);
        isRefused(
                () -> Cast.as(cast.owner(), () -> moves.preview(middle.id(), other.id())),
                "problem.quota.devices",
                args -> assertThat(args).containsExactly(other.name().value(), 0L, 1L, 2L));
        isRefused(
                () -> Cast.as(cast.owner(), () -> moves.move(middle.id(), null, other.id())),
                "problem.quota.devices",
                args -> {});
        Cast.as(cast.owner(), () -> moves.move(leaf.id(), null, other.id()));
        assertThatThrownBy(() -> register(cast.owner(), other)).isInstanceOf(Rejected.class);
    }

    @Test
    void limits_are_set_from_above_only() {
        limit(administrator, leaf, 5L, 5L);
        assertThatThrownBy(() -> limit(administrator, middle, 5L, null))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
        User alone = cast.user(top.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThatThrownBy(() -> limit(alone, leaf, 6L, null)).isInstanceOf(Rejected.class);
        // The card itself stays theirs to change.
        Cast.as(administrator, () -> {
            Customer now = customers.get(middle.id());
            return quotas.edit(now.id(), now.version(), Cast.customerData("Renamed " + Cast.next()), Quota.NONE);
        });
        Customer root = Cast.as(cast.owner(), () -> customers.get(cast.root()));
        limit(root, 1_000_000L, null);
        limit(root, null, null);
    }

    @Test
    void people_are_warned_once_when_four_fifths_are_used() {
        limit(middle, null, 5L);
        for (int i = 0; i < 3; i++) {
            register(administrator, leaf);
        }
        assertThat(warnings()).isEmpty();
        register(administrator, leaf);
        register(administrator, leaf);
        assertThat(warnings())
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields().getFirst().to()).isEqualTo("4 / 5"));
        CustomerRow row = Cast.as(
                cast.owner(),
                () -> customers.nested(top.id(), ListQuery.all()).items().stream()
                        .filter(each -> each.id().equals(middle.id()))
                        .findFirst()
                        .orElseThrow());
        assertThat(row.quota().isFull(Quota.Sort.DEVICES)).isTrue();
        assertThat(row.quota().isNear(Quota.Sort.USERS)).isFalse();
    }

    private List<HistoryEntry> warnings() {
        return Cast.as(cast.owner(), () -> history.list(top.id(), HistoryFilter.NONE, ListQuery.all())).items().stream()
                .filter(entry -> entry.action().equals("quota_near"))
                .toList();
    }

    @Test
    void however_many_come_at_once_no_more_than_the_limit_get_in() throws Exception {
        limit(middle, null, 10L);
        limit(top, null, 12L);
        Customer beside = cast.customer(top.id());
        List<Customer> places = List.of(leaf, middle, beside, top);
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Customer place = places.get(i % places.size());
            all.add(() -> register(cast.owner(), place));
        }
        assertThat(together(all)).isEqualTo(12);
        assertThat(count(top)).isEqualTo(12);
        assertThat(count(middle)).isLessThanOrEqualTo(10);
    }

    @Test
    void a_customer_that_moves_while_it_fills_up_is_counted_whole() throws Exception {
        Customer other = cast.customer(top.id());
        limit(other, null, 8L);
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(() -> register(cast.owner(), leaf));
        }
        all.add(4, () -> Cast.as(cast.owner(), () -> moves.move(leaf.id(), null, other.id())));
        together(all);
        assertThat(count(other)).isLessThanOrEqualTo(8);
    }

    @Test
    void a_limit_that_is_set_while_devices_come_in_counts_them() throws Exception {
        List<Callable<Object>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(() -> register(cast.owner(), leaf));
        }
        all.add(4, () -> {
            limit(middle, null, 100L);
            return true;
        });
        assertThat(together(all)).isEqualTo(17);
        limitsRoomIsRight();
    }

    private void limitsRoomIsRight() {
        Long room = jdbc.sql("select room_devices from customer_quota where customer_id = :id")
                .param("id", middle.id().value())
                .query(Long.class)
                .single();
        assertThat(room).isEqualTo(100 - count(middle));
    }

    /** Lets them all start in the same moment, and tells how many succeeded; whoever did not was refused. */
    private static int together(List<Callable<Object>> all) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        int succeeded = 0;
        try (var threads = Executors.newFixedThreadPool(16)) {
            List<Future<Object>> results = new ArrayList<>();
            for (Callable<Object> each : all) {
                results.add(threads.submit(() -> {
                    start.await();
                    try {
                        return each.call();
                    } catch (Rejected refused) {
                        return Rejected.class;
                    }
                }));
            }
            start.countDown();
            for (Future<Object> result : results) {
                succeeded += result.get() == Rejected.class ? 0 : 1;
            }
        }
        return succeeded;
    }

    private long count(Customer customer) {
        return Cast.as(cast.owner(), () -> devices.list(customer.id(), ListQuery.all(), DeviceFilter.NONE))
                .total();
    }

    @Test
    void with_room_to_spare_nothing_is_counted() {
        limit(middle, null, 1000L);
        register(administrator, leaf);
        List<String> sent = StatementCounter.during(() -> register(administrator, leaf));
        assertThat(sent)
                .anyMatch(sql -> sql.contains("update customer_quota"))
                .noneMatch(sql -> sql.contains("count(*) from device d join customer"));
    }
}
