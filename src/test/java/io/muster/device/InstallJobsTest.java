package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.access.Permission;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.ApiTokens;
import io.muster.user.Profile;
import io.muster.user.Sessions;
import io.muster.user.User;
import io.muster.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people without an account may do by the link of an install job, and what not. */
@MusterTest
class InstallJobsTest {

    @Autowired
    Cast cast;

    @Autowired
    InstallJobs jobs;

    @Autowired
    JobLinks links;

    @Autowired
    UnitClaims claims;

    @Autowired
    Installations installations;

    @Autowired
    Swaps swaps;

    @Autowired
    Vehicles vehicles;

    @Autowired
    InstallPhotos photos;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Retirement retirement;

    @Autowired
    EnrolmentTokens enrolment;

    @Autowired
    IngestLogReader ingest;

    @Autowired
    FleetFigures figures;

    @Autowired
    Customers customers;

    @Autowired
    Locations locations;

    @Autowired
    Users users;

    @Autowired
    Profile profile;

    @Autowired
    Sessions sessions;

    @Autowired
    ApiTokens apiTokens;

    @Autowired
    HistoryReader history;

    @Autowired
    Access access;

    @Autowired
    JdbcClient jdbc;

    private Customer customer;
    private LocationId depot;
    private User manager;

    @BeforeEach
    void a_customer() {
        customer = cast.customer();
        depot = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")))
                .id();
        manager = cast.user(customer.id(), Group.DEVICE_MANAGEMENT);
    }

    @Test
    void whoever_has_the_link_installs_there_and_the_history_names_the_job() {
        InstallJobs.Issued issued = job(2, depot);
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        Registered device = register(customer.id());
        DeviceId id = claim(guest, device, customer.id(), null);
        assertThat(row(device).state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(row(device).locationId()).as("the job says where").isEqualTo(depot);
        assertThat(Cast.as(guest, () -> vehicles.enter(id, plate("AB 12 345")))).isEmpty();
        assertThat(Cast.as(guest, () -> installations.checkup(id)).announced()).isFalse();
        Installation receipt = Cast.as(guest, () -> installations.finish(id));
        assertThat(receipt.installedBy()).isEqualTo("install job Garage Larsen");
        assertThat(list()).singleElement().satisfies(job -> {
            assertThat(job.units()).isOne();
            assertThat(job.left()).isOne();
        });
        assertThat(who("DEVICE", id.toString())).contains("install job Garage Larsen");
        assertThat(who("JOB", Long.toString(issued.job().id())))
                .containsExactly(manager.username(), receipt.installedBy());
        Cast.as(guest, () -> {
            installations.undo(id);
            return true;
        });
        assertThat(list().getFirst().left())
                .as("what is taken back can be installed again")
                .isEqualTo(2);
    }

    @Test
    void a_link_that_holds_no_more_says_why_and_nothing_else() {
        assertNotOpened("UNKNOWN", "not the secret of any link");
        InstallJobs.Issued revoked = job(1, null);
        Identity guest = links.open(revoked.secret(), "phone " + Cast.next(), null);
        Cast.does(manager, () -> jobs.revoke(revoked.job().id()));
        assertNotOpened("REVOKED", revoked.secret());
        assertRefused(guest, "problem.signedOut", () -> jobs.own());
        InstallJobs.Issued expired = job(1, null);
        Identity late = links.open(expired.secret(), "phone " + Cast.next(), null);
        jdbc.sql("update install_job set expires_at = ? where id = ?")
                .params(
                        Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC),
                        expired.job().id())
                .update();
        assertNotOpened("EXPIRED", expired.secret());
        assertRefused(late, "problem.signedOut", () -> jobs.own());
        InstallJobs.Issued used = job(1, null);
        Identity last = links.open(used.secret(), "phone " + Cast.next(), null);
        Registered device = register(customer.id());
        DeviceId id = claim(last, device, customer.id(), null);
        Identity lateComer = links.open(used.secret(), "phone " + Cast.next(), null);
        assertRefused(lateComer, "problem.notFound", () -> installations.get(id));
        Registered another = register(customer.id());
        assertRefused(last, "problem.job.USED_UP", () -> {
            claims.check(another.device().unitId(), code(another));
            return true;
        });
        assertRefused(
                last,
                "problem.job.USED_UP",
                () -> claims.claim(another.device().unitId(), code(another), customer.id(), null));
        assertThat(Cast.as(last, () -> installations.get(id)).outcome())
                .as("the last one is still seen to")
                .isEqualTo(Installation.Outcome.OPEN);
        Identity again = links.open(used.secret(), "phone " + Cast.next(), last.guest());
        assertThat(Cast.as(again, () -> vehicles.enter(id, plate("AB 12 345"))))
                .as("also when the link is opened again in the same browser")
                .isEmpty();
        Identity otherJob = links.open(job(1, null).secret(), "phone " + Cast.next(), last.guest());
        assertRefused(otherJob, "problem.notFound", () -> installations.get(id));
        InstallJobs.Issued suspended = job(1, null);
        Cast.as(cast.owner(), () -> customers.suspend(customer.id(), null));
        assertNotOpened("UNKNOWN", suspended.secret());
        assertRefused(last, "problem.signedOut", () -> jobs.own());
    }

    @Test
    void the_secret_is_long_and_kept_nowhere() {
        InstallJobs.Issued issued = job(3, depot);
        assertThat(issued.secret()).hasSize(43);
        assertThat(issued.toString()).doesNotContain(issued.secret());
        InstallJobs.Issued another =
                Cast.as(manager, () -> jobs.link(issued.job().id()));
        assertThat(another.secret()).isNotEqualTo(issued.secret());
        links.open(issued.secret(), "phone " + Cast.next(), null);
        links.open(another.secret(), "phone " + Cast.next(), null);
        List<String> kept = new ArrayList<>();
        for (String table : List.of("install_job", "install_job_link", "audit_entry", "event_publication")) {
            jdbc.sql("select * from " + table).query().listOfRows().forEach(row -> kept.add(row.toString()));
        }
        assertThat(kept)
                .isNotEmpty()
                .noneMatch(row -> row.contains(issued.secret()))
                .noneMatch(row -> row.contains(another.secret()));
    }

    @Test
    void foreign_units_all_look_alike_and_guesses_are_counted_for_the_job() {
        InstallJobs.Issued issued = job(5, null);
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        Registered theirs = register(cast.customer().id());
        Customer child = cast.customer(customer.id());
        Registered below = register(child.id());
        Registered taken = register(customer.id());
        claim(guest, taken, customer.id(), null);
        for (Registered foreign : List.of(theirs, below, taken)) {
            assertRefused(
                    guest,
                    "problem.claim",
                    () -> claims.claim(foreign.device().unitId(), code(foreign), customer.id(), null));
        }
        assertRefused(guest, "problem.claim", () -> claims.claim(newUnit(), code(theirs), customer.id(), null));
        Registered own = register(customer.id());
        for (CustomerId elsewhere : List.of(child.id(), cast.root(), new CustomerId(999_999_999))) {
            assertRefused(
                    guest, "problem.notFound", () -> claims.claim(own.device().unitId(), code(own), elsewhere, null));
        }
        assertThat(list().getFirst().units())
                .as("what was refused took nothing")
                .isOne();
        for (int i = 4; i < Guesses.MOST_OF_A_SOURCE; i++) {
            Identity anew = links.open(issued.secret(), "phone " + Cast.next(), null);
            assertRefused(anew, "problem.claim", () -> claims.claim(newUnit(), code(theirs), customer.id(), null));
        }
        assertRefused(
                links.open(issued.secret(), "phone " + Cast.next(), null),
                "problem.claim.tooMany",
                () -> claims.claim(newUnit(), code(theirs), customer.id(), null));
    }

    @Test
    void two_with_the_same_link_see_their_own_units_only() {
        InstallJobs.Issued issued = job(2, null);
        Identity one = links.open(issued.secret(), "phone " + Cast.next(), null);
        Identity two = links.open(issued.secret(), "phone " + Cast.next(), null);
        DeviceId id = claim(one, register(customer.id()), customer.id(), null);
        for (Callable<?> attempt : List.<Callable<?>>of(
                () -> installations.get(id),
                () -> installations.checkup(id),
                () -> installations.finish(id),
                () -> vehicles.installed(id),
                () -> vehicles.enter(id, plate("X")),
                () -> photos.installed(id),
                () -> {
                    installations.undo(id);
                    return true;
                })) {
            assertRefused(two, "problem.notFound", attempt);
        }
        Cast.as(one, () -> vehicles.enter(id, plate("AB 12 345")));
        DeviceId second = claim(two, register(customer.id()), customer.id(), null);
        assertThat(Cast.as(two, () -> vehicles.enter(second, plate("AB 12 345"))))
                .as("that another device has the plate is none of their business")
                .isEmpty();
    }

    @Test
    void a_guest_can_do_nothing_else() {
        Identity guest = links.open(job(5, depot).secret(), "phone " + Cast.next(), null);
        DeviceId device = register(customer.id()).device().id();
        DeviceId installed = claim(guest, register(customer.id()), customer.id(), null);
        for (Callable<?> attempt : List.<Callable<?>>of(
                () -> registry.list(customer.id(), ListQuery.all(), DeviceFilter.NONE),
                () -> registry.get(device),
                () -> registry.get(installed),
                () -> registry.register(new RegisterDevice(newUnit(), null, customer.id(), null, true)),
                () -> retirement.decommission(installed, null),
                () -> vehicles.of(installed),
                () -> photos.taken(installed),
                () -> photos.of(installed, 1),
                () -> figures.of(customer.id()),
                () -> ingest.list(customer.id(), ListQuery.all()),
                () -> enrolment.list(customer.id(), ListQuery.all()),
                () -> jobs.list(customer.id(), ListQuery.all()),
                () -> jobs.create(new NewInstallJob(new Name("x"), customer.id(), null, 1, end(), null)),
                () -> customers.get(customer.id()),
                () -> customers.nested(customer.id(), ListQuery.all()),
                () -> locations.list(customer.id(), ListQuery.all()),
                () -> locations.ofCustomer(customer.id(), ListQuery.all()),
                () -> users.list(customer.id(), ListQuery.all()),
                () -> profile.get(),
                () -> sessions.own(),
                () -> apiTokens.list(ListQuery.all()),
                () -> history.list(customer.id(), HistoryFilter.NONE, ListQuery.all()))) {
            assertThatThrownBy(() -> Cast.as(guest, attempt)).isInstanceOf(Rejected.class);
        }
        for (Permission permission : Permission.values()) {
            assertThat(Cast.as(guest, () -> access.actor().may(permission, customer.path())))
                    .as(permission.name())
                    .isEqualTo(permission == Permission.CLAIM_DEVICE);
        }
    }

    @Test
    void more_units_than_the_job_has_are_never_installed_also_at_once() throws Exception {
        InstallJobs.Issued issued = job(3, null);
        List<Registered> stock = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            stock.add(register(customer.id()));
        }
        List<Identity> guests = stock.stream()
                .map(unit -> links.open(issued.secret(), "phone " + Cast.next(), null))
                .toList();
        int won = 0;
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Future<Boolean>> tries = new ArrayList<>();
            for (int i = 0; i < stock.size(); i++) {
                Identity guest = guests.get(i);
                Registered unit = stock.get(i);
                tries.add(threads.submit(() -> {
                    try {
                        claim(guest, unit, customer.id(), null);
                        return true;
                    } catch (Rejected rejected) {
                        assertThat(rejected.problem().key()).isEqualTo("problem.job.USED_UP");
                        return false;
                    }
                }));
            }
            for (Future<Boolean> outcome : tries) {
                won += outcome.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(3);
        assertThat(list().getFirst().left()).isZero();
    }

    @Test
    void a_guest_takes_out_what_is_where_the_job_is_and_nothing_else() {
        InstallJobs.Issued issued = job(2, depot);
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        Registered there = registerAt(depot);
        Registered elsewhere = registerAt(null);
        Registered theirs = register(cast.customer().id());
        Registered next = register(customer.id());
        assertRefused(guest, "problem.swap.elsewhere", () -> swaps.check(label(elsewhere)));
        assertRefused(guest, "problem.swap.elsewhere", () -> swaps.swap(label(elsewhere), label(next)));
        assertRefused(guest, "problem.swap", () -> swaps.check(label(theirs)));
        assertThat(list().getFirst().left()).isEqualTo(2);
        DeviceId id =
                Cast.as(guest, () -> swaps.swap(label(there), label(next))).id();
        assertThat(list().getFirst().left()).isOne();
        assertThat(row(there).state()).isEqualTo(UnitState.REPLACED);
        assertThat(Cast.as(guest, () -> installations.undo(id))).isPresent();
        assertThat(list().getFirst().left()).isEqualTo(2);
        assertThat(row(there).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void a_unit_that_was_swapped_counts_no_more_once_that_is_taken_back_at_the_desk() {
        InstallJobs.Issued issued = job(1, depot);
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        User desk = cast.administrator(customer.id());
        Registered there = registerAt(depot);
        Registered next = register(customer.id());
        DeviceId id =
                Cast.as(guest, () -> swaps.swap(label(there), label(next))).id();
        assertThat(list().getFirst().left()).isZero();
        assertThat(Cast.as(desk, () -> retirement.undo(id)).device().id())
                .isEqualTo(there.device().id());
        assertThat(list().getFirst().units()).isZero();
        assertRefused(desk, "problem.swap.undo", () -> retirement.undo(id));
        assertRefused(guest, "problem.notFound", () -> installations.undo(id));
        assertThat(list().getFirst().units()).as("given back once").isZero();
        assertThat(Cast.as(guest, () -> swaps.swap(label(there), label(next))).id())
                .as("there is room for it again")
                .isEqualTo(id);
        assertThat(list().getFirst().units()).isOne();
    }

    @Test
    void a_swap_that_stays_or_that_no_guest_made_gives_nothing_back() {
        InstallJobs.Issued issued = job(3, depot);
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        User desk = cast.administrator(customer.id());
        DeviceId late = Cast.as(guest, () -> swaps.swap(label(registerAt(depot)), label(register(customer.id()))))
                .id();
        jdbc.sql("update device_swap set made_at = ? where new_device_id = ?")
                .params(Instant.now().minusSeconds(16 * 60).atOffset(ZoneOffset.UTC), late.value())
                .update();
        assertRefused(desk, "problem.swap.undo", () -> retirement.undo(late));
        assertRefused(guest, "problem.swap.undo", () -> installations.undo(late));
        assertThat(list().getFirst().units()).isOne();
        DeviceId own = Cast.as(
                        desk, () -> retirement.swap(registerAt(depot).device().id(), null, newUnit()))
                .device()
                .id();
        Cast.does(desk, () -> retirement.undo(own));
        assertThat(list().getFirst().units()).isOne();
    }

    private Registered registerAt(@Nullable LocationId location) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(
                cast.owner(), () -> registry.register(new RegisterDevice(unit, null, customer.id(), location, true)));
    }

    private static UnitLabel label(Registered device) {
        return new UnitLabel(
                device.device().unitId(), new ClaimCode(device.credential().claimCode()));
    }

    @Test
    void a_job_has_bounds() {
        LocationId elsewhere = Cast.as(
                        cast.owner(), () -> locations.create(cast.customer().id(), new Name("Other")))
                .id();
        assertInvalid("locationId", new NewInstallJob(new Name("x"), customer.id(), elsewhere, 1, end(), null));
        assertInvalid("maxUnits", new NewInstallJob(new Name("x"), customer.id(), null, 0, end(), null));
        assertInvalid("maxUnits", new NewInstallJob(new Name("x"), customer.id(), null, 10_001, end(), null));
        assertInvalid("expiresAt", new NewInstallJob(new Name("x"), customer.id(), null, 1, Instant.now(), null));
        assertInvalid(
                "expiresAt",
                new NewInstallJob(
                        new Name("x"), customer.id(), null, 1, Instant.now().plus(Duration.ofDays(91)), null));
        assertInvalid("note", new NewInstallJob(new Name("x"), customer.id(), null, 1, end(), "x".repeat(501)));
    }

    private void assertInvalid(String field, NewInstallJob data) {
        assertThatThrownBy(() -> Cast.as(manager, () -> jobs.create(data)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().field()).isEqualTo(field));
    }

    @Test
    void whoever_is_kept_to_some_locations_has_the_jobs_there_alone() {
        LocationId yard = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Yard")))
                .id();
        User local = cast.user(customer.id(), true, Set.of(depot), Group.DEVICE_MANAGEMENT);
        long there = job(1, depot).job().id();
        long elsewhere = job(1, yard).job().id();
        long nowhere = job(1, null).job().id();
        Slice<InstallJob> listed = Cast.as(local, () -> jobs.list(customer.id(), ListQuery.all()));
        assertThat(listed.items()).extracting(InstallJob::id).containsExactly(there);
        assertThat(listed.total()).isOne();
        EmailAddress guest = new EmailAddress("guest" + Cast.next() + "@example.com");
        for (long other : List.of(elsewhere, nowhere)) {
            assertRefused("problem.notFound", () -> Cast.as(local, () -> jobs.link(other)));
            assertRefused("problem.notFound", () -> Cast.does(local, () -> jobs.mail(other, guest)));
            assertRefused("problem.notFound", () -> Cast.does(local, () -> jobs.revoke(other)));
        }
        Cast.as(local, () -> jobs.link(there));
        Cast.does(local, () -> jobs.revoke(there));
        assertThat(list())
                .filteredOn(job -> job.id() != there)
                .allMatch(job -> job.revokedAt() == null)
                .hasSize(2);
        User nobody = cast.user(customer.id(), true, Set.of(), Group.DEVICE_MANAGEMENT);
        assertThat(Cast.as(nobody, () -> jobs.list(customer.id(), ListQuery.all()))
                        .items())
                .isEmpty();
    }

    @Test
    void whoever_is_kept_to_some_locations_makes_jobs_there_alone() {
        LocationId yard = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Yard")))
                .id();
        User local = cast.user(customer.id(), true, Set.of(depot), Group.DEVICE_MANAGEMENT);
        assertRefused(local, "problem.device.location.own", () -> jobs.create(at(null)));
        assertRefused(local, "problem.device.location", () -> jobs.create(at(yard)));
        assertThat(Cast.as(local, () -> jobs.create(at(depot))).job().locationId())
                .isEqualTo(depot);
    }

    private NewInstallJob at(@Nullable LocationId location) {
        return new NewInstallJob(new Name("x"), customer.id(), location, 1, end(), null);
    }

    @Test
    void nobody_fills_a_mailbox_with_links_of_jobs() {
        long job = job(1, null).job().id();
        EmailAddress guest = new EmailAddress("guest" + Cast.next() + "@example.com");
        for (int i = 0; i < MailAllowance.AT_ONCE; i++) {
            Cast.does(manager, () -> jobs.mail(job, guest));
        }
        assertThatThrownBy(() -> Cast.does(manager, () -> jobs.mail(job, guest)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo("problem.mail.tooMany"));
        for (int i = MailAllowance.AT_ONCE; i < MailAllowance.TO_ANYBODY; i++) {
            EmailAddress another = new EmailAddress("guest" + Cast.next() + "@example.com");
            Cast.does(manager, () -> jobs.mail(job, another));
        }
        EmailAddress oneMore = new EmailAddress("guest" + Cast.next() + "@example.com");
        assertThatThrownBy(() -> Cast.does(manager, () -> jobs.mail(job, oneMore)))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS));
    }

    private void assertNotOpened(String reason, String secret) {
        assertThatThrownBy(() -> links.open(secret, "phone " + Cast.next(), null))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo("problem.job." + reason));
    }

    private static void assertRefused(Identity guest, String key, Callable<?> attempt) {
        assertRefused(key, () -> Cast.as(guest, attempt));
    }

    private static void assertRefused(User user, String key, Callable<?> attempt) {
        assertRefused(key, () -> Cast.as(user, attempt));
    }

    private static void assertRefused(String key, ThrowableAssert.ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo(key));
    }

    private List<String> who(String kind, String entity) {
        return jdbc.sql("select actor_name from audit_entry where kind = ? and entity = ? order by id")
                .params(kind, entity)
                .query(String.class)
                .list();
    }

    private List<InstallJob> list() {
        return Cast.as(manager, () -> jobs.list(customer.id(), ListQuery.all())).items();
    }

    private InstallJobs.Issued job(int units, @Nullable LocationId location) {
        return Cast.as(
                manager,
                () -> jobs.create(
                        new NewInstallJob(new Name("Garage Larsen"), customer.id(), location, units, end(), null)));
    }

    private static Instant end() {
        return Instant.now().plus(Duration.ofDays(7));
    }

    private DeviceId claim(Identity guest, Registered device, CustomerId there, @Nullable LocationId location) {
        return Cast.as(guest, () -> claims.claim(device.device().unitId(), code(device), there, location))
                .id();
    }

    private DeviceRow row(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id()));
    }

    private Registered register(CustomerId owner) {
        return Cast.as(cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), null, owner, null, false)));
    }

    private static ClaimCode code(Registered device) {
        return new ClaimCode(device.credential().claimCode());
    }

    private static Vehicle plate(String plate) {
        return new Vehicle(plate, null, null, null, null);
    }

    private static UnitId newUnit() {
        return new UnitId(UUID.randomUUID().toString().replace("-", ""));
    }
}
