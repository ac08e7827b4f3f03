package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.BrowserSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.audit.HistoryEntry;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An administrator looks at the program as somebody else sees it. */
@MusterTest
class PreviewsTest {

    @Autowired
    Cast cast;

    @Autowired
    Access access;

    @Autowired
    Previews previews;

    @Autowired
    Users users;

    @Autowired
    Customers customers;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    HistoryReader history;

    @Autowired
    Profile profile;

    @Autowired
    Sessions sessions;

    @Autowired
    ApiTokens tokens;

    @Autowired
    SecondFactors factors;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private Customer child;
    private User administrator;
    private BrowserSession session;

    @BeforeEach
    void sign_in() {
        home = cast.customer();
        child = cast.customer(home.id());
        administrator = cast.administrator(home.id());
        session = BrowserSession.begin(jdbc, administrator);
    }

    private DeviceId device(Customer owner) {
        UnitId unit = new UnitId("seen-as-" + Cast.next());
        return Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, owner.id(), null, true)))
                .device()
                .id();
    }

    private List<DeviceId> seenAt(CustomerId customer) {
        return devices.list(customer, ListQuery.all(), DeviceFilter.NONE).items().stream()
                .filter(DeviceRow::seen)
                .map(DeviceRow::id)
                .toList();
    }

    private static void isRefused(ThrowingCallable attempt, Rejected.Kind kind) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(kind));
    }

    private List<HistoryEntry> entries(Customer customer, String action) {
        return Cast.as(cast.owner(), () -> history.list(customer.id(), HistoryFilter.NONE, ListQuery.all()))
                .items()
                .stream()
                .filter(entry -> entry.action().equals(action))
                .toList();
    }

    @Test
    void what_is_seen_is_what_the_user_sees() {
        DeviceId own = device(child);
        device(home);
        User fleet = cast.user(child.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS);
        session.does(() -> previews.begin(fleet.id()));
        assertThat(session.as(() -> seenAt(child.id())))
                .isEqualTo(Cast.as(fleet, () -> seenAt(child.id())))
                .containsExactly(own);
        isRefused(() -> session.does(() -> customers.get(home.id())), Rejected.Kind.NOT_FOUND);
        isRefused(() -> session.does(() -> users.list(child.id(), ListQuery.all())), Rejected.Kind.FORBIDDEN);
        assertThat(session.as(() -> access.person().id())).isEqualTo(administrator.id());
    }

    @Test
    void what_is_personal_stays_closed() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        isRefused(() -> session.does(() -> profile.get()), Rejected.Kind.FORBIDDEN);
        isRefused(() -> session.does(() -> sessions.own()), Rejected.Kind.FORBIDDEN);
        isRefused(() -> session.does(() -> sessions.endOwn()), Rejected.Kind.FORBIDDEN);
        isRefused(() -> session.does(() -> tokens.list(ListQuery.all())), Rejected.Kind.FORBIDDEN);
        isRefused(() -> session.does(() -> factors.begin()), Rejected.Kind.FORBIDDEN);
        isRefused(
                () -> session.does(() -> profile.changePassword(Cast.PASSWORD, "other slow tractors")),
                Rejected.Kind.FORBIDDEN);
    }

    @Test
    void the_history_of_both_tells_who_looked_as_whom() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        session.does(() -> previews.end());
        for (String action : List.of("previewStarted", "previewEnded")) {
            assertThat(entries(child, action)).singleElement().satisfies(entry -> {
                assertThat(entry.actor()).isEqualTo(administrator.username());
                assertThat(entry.label()).isEqualTo(other.username());
            });
            assertThat(entries(home, action)).hasSize(2).anySatisfy(entry -> {
                assertThat(entry.label()).isEqualTo(administrator.username());
                assertThat(entry.fields().getFirst().to()).isEqualTo(other.username());
            });
        }
        assertThat(session.as(() -> access.actor().id())).isEqualTo(administrator.id());
        assertThat(session.as(() -> customers.get(home.id())).id()).isEqualTo(home.id());
    }

    /** The page of somebody on site serves nothing but to claim, and is what they see all the same. */
    @Test
    void a_page_that_only_acts_is_shown_to_look_at_and_lets_nobody_act() {
        User fitter = cast.user(child.id(), Group.INSTALLER);
        BrowserSession own = BrowserSession.begin(jdbc, cast.user(home.id(), Group.values()));
        own.does(() -> previews.begin(fitter.id()));
        own.does(() -> access.requirePage(access.actor(), Permission.CLAIM_DEVICE, child.path()));
        isRefused(
                () -> own.does(() -> access.require(access.actor(), Permission.CLAIM_DEVICE, child.path())),
                Rejected.Kind.FORBIDDEN);
        isRefused(
                () -> own.does(() -> access.requirePage(access.actor(), Permission.CLAIM_DEVICE, home.path())),
                Rejected.Kind.NOT_FOUND);
        session.does(() ->
                previews.begin(cast.user(child.id(), Group.FLEET_MANAGEMENT).id()));
        isRefused(
                () -> session.does(() -> access.requirePage(access.actor(), Permission.CLAIM_DEVICE, child.path())),
                Rejected.Kind.FORBIDDEN);
    }

    @Test
    void previews_do_not_nest() {
        User other = cast.administrator(child.id());
        User third = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        isRefused(() -> session.does(() -> previews.begin(third.id())), Rejected.Kind.FORBIDDEN);
    }

    @Test
    void nobody_sees_more_than_they_do_as_themselves() {
        User plain = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.FLEET_MANAGEMENT);
        BrowserSession own = BrowserSession.begin(jdbc, plain);
        User all = cast.user(home.id(), Group.FULL_DEVICE_ACCESS);
        isRefused(() -> own.does(() -> previews.begin(all.id())), Rejected.Kind.FORBIDDEN);
        Location depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot")));
        User local = cast.user(home.id(), true, Set.of(depot.id()), Group.FLEET_MANAGEMENT);
        isRefused(() -> own.does(() -> previews.begin(local.id())), Rejected.Kind.FORBIDDEN);
        User driver = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        jdbc.sql("insert into user_device (user_id, device_id) values (:user, :device)")
                .param("user", driver.id().value())
                .param("device", device(home).value())
                .update();
        isRefused(() -> own.does(() -> previews.begin(driver.id())), Rejected.Kind.FORBIDDEN);
        session.does(() -> previews.begin(driver.id()));
    }

    @Test
    void out_of_reach_is_not_found_and_oneself_is_refused() {
        User elsewhere = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        isRefused(() -> session.does(() -> previews.begin(elsewhere.id())), Rejected.Kind.NOT_FOUND);
        isRefused(() -> session.does(() -> previews.begin(administrator.id())), Rejected.Kind.FORBIDDEN);
        User gone = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        Cast.as(cast.owner(), () -> users.setActive(gone.id(), false));
        isRefused(() -> session.does(() -> previews.begin(gone.id())), Rejected.Kind.CONFLICT);
    }

    @Test
    void demotion_of_whoever_looks_ends_it_and_gives_no_rights_back_unasked() {
        User other = cast.administrator(child.id());
        session.does(() -> previews.begin(other.id()));
        Cast.as(
                cast.owner(),
                () -> users.edit(
                        administrator.id(),
                        users.get(administrator.id()).version(),
                        with(administrator, Group.ACCOUNT_ADMINISTRATOR)));
        assertThat(session.as(() -> access.preview().orElseThrow().over())).isTrue();
        assertThat(session.as(() -> access.actor().id())).isEqualTo(administrator.id());
        isRefused(
                () -> session.does(() -> customers.edit(home.id(), home.version(), Cast.customerData("New"))),
                Rejected.Kind.FORBIDDEN);
        session.does(() -> previews.end());
        assertThat(session.as(() -> access.preview())).isEmpty();
        session.does(() -> customers.edit(home.id(), home.version(), Cast.customerData("New")));
    }

    private static UserData with(User user, Group... groups) {
        UserData data = user.data();
        return new UserData(
                data.email(),
                data.username(),
                data.customer(),
                Set.of(groups),
                data.person(),
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }

    @Test
    void deactivation_of_the_other_ends_it() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        Cast.as(cast.owner(), () -> users.setActive(other.id(), false));
        assertThat(session.as(() -> access.preview().orElseThrow().over())).isTrue();
    }

    @Test
    void when_the_other_is_gone_for_good_it_is_over_and_gives_no_rights_back_unasked() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        jdbc.sql("delete from app_user where id = :id")
                .param("id", other.id().value())
                .update();
        assertThat(session.as(() -> access.preview().orElseThrow().over())).isTrue();
        assertThat(session.as(() -> access.actor().id())).isEqualTo(administrator.id());
        isRefused(
                () -> session.does(() -> customers.edit(home.id(), home.version(), Cast.customerData("New"))),
                Rejected.Kind.FORBIDDEN);
        session.does(() -> previews.end());
        assertThat(session.as(() -> access.preview())).isEmpty();
        assertThat(entries(home, "previewEnded"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.label()).isEqualTo(administrator.username()));
        session.does(() -> customers.edit(home.id(), home.version(), Cast.customerData("New")));
    }

    @Test
    void it_ends_after_half_an_hour() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        assertThat(session.as(() -> access.preview().orElseThrow().left()))
                .isLessThanOrEqualTo(Previews.LONGEST)
                .isGreaterThan(Previews.LONGEST.minusMinutes(1));
        jdbc.sql("update user_session set preview_until = current_timestamp where id = :id")
                .param("id", session.id())
                .update();
        assertThat(session.as(() -> access.preview().orElseThrow().over())).isTrue();
        assertThat(session.as(() -> access.actor().id())).isEqualTo(administrator.id());
        isRefused(
                () -> session.does(() -> customers.edit(home.id(), home.version(), Cast.customerData("New"))),
                Rejected.Kind.FORBIDDEN);
    }

    @Test
    void it_ends_with_the_session_and_the_history_says_so() {
        User other = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        session.does(() -> previews.begin(other.id()));
        sessions.end(session.id());
        assertThat(entries(child, "previewEnded")).hasSize(1);
        BrowserSession second = BrowserSession.begin(jdbc, administrator);
        second.does(() -> previews.begin(other.id()));
        Cast.as(cast.owner(), () -> users.setActive(administrator.id(), false));
        assertThat(entries(child, "previewEnded")).hasSize(2);
    }
}
