package io.muster.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.History;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.Customers;
import io.muster.device.DeviceAssignments;
import io.muster.device.DeviceRegistry;
import io.muster.device.EnrolmentToken;
import io.muster.device.EnrolmentTokens;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.NewEnrolmentToken;
import io.muster.device.NewInstallJob;
import io.muster.device.RegisterDevice;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import io.muster.user.Users;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

@MusterTest
class HistoryReaderTest {

    @Autowired
    Cast cast;

    @Autowired
    HistoryReader history;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceAssignments assignments;

    @Autowired
    InstallJobs jobs;

    @Autowired
    EnrolmentTokens tokens;

    @Autowired
    History told;

    @Autowired
    TransactionTemplate transactions;

    private Customer home;
    private Customer nested;
    private User administrator;

    @BeforeEach
    void grow() {
        home = cast.customer();
        nested = cast.customer(home.id());
        administrator = cast.administrator(home.id());
    }

    private List<HistoryEntry> read(User reader, CustomerId customer, HistoryFilter filter) {
        return Cast.as(reader, () -> history.list(customer, filter, ListQuery.all()))
                .items();
    }

    private List<HistoryEntry> read(User reader) {
        return read(reader, reader.customerId(), HistoryFilter.NONE);
    }

    private static HistoryFilter of(Change.Kind kind, Object entity) {
        return new HistoryFilter(Set.of(kind), entity.toString(), null, null, null);
    }

    private Customer rename(Customer customer, String name) {
        return Cast.as(cast.owner(), () -> {
            Customer now = customers.get(customer.id());
            return customers.edit(customer.id(), now.version(), Cast.customerData(name));
        });
    }

    @Test
    void it_tells_who_changed_what_from_what_to_what() {
        rename(nested, "Renamed");
        HistoryEntry entry = read(administrator).getFirst();
        assertThat(entry.actor()).isEqualTo("owner");
        assertThat(entry.channel()).isEqualTo("web");
        assertThat(entry.kind()).isEqualTo(Change.Kind.CUSTOMER);
        assertThat(entry.entity()).isEqualTo(nested.id().toString());
        assertThat(entry.customerName()).isEqualTo("Renamed");
        assertThat(entry.fields())
                .containsExactly(new Change.Field("name", nested.name().value(), "Renamed"));
    }

    @Test
    void nothing_above_or_beside_is_in_it_nor_counted_nor_found() {
        Customer sibling = cast.customer();
        rename(sibling, "Sibling secret " + Cast.next());
        for (ListQuery query : List.of(ListQuery.all(), ListQuery.search("sibling"))) {
            assertThat(Cast.as(administrator, () -> history.list(home.id(), HistoryFilter.NONE, query))
                            .items())
                    .noneMatch(entry -> entry.kind() == Change.Kind.CUSTOMER
                            && entry.entity().equals(sibling.id().toString()));
        }
        assertThat(Cast.as(
                                administrator,
                                () -> history.list(home.id(), of(Change.Kind.CUSTOMER, sibling.id()), ListQuery.all()))
                        .total())
                .isZero();
        assertThatThrownBy(() -> read(administrator, sibling.id(), HistoryFilter.NONE))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
    }

    @Test
    void who_administers_home_alone_reads_of_home_alone() {
        rename(nested, "Nested " + Cast.next());
        User reader = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThat(read(reader)).isNotEmpty().allMatch(entry -> home.id().equals(entry.customerId()));
        assertThatThrownBy(() -> read(reader, nested.id(), HistoryFilter.NONE)).isInstanceOf(Rejected.class);
    }

    @Test
    void the_history_of_a_customer_goes_with_it_to_its_new_place() {
        Customer left = cast.customer(home.id());
        Customer moved = cast.customer(left.id());
        User before = cast.administrator(left.id());
        User after = cast.administrator(nested.id());
        rename(moved, "Wanderer");
        assertThat(read(before, left.id(), of(Change.Kind.CUSTOMER, moved.id())))
                .hasSize(2);
        Cast.as(administrator, () -> moves.move(moved.id(), null, nested.id()));
        assertThat(read(before, left.id(), of(Change.Kind.CUSTOMER, moved.id())))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.action()).isEqualTo("moved_away");
                    assertThat(entry.fields().toString())
                            .doesNotContain(nested.name().value());
                });
        assertThat(read(after, nested.id(), of(Change.Kind.CUSTOMER, moved.id())))
                .extracting(HistoryEntry::action)
                .containsExactly("moved_here", "edited", "created");
        assertThat(read(after).toString()).doesNotContain(left.name().value());
    }

    @Test
    void what_happened_to_a_customer_that_is_gone_stays_with_those_above() {
        Cast.does(administrator, () -> removal.delete(nested.id(), null));
        assertThat(read(administrator, home.id(), of(Change.Kind.CUSTOMER, nested.id())))
                .extracting(HistoryEntry::action)
                .containsExactly("deleted", "created");
    }

    @Test
    void customers_and_locations_stand_in_it_by_name_and_those_out_of_reach_by_none() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(nested.id(), new Name("Depot")));
        User user = cast.user(nested.id(), true, Set.of(depot.id()), Group.FLEET_MANAGEMENT);
        assertThat(read(administrator, home.id(), of(Change.Kind.USER, user.id()))
                        .getFirst()
                        .fields())
                .contains(
                        new Change.Field("customerId", null, nested.name().value()),
                        new Change.Field("locations", null, "Depot"));
        User wanderer = cast.user(home.id(), Group.INSTALLER);
        Cast.as(administrator, () -> {
            var data = wanderer.data();
            return users.edit(
                    wanderer.id(),
                    wanderer.version(),
                    new io.muster.user.UserData(
                            data.email(),
                            data.username(),
                            nested.id(),
                            data.groups(),
                            data.person(),
                            null,
                            null,
                            null,
                            true,
                            false,
                            Set.of()));
        });
        User below = cast.administrator(nested.id());
        assertThat(read(below, nested.id(), of(Change.Kind.USER, wanderer.id()))
                        .getFirst()
                        .fields())
                .containsExactly(new Change.Field(
                        "customerId", References.UNNAMED, nested.name().value()));
    }

    @Test
    void facts_of_devices_are_only_for_those_who_see_devices() {
        UnitId unit = new UnitId("history-" + Cast.next());
        Location depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Hidden depot")));
        Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, home.id(), depot.id(), true)));
        User byName = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        HistoryFilter filter = new HistoryFilter(Set.of(Change.Kind.DEVICE), null, null, null, null);
        assertThat(read(byName, home.id(), filter)).hasSize(1);
        assertThat(read(byName, home.id(), filter).toString()).doesNotContain("Hidden depot");
        assertThat(read(administrator, home.id(), filter).toString()).contains("Hidden depot");
    }

    @Test
    void who_is_kept_to_some_locations_reads_of_devices_there_and_of_no_other() {
        Location depot = cast.fenced(home.id(), null);
        Location yard = cast.fenced(home.id(), null);
        User restricted =
                cast.user(home.id(), true, Set.of(depot.id()), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        UnitId here = register(depot);
        UnitId there = register(yard);
        assertThat(read(restricted))
                .extracting(HistoryEntry::label)
                .contains(here.value())
                .doesNotContain(there.value());
        assertThat(read(administrator)).extracting(HistoryEntry::label).contains(here.value(), there.value());
        List<String> exported = Cast.as(restricted, () -> {
            List<String> labels = new ArrayList<>();
            history.export(home.id(), HistoryFilter.NONE, "", entry -> labels.add(entry.label()));
            return labels;
        });
        assertThat(exported).contains(here.value()).doesNotContain(there.value());
        Slice<HistoryEntry> found = Cast.as(
                restricted,
                () -> history.list(
                        home.id(), HistoryFilter.NONE, new ListQuery(there.value(), List.of(), 50, 0, null)));
        assertThat(found.total()).isZero();
    }

    @Test
    void who_is_kept_to_some_locations_reads_of_these_and_of_no_other() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Own depot")));
        Location yard = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Other yard")));
        User restricted =
                cast.user(home.id(), true, Set.of(depot.id()), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        User both = cast.user(home.id(), true, Set.of(depot.id(), yard.id()), Group.INSTALLER);
        InstallJob job = Cast.as(
                        cast.owner(),
                        () -> jobs.create(new NewInstallJob(
                                new Name("Job"),
                                home.id(),
                                yard.id(),
                                1,
                                Instant.now().plusSeconds(3600),
                                null)))
                .job();
        EnrolmentToken token = Cast.as(
                        cast.owner(),
                        () -> tokens.create(
                                new NewEnrolmentToken(new Name("Token"), home.id(), yard.id(), 1, null, true)))
                .token();
        HistoryFilter ofLocations = new HistoryFilter(Set.of(Change.Kind.LOCATION), null, null, null, null);
        assertThat(read(restricted, home.id(), ofLocations))
                .extracting(HistoryEntry::label)
                .containsExactly("Own depot");
        assertThat(read(restricted, home.id(), of(Change.Kind.LOCATION, yard.id())))
                .isEmpty();
        assertThat(read(restricted, home.id(), of(Change.Kind.USER, both.id()))
                        .getFirst()
                        .fields())
                .contains(new Change.Field("locations", null, "Own depot, " + References.UNNAMED));
        for (HistoryFilter filter : List.of(of(Change.Kind.JOB, job.id()), of(Change.Kind.ENROLMENT, token.id()))) {
            assertThat(read(restricted, home.id(), filter).getFirst().fields())
                    .contains(new Change.Field("location", null, References.UNNAMED));
            assertThat(read(administrator, home.id(), filter).getFirst().fields())
                    .contains(new Change.Field("location", null, "Other yard"));
        }
        List<HistoryEntry> exported = Cast.as(restricted, () -> {
            List<HistoryEntry> entries = new ArrayList<>();
            history.export(home.id(), HistoryFilter.NONE, "", entries::add);
            return entries;
        });
        assertThat(exported.toString()).contains("Own depot").doesNotContain("Other yard");
        User nowhere = cast.user(home.id(), true, Set.of(), Group.ACCOUNT_ADMINISTRATOR);
        assertThat(read(nowhere, home.id(), ofLocations)).isEmpty();
    }

    @Test
    void which_devices_and_locations_users_had_by_name_is_not_for_who_is_kept_to_some_locations() {
        Location depot = cast.fenced(home.id(), null);
        Location yard = cast.fenced(home.id(), null);
        User restricted =
                cast.user(home.id(), true, Set.of(depot.id()), Group.ACCOUNT_ADMINISTRATOR, Group.FULL_DEVICE_ACCESS);
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        UnitId unit = new UnitId("unit-" + yard.id().value());
        DeviceId device = Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, null, home.id(), yard.id(), true)))
                .device()
                .id();
        Cast.as(cast.owner(), () -> assignments.assign(List.of(driver.id()), List.of(device)));
        HistoryFilter filter = of(Change.Kind.USER, driver.id());
        assertThat(read(restricted, home.id(), filter).getFirst().action()).isEqualTo("assigned");
        assertThat(read(restricted, home.id(), filter).getFirst().fields()).isEmpty();
        assertThat(read(administrator, home.id(), filter).getFirst().fields())
                .containsExactly(new Change.Field("devices", null, unit.value()));
        // So it is told when a customer moves away with its locations, which then have a name and no key.
        transactions.executeWithoutResult(status -> told.record(
                Change.By.system(),
                Change.Kind.USER,
                driver.id(),
                driver.username(),
                home.path(),
                "edited",
                Change.Field.of("locations", "Yard by name", null)));
        assertThat(read(restricted, home.id(), filter).getFirst().fields())
                .containsExactly(new Change.Field("locations", References.UNNAMED, null));
        assertThat(read(administrator, home.id(), filter).getFirst().fields())
                .containsExactly(new Change.Field("locations", "Yard by name", null));
    }

    private UnitId register(Location location) {
        UnitId unit = new UnitId("unit-" + location.id().value());
        Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, home.id(), location.id(), true)));
        return unit;
    }

    @Test
    void it_is_filtered_by_kind_actor_and_time() {
        rename(nested, "Filtered");
        Instant now = Instant.now();
        Instant hour = now.plus(1, ChronoUnit.HOURS);
        assertThat(read(administrator, home.id(), new HistoryFilter(Set.of(Change.Kind.USER), null, null, null, null)))
                .isNotEmpty()
                .allMatch(entry -> entry.kind() == Change.Kind.USER);
        assertThat(read(administrator, home.id(), new HistoryFilter(Set.of(), null, "OWNER", null, null)))
                .isNotEmpty();
        assertThat(read(administrator, home.id(), new HistoryFilter(Set.of(), null, "nobody", null, null)))
                .isEmpty();
        assertThat(read(administrator, home.id(), new HistoryFilter(Set.of(), null, null, hour, null)))
                .isEmpty();
        assertThat(read(administrator, home.id(), new HistoryFilter(Set.of(), null, null, null, hour)))
                .isNotEmpty();
    }

    @Test
    void an_export_has_everything_that_the_list_has() {
        rename(nested, "Exported");
        List<HistoryEntry> exported = new ArrayList<>();
        Cast.does(administrator, () -> history.export(home.id(), HistoryFilter.NONE, "", exported::add));
        assertThat(exported).isEqualTo(read(administrator));
    }
}
