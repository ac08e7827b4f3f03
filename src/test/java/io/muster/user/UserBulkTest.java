package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import io.muster.location.Locations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes of many users: everybody goes through the guards alone, and nobody stops the others. */
@MusterTest
class UserBulkTest {

    @Autowired
    UserBulk bulk;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    HistoryReader history;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Sessions sessions;

    @Autowired
    UserRepository repository;

    private Customer home;
    private Customer child;
    private User administrator;
    private User one;
    private User two;

    @BeforeEach
    void some_users() {
        home = cast.customer();
        child = cast.customer(home.id());
        administrator = cast.administrator(home.id());
        one = cast.user(home.id(), Group.INSTALLER);
        two = cast.user(child.id(), Group.FLEET_MANAGEMENT, Group.INSTALLER);
    }

    private BulkResult apply(User actor, BulkChange change, User... chosen) {
        List<UserId> ids = List.of(chosen).stream().map(User::id).toList();
        return Cast.as(actor, () -> bulk.apply(ids, change));
    }

    private User now(User user) {
        return Cast.as(cast.owner(), () -> users.get(user.id()));
    }

    private LocationId location(Customer customer) {
        return Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot " + Cast.next())))
                .id();
    }

    private static List<String> reasons(BulkResult result) {
        return result.refused().stream()
                .map(refused ->
                        refused.username() + " " + refused.problems().getFirst().key())
                .toList();
    }

    @Test
    void all_are_deactivated_and_come_back_by_undo_with_a_line_each_in_the_history() {
        sessions.begin(one.id(), "10.0.0.1", "a browser");
        BulkResult result = apply(administrator, new BulkChange.Deactivate(), one, two);
        assertThat(result.done()).extracting(BulkResult.Done::username).containsExactly(one.username(), two.username());
        assertThat(result.refused()).isEmpty();
        assertThat(now(one).active()).isFalse();
        assertThat(jdbc.sql("select count(*) from user_session where user_id = :id")
                        .param("id", one.id().value())
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(apply(administrator, new BulkChange.Deactivate(), one, two).unchanged())
                .isEqualTo(2);
        BulkResult undone = Cast.as(administrator, () -> bulk.undo(result));
        assertThat(undone.refused()).isEmpty();
        assertThat(now(one).data()).isEqualTo(one.data());
        assertThat(now(two).data()).isEqualTo(two.data());
        assertThat(Cast.as(administrator, () -> history.list(child.id(), HistoryFilter.NONE, ListQuery.all()))
                        .items())
                .filteredOn(entry -> entry.label().equals(two.username()))
                .hasSize(3);
    }

    @Test
    void one_foreign_id_refuses_the_whole_batch_as_not_found() {
        User beside = cast.user(cast.customer().id(), Group.INSTALLER);
        for (UserId foreign : List.of(beside.id(), cast.owner().id(), new UserId(999_999_999L))) {
            assertThatThrownBy(() -> Cast.as(
                            administrator,
                            () -> bulk.apply(List.of(one.id(), foreign, two.id()), new BulkChange.Deactivate())))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        }
        assertThat(now(one).active()).isTrue();
        assertThat(now(beside).active()).isTrue();
    }

    @Test
    void who_is_refused_stops_nobody_else() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.INSTALLER);
        BulkResult result = apply(lesser, new BulkChange.Deactivate(), administrator, one, lesser);
        assertThat(result.done()).extracting(BulkResult.Done::username).containsExactly(one.username());
        assertThat(reasons(result))
                .containsExactly(
                        administrator.username() + " problem.user.higher",
                        lesser.username() + " problem.user.ownRights");
        assertThat(now(administrator).active()).isTrue();
    }

    @Test
    void only_a_group_that_one_holds_is_handed_out_and_everybody_keeps_one() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.INSTALLER);
        assertThatThrownBy(() -> apply(lesser, new BulkChange.AddGroup(Group.DEVICE_MANAGEMENT), one))
                .isInstanceOf(Rejected.class);
        BulkResult added = apply(administrator, new BulkChange.AddGroup(Group.FLEET_MANAGEMENT), one, two);
        assertThat(added.done()).hasSize(1);
        assertThat(added.unchanged()).isEqualTo(1);
        assertThat(now(one).groups()).containsExactlyInAnyOrder(Group.INSTALLER, Group.FLEET_MANAGEMENT);
        User single = cast.user(home.id(), Group.INSTALLER);
        BulkResult removed = apply(administrator, new BulkChange.RemoveGroup(Group.INSTALLER), one, single);
        assertThat(removed.done()).extracting(BulkResult.Done::username).containsExactly(one.username());
        assertThat(reasons(removed)).containsExactly(single.username() + " problem.groups.required");
    }

    @Test
    void who_moves_loses_locations_that_are_not_there_and_sees_no_more_than_before() {
        LocationId there = location(child);
        LocationId elsewhere = location(home);
        User narrow = cast.user(home.id(), true, Set.of(there, elsewhere), Group.FLEET_MANAGEMENT);
        BulkResult result = apply(administrator, new BulkChange.MoveTo(child.id()), narrow, one);
        assertThat(result.done()).hasSize(2);
        assertThat(now(narrow).customerId()).isEqualTo(child.id());
        assertThat(now(narrow).restricted()).isTrue();
        assertThat(now(narrow).locations()).containsExactly(there);
        Cast.as(administrator, () -> bulk.undo(result));
        assertThat(now(narrow).locations()).containsExactlyInAnyOrder(there, elsewhere);
        assertThatThrownBy(() -> apply(administrator, new BulkChange.MoveTo(cast.root()), one))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.customer.unknown"));
    }

    @Test
    void locations_are_set_added_and_removed() {
        LocationId first = location(home);
        LocationId second = location(home);
        User whole = cast.user(home.id(), Group.INSTALLER);
        apply(administrator, new BulkChange.SetLocations(Set.of(first)), one);
        assertThat(now(one).restricted()).isTrue();
        BulkResult added = apply(administrator, new BulkChange.AddLocations(Set.of(second)), one, whole);
        assertThat(reasons(added)).containsExactly(whole.username() + " problem.user.notRestricted");
        assertThat(now(one).locations()).containsExactlyInAnyOrder(first, second);
        apply(administrator, new BulkChange.RemoveLocations(Set.of(first, second)), one);
        assertThat(now(one).restricted()).isTrue();
        assertThat(now(one).locations()).isEmpty();
        apply(administrator, new BulkChange.Everywhere(), one);
        assertThat(now(one).restricted()).isFalse();
        // The location belongs to home, which is not below the child.
        assertThat(reasons(apply(administrator, new BulkChange.SetLocations(Set.of(first)), two)))
                .containsExactly(two.username() + " problem.location.unknown");
    }

    @Test
    void a_restricted_administrator_passes_on_own_locations_only() {
        LocationId mine = location(home);
        LocationId other = location(home);
        User narrow = cast.user(home.id(), true, Set.of(mine), Group.values());
        User below = cast.user(home.id(), true, Set.of(mine), Group.INSTALLER);
        assertThat(reasons(apply(narrow, new BulkChange.SetLocations(Set.of(other)), below, one)))
                .containsExactly(
                        below.username() + " problem.locations.notHeld", one.username() + " problem.user.higher");
        assertThat(reasons(apply(narrow, new BulkChange.Everywhere(), below)))
                .containsExactly(below.username() + " problem.locations.notHeld");
    }

    @Test
    void the_administrators_of_the_root_are_not_all_taken_away_by_one_batch() {
        User passing = cast.administrator(cast.root());
        UserData ending = passing.data().until(Instant.now().plus(Duration.ofDays(1)));
        Cast.as(cast.owner(), () -> users.edit(passing.id(), passing.version(), ending));
        List<UserId> others =
                repository.rootAdministrators().stream().map(UserId::new).toList();
        BulkResult result = Cast.as(passing, () -> bulk.apply(others, new BulkChange.Deactivate()));
        try {
            assertThat(result.done()).hasSize(others.size() - 1);
            assertThat(reasons(result)).singleElement().asString().endsWith("problem.user.lastAdministrator");
        } finally {
            Cast.as(passing, () -> bulk.undo(result));
        }
        assertThat(repository.rootAdministrators()).hasSameSizeAs(others);
        Cast.as(cast.owner(), () -> users.delete(passing.id(), null));
    }

    @Test
    void who_was_changed_meanwhile_is_left_alone_by_undo() {
        BulkResult result = apply(administrator, new BulkChange.Delete(), one, two);
        Cast.as(cast.owner(), () -> users.restore(one.id()));
        BulkResult undone = Cast.as(administrator, () -> bulk.undo(result));
        assertThat(undone.done()).extracting(BulkResult.Done::username).containsExactly(two.username());
        assertThat(reasons(undone)).containsExactly(one.username() + " problem.stale");
    }

    @Test
    void many_take_no_more_statements_than_few() {
        List<UserId> few = List.of(one.id(), two.id());
        List<UserId> many = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            many.add(cast.user(home.id(), Group.INSTALLER).id());
        }
        BulkChange change = new BulkChange.Deactivate();
        List<String> small = StatementCounter.during(() -> Cast.does(administrator, () -> bulk.apply(few, change)));
        List<String> large = StatementCounter.during(() -> Cast.does(administrator, () -> bulk.apply(many, change)));
        assertThat(large).hasSizeLessThanOrEqualTo(small.size());
    }

    @Test
    void who_may_not_manage_users_changes_none() {
        User fleet = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        assertThatThrownBy(() -> apply(fleet, new BulkChange.Deactivate(), one))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
    }
}
