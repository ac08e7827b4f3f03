package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class CustomerMovesTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    Locations locations;

    @Autowired
    Users users;

    private Customer home;
    private Customer left;
    private Customer right;
    private Customer leaf;
    private User administrator;

    @BeforeEach
    void grow() {
        home = cast.customer();
        left = cast.customer(home.id());
        right = cast.customer(home.id());
        leaf = cast.customer(left.id());
        administrator = cast.administrator(home.id());
    }

    private Customer now(Customer customer) {
        return Cast.as(cast.owner(), () -> customers.get(customer.id()));
    }

    private Customer move(User actor, Customer customer, Customer parent) {
        return Cast.as(actor, () -> moves.move(customer.id(), null, parent.id()));
    }

    @Test
    void everything_below_comes_along() {
        Customer moved = move(administrator, left, right);
        assertThat(moved.parentId()).isEqualTo(right.id());
        assertThat(moved.path()).isEqualTo(right.path().child(left.id()));
        assertThat(now(leaf).path()).isEqualTo(moved.path().child(leaf.id()));
        assertThat(now(leaf).parentId()).isEqualTo(left.id());
        assertThat(Cast.as(administrator, () -> customers.nested(right.id(), ListQuery.all()))
                        .total())
                .isEqualTo(2);
    }

    @Test
    void sight_follows_the_tree_at_once() {
        User above = cast.administrator(left.id());
        User elsewhere = cast.administrator(right.id());
        assertThat(Cast.as(above, () -> customers.get(leaf.id()))).isNotNull();
        move(administrator, leaf, right);
        assertThatThrownBy(() -> Cast.as(above, () -> customers.get(leaf.id()))).isInstanceOf(Rejected.class);
        assertThat(Cast.as(elsewhere, () -> customers.get(leaf.id()))).isNotNull();
    }

    @Test
    void a_move_back_restores_what_was() {
        move(administrator, left, right);
        move(administrator, left, home);
        assertThat(now(left).path()).isEqualTo(left.path());
        assertThat(now(leaf).path()).isEqualTo(leaf.path());
    }

    @Test
    void a_customer_cannot_be_moved_below_itself() {
        for (Customer target : List.of(left, leaf)) {
            assertThatThrownBy(() -> move(administrator, left, target))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.customer.circle"));
        }
        assertThat(now(left).path()).isEqualTo(left.path());
    }

    @Test
    void nothing_is_moved_to_where_the_mover_does_not_reach() {
        Customer foreign = cast.customer();
        for (CustomerId target : List.of(foreign.id(), cast.root(), new CustomerId(999_999_999))) {
            assertThatThrownBy(() -> Cast.as(administrator, () -> moves.move(left.id(), null, target)))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.customer.unknown"));
        }
        assertThatThrownBy(() -> Cast.as(administrator, () -> moves.move(foreign.id(), null, home.id())))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        assertThatThrownBy(() -> Cast.as(administrator, () -> moves.move(home.id(), null, left.id())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void two_moves_that_together_would_make_a_circle_leave_a_tree() throws Exception {
        for (int round = 0; round < 5; round++) {
            Customer one = cast.customer(home.id());
            Customer other = cast.customer(home.id());
            List<Callable<String>> attempts = List.of(() -> attempt(one, other), () -> attempt(other, one));
            List<String> outcomes = new ArrayList<>();
            try (var pool = Executors.newFixedThreadPool(2)) {
                for (Future<String> outcome : pool.invokeAll(attempts)) {
                    outcomes.add(outcome.get());
                }
            }
            assertThat(outcomes).containsExactlyInAnyOrder("moved", "problem.customer.circle");
            for (Customer customer : List.of(now(one), now(other))) {
                assertThat(customer.path().parent().customer()).isEqualTo(customer.parentId());
                assertThat(home.path().isAbove(customer.path())).isTrue();
            }
        }
    }

    private String attempt(Customer customer, Customer parent) {
        try {
            move(administrator, customer, parent);
            return "moved";
        } catch (Rejected rejected) {
            return rejected.problem().key();
        }
    }

    @Test
    void a_customer_that_is_created_while_its_parent_moves_stands_below_it() throws Exception {
        for (int round = 0; round < 5; round++) {
            Customer parent = cast.customer(left.id());
            List<Callable<Customer>> calls = List.of(
                    () -> move(administrator, parent, right),
                    () -> Cast.as(
                            administrator,
                            () -> customers.create(parent.id(), Cast.customerData("Late " + Cast.next()))));
            try (var pool = Executors.newFixedThreadPool(2)) {
                List<Future<Customer>> results = pool.invokeAll(calls);
                Customer created = now(results.get(1).get());
                assertThat(created.path())
                        .isEqualTo(right.path().child(parent.id()).child(created.id()));
                results.get(0).get();
            }
        }
    }

    @Test
    void a_preview_counts_who_loses_and_who_gains_sight() {
        cast.user(left.id(), Group.FLEET_MANAGEMENT);
        cast.user(left.id(), Group.INSTALLER);
        cast.user(right.id(), Group.FULL_DEVICE_ACCESS);
        cast.user(right.id(), Group.DEVICE_MANAGEMENT);
        cast.user(leaf.id(), Group.INSTALLER);
        cast.customer(leaf.id());
        CustomerMoves.Preview preview = Cast.as(administrator, () -> moves.preview(leaf.id(), right.id()));
        assertThat(preview).isEqualTo(new CustomerMoves.Preview(1, 1, 0, 1, 2));
        assertThat(Cast.as(administrator, () -> moves.preview(leaf.id(), left.id())))
                .isEqualTo(new CustomerMoves.Preview(1, 1, 0, 0, 0));
    }

    @Test
    void targets_are_the_movers_customers_but_not_the_branch_itself() {
        assertThat(Cast.as(administrator, () -> moves.targets(left.id(), ListQuery.all()))
                        .items())
                .extracting(CustomerRow::id)
                .containsExactlyInAnyOrder(home.id(), right.id());
    }

    @Test
    void users_who_do_not_see_the_branch_any_more_lose_its_locations_and_see_no_more_than_before() {
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(leaf.id(), new Name("Depot")))
                .id();
        User loses = cast.user(left.id(), true, Set.of(depot), Group.FULL_DEVICE_ACCESS);
        User keeps = cast.user(home.id(), true, Set.of(depot), Group.FULL_DEVICE_ACCESS);
        User inside = cast.user(leaf.id(), true, Set.of(depot), Group.FULL_DEVICE_ACCESS);
        move(administrator, leaf, right);
        User lost = Cast.as(cast.owner(), () -> users.get(loses.id()));
        assertThat(lost.locations()).isEmpty();
        assertThat(lost.restricted()).isTrue();
        for (User user : List.of(keeps, inside)) {
            assertThat(Cast.as(cast.owner(), () -> users.get(user.id())).locations())
                    .containsExactly(depot);
        }
    }

    @Test
    void an_edit_made_from_before_the_move_does_not_undo_it() {
        Customer before = now(leaf);
        move(administrator, left, right);
        assertThatThrownBy(() -> Cast.as(
                        administrator,
                        () -> customers.edit(leaf.id(), before.version(), Cast.customerData("Late edit"))))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.STALE));
    }
}
