package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What is done with many devices: it is stopped as a whole, and hints come for a whole page. */
@MusterTest
class ManyAtOnceTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    DeviceRepository devices;

    @Autowired
    DeviceImport imports;

    @Autowired
    DeviceMoves moves;

    @Autowired
    DeviceHints hints;

    @Autowired
    DeviceDecisions decisions;

    @Autowired
    TransactionTemplate transactions;

    private static void stop(int count) {
        throw Rejected.conflict("problem.stopped");
    }

    private DeviceRow register(Customer customer, String unit) {
        return Cast.as(
                        cast.owner(),
                        () -> registry.register(new RegisterDevice(new UnitId(unit), null, customer.id(), null, true)))
                .device();
    }

    @Test
    void a_registration_that_is_stopped_leaves_nothing() {
        Customer home = cast.customer();
        List<NewDevice> lines = NewDevice.read("stopped-" + Cast.next());
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> imports.apply(home.id(), lines, ManyAtOnceTest::stop)))
                .isInstanceOf(Rejected.class);
        assertThat(Cast.as(cast.owner(), () -> registry.list(home.id(), ListQuery.all(), DeviceFilter.NONE))
                        .total())
                .isZero();
    }

    @Test
    void a_move_that_is_stopped_moves_nothing() {
        Customer home = cast.customer();
        Customer child = cast.customer(home.id());
        DeviceRow device = register(home, "stopped-" + Cast.next());
        assertThatThrownBy(() -> Cast.as(
                        cast.owner(), () -> moves.move(child.id(), List.of(device.unitId()), ManyAtOnceTest::stop)))
                .isInstanceOf(Rejected.class);
        assertThat(Cast.as(cast.owner(), () -> registry.get(device.id())).customerId())
                .isEqualTo(home.id());
    }

    @Test
    void each_unit_that_belongs_to_nobody_gets_its_likely_customer_by_the_same_statements() {
        Customer one = cast.customer();
        Customer two = cast.customer();
        String first = "hint" + Cast.next() + "a-";
        String second = "hint" + Cast.next() + "b-";
        register(one, first + "0010");
        register(two, second + "0010");
        User stranger = cast.user(one.id(), Group.values());
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            List<Device> waiting =
                    List.of(quarantined(first + "0011"), quarantined(second + "0009"), quarantined("zz" + first));
            devices.insert(waiting);
            List<DeviceId> ids = waiting.stream().map(Device::id).toList();
            Map<DeviceId, DeviceHints.Hint> likely = Cast.as(cast.owner(), () -> hints.likeliest(ids));
            assertThat(likely.get(ids.get(0)).customer()).isEqualTo(one.id());
            assertThat(likely.get(ids.get(0)).detail()).isEqualTo(first + "0010");
            assertThat(likely.get(ids.get(1)).customer()).isEqualTo(two.id());
            assertThat(likely).doesNotContainKey(ids.get(2));
            assertThat(Cast.as(stranger, () -> hints.likeliest(ids))).isEmpty();
            assertThat(StatementCounter.during(() -> Cast.as(cast.owner(), () -> hints.likeliest(ids))))
                    .hasSameSizeAs(StatementCounter.during(
                            () -> Cast.as(cast.owner(), () -> hints.likeliest(ids.subList(0, 1)))));
            List<DeviceDecisions.Seen> seen = IntStream.range(0, 3)
                    .mapToObj(i -> new DeviceDecisions.Seen(waiting.get(i).unitId(), null))
                    .toList();
            DeviceDecisions.Summary summary = Cast.as(
                    cast.owner(),
                    () -> decisions.approve(
                            seen,
                            null,
                            Map.of(
                                    waiting.get(0).unitId(),
                                    one.id(),
                                    waiting.get(1).unitId(),
                                    two.id())));
            assertThat(summary.decided()).isEqualTo(2);
            assertThat(Cast.as(cast.owner(), () -> registry.get(ids.get(1))).customerId())
                    .isEqualTo(two.id());
        });
    }

    private Device quarantined(String unit) {
        return Device.quarantined(devices.nextId(), new UnitId(unit), Facts.NONE, Instant.now());
    }
}
