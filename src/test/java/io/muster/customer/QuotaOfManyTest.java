package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.NewDevice;
import io.muster.device.RegisterDevice;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.ImportFile;
import io.muster.user.ImportLine;
import io.muster.user.ImportVerdict;
import io.muster.user.User;
import io.muster.user.UserImport;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Where many come at once, the dry run tells who finds no room. */
@MusterTest
class QuotaOfManyTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Quotas quotas;

    @Autowired
    QuotaGate gate;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceImport deviceImport;

    @Autowired
    DeviceMoves moves;

    @Autowired
    UserImport userImport;

    @Autowired
    TransactionTemplate transactions;

    private Customer top;
    private Customer middle;
    private Customer leaf;
    private Customer beside;
    private User administrator;

    @BeforeEach
    void grow() {
        top = cast.customer();
        middle = cast.customer(top.id());
        leaf = cast.customer(middle.id());
        beside = cast.customer(middle.id());
        administrator = cast.administrator(middle.id());
    }

    private void limit(Customer customer, Long users, Long devicesAtMost) {
        Cast.as(cast.owner(), () -> {
            Customer now = customers.get(customer.id());
            return quotas.edit(now.id(), now.version(), now.data(), new Quota(users, devicesAtMost));
        });
    }

    private UnitId register(Customer customer) {
        UnitId unit = new UnitId("quota-" + Cast.next());
        Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, customer.id(), null, true)));
        return unit;
    }

    private static List<NewDevice> into(Customer... places) {
        return NewDevice.read("unitId,customer\n"
                + List.of(places).stream()
                        .map(place -> "quota-" + Cast.next() + "," + place.id())
                        .collect(Collectors.joining("\n")));
    }

    private List<DeviceImport.Verdict> check(User actor, Customer place, List<NewDevice> lines) {
        return Cast.as(actor, () -> deviceImport.check(place.id(), lines));
    }

    private static List<String> keys(List<DeviceImport.Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict ->
                        verdict.problems().stream().map(Rejected.Problem::key).collect(Collectors.joining()))
                .toList();
    }

    @Test
    void a_list_of_devices_is_told_which_lines_find_no_room_and_the_others_are_registered() {
        limit(middle, null, 4L);
        limit(beside, null, 1L);
        register(middle);
        List<NewDevice> lines = into(leaf, beside, beside, middle, leaf);
        List<DeviceImport.Verdict> verdicts = check(administrator, middle, lines);
        assertThat(keys(verdicts))
                .containsExactly("", "", "problem.quota.full.devices", "", "problem.quota.full.devices");
        assertThat(verdicts.get(2).problems().getFirst().args())
                .containsExactly(beside.name().value(), 0L, 1L, 1L);
        assertThat(verdicts.get(4).problems().getFirst().args())
                .containsExactly(middle.name().value(), 1L, 4L, 3L);
        DeviceImport.Imported imported =
                Cast.as(administrator, () -> deviceImport.apply(middle.id(), lines, count -> {}));
        assertThat(imported.made()).hasSize(3);
        assertThat(keys(imported.verdicts())).isEqualTo(keys(verdicts));
        assertThat(Cast.as(administrator, () -> quotas.of(middle.id()))
                        .orElseThrow()
                        .devices())
                .isEqualTo(4);
    }

    @Test
    void a_line_with_an_error_takes_no_room() {
        limit(middle, null, 1L);
        List<NewDevice> lines =
                NewDevice.read("unitId,accept\nquota-" + Cast.next() + ",perhaps\nquota-" + Cast.next() + ",yes");
        assertThat(keys(check(administrator, middle, lines))).containsExactly("problem.import.yesNo", "");
    }

    @Test
    void a_limit_above_is_not_named_to_who_does_not_see_it() {
        limit(middle, null, 1L);
        List<DeviceImport.Verdict> verdicts = check(cast.administrator(leaf.id()), leaf, into(leaf, leaf));
        assertThat(keys(verdicts)).containsExactly("", "problem.quota.above.devices");
        assertThat(verdicts.getLast().problems().getFirst().args()).isEmpty();
    }

    @Test
    void a_limit_is_told_without_figures_to_who_does_not_manage_the_customer() {
        limit(middle, null, 1L);
        User manager = cast.user(middle.id(), Group.DEVICE_MANAGEMENT);
        List<DeviceImport.Verdict> verdicts = check(manager, middle, into(leaf, leaf));
        assertThat(keys(verdicts)).containsExactly("", "problem.quota.untold.devices");
        assertThat(verdicts.getLast().problems().getFirst().args())
                .containsExactly(middle.name().value());
    }

    @Test
    void a_check_of_a_move_tells_which_devices_find_no_room() {
        limit(leaf, null, 2L);
        limit(middle, null, 4L);
        UnitId there = register(leaf);
        UnitId near = register(beside);
        UnitId far = register(top);
        List<UnitId> units = List.of(there, near, far);
        assertThat(Cast.as(cast.owner(), () -> moves.check(leaf.id(), units)).values())
                .extracting(DeviceMoves.Verdict::kind)
                .containsExactly(DeviceMoves.Kind.THERE, DeviceMoves.Kind.MOVES, DeviceMoves.Kind.NO_ROOM);
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> moves.move(leaf.id(), units)))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("problem.quota.devices");
        Cast.as(cast.owner(), () -> moves.move(leaf.id(), List.of(near)));
        limit(middle, null, 1L);
        assertThat(Cast.as(cast.owner(), () -> moves.check(beside.id(), units)).values())
                .as("what is below a limit already moves freely there")
                .extracting(DeviceMoves.Verdict::kind)
                .containsExactly(DeviceMoves.Kind.MOVES, DeviceMoves.Kind.MOVES, DeviceMoves.Kind.NO_ROOM);
    }

    private static List<ImportLine> people(String... lines) {
        return ImportFile.read(("email,groups,customer\n" + String.join("\n", lines)).getBytes(StandardCharsets.UTF_8));
    }

    private static String person(Customer place) {
        return "quota" + Cast.next() + "@example.com,INSTALLER," + place.id();
    }

    @Test
    void a_file_of_users_is_told_which_lines_find_no_room_and_the_others_are_imported() {
        limit(leaf, 2L, null);
        User here = cast.user(leaf.id(), Group.INSTALLER);
        User comes = cast.user(middle.id(), Group.INSTALLER);
        List<ImportLine> lines = people(
                person(leaf),
                comes.email() + ",INSTALLER," + leaf.id(),
                here.email() + ",INSTALLER; FLEET_MANAGEMENT,",
                person(leaf),
                person(middle));
        List<ImportVerdict> verdicts = Cast.as(administrator, () -> userImport.check(middle.id(), lines, count -> {}));
        assertThat(verdicts)
                .extracting(ImportVerdict::kind)
                .containsExactly(
                        ImportVerdict.Kind.CREATE,
                        ImportVerdict.Kind.ERROR,
                        ImportVerdict.Kind.CHANGE,
                        ImportVerdict.Kind.ERROR,
                        ImportVerdict.Kind.CREATE);
        assertThat(verdicts.get(3).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("problem.quota.full.users");
            assertThat(problem.args()).containsExactly(leaf.name().value(), 1L, 2L, 1L);
        });
        UserImport.Imported imported = Cast.as(administrator, () -> userImport.apply(middle.id(), lines, count -> {}));
        assertThat(imported.result().done()).hasSize(3);
        assertThat(Cast.as(administrator, () -> quotas.of(leaf.id()))
                        .orElseThrow()
                        .users())
                .isEqualTo(2);
    }

    @Test
    void many_that_find_no_room_cost_no_more_statements_than_few() {
        limit(middle, null, 2L);
        limit(leaf, null, 1L);
        assertThat(statements(40)).isEqualTo(statements(4));
    }

    private int statements(int count) {
        List<NewDevice> lines = into(IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? leaf : beside)
                .toArray(Customer[]::new));
        return StatementCounter.during(() -> check(administrator, middle, lines))
                .size();
    }

    @Test
    void customers_that_share_a_limit_do_not_get_its_room_twice() {
        limit(middle, null, 10L);
        var six = Collections.nCopies(6, (io.muster.kernel.CustomerId) null);
        assertThatThrownBy(() -> Cast.does(
                        cast.owner(),
                        () -> transactions.executeWithoutResult(
                                status -> gate.admit(Quota.Sort.DEVICES, Map.of(leaf.id(), six, beside.id(), six)))))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("problem.quota.devices");
    }
}
