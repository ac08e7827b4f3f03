package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.user.User;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class SuspensionTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    private Customer home;
    private Customer customer;
    private Customer nested;
    private User administrator;

    @BeforeEach
    void grow() {
        home = cast.customer();
        customer = cast.customer(home.id());
        nested = cast.customer(customer.id());
        administrator = cast.administrator(home.id());
    }

    private void refused(User user) {
        assertThatThrownBy(() -> Cast.as(user, () -> customers.get(user.customerId())))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.SIGNED_OUT));
    }

    private void served(User user) {
        assertThat(Cast.as(user, () -> customers.get(user.customerId()))).isNotNull();
    }

    @Test
    void users_of_the_whole_branch_are_refused_at_once_and_served_again_after() {
        User own = cast.administrator(customer.id());
        User below = cast.user(nested.id(), Group.FLEET_MANAGEMENT);
        Cast.as(administrator, () -> customers.suspend(customer.id(), null));
        refused(own);
        refused(below);
        served(administrator);
        Cast.as(administrator, () -> customers.resume(customer.id(), null));
        served(own);
        served(below);
    }

    @Test
    void the_list_tells_who_is_suspended_and_who_is_with_one_above() {
        Cast.as(administrator, () -> customers.suspend(customer.id(), null));
        List<CustomerRow> rows = Cast.as(
                        administrator, () -> customers.nested(home.id(), new ListQuery("", List.of(), 50, 0, null)))
                .items();
        assertThat(rows)
                .filteredOn(row -> row.id().equals(customer.id()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.status()).isEqualTo(CustomerStatus.SUSPENDED);
                    assertThat(row.suspendedAbove()).isFalse();
                });
        assertThat(rows)
                .filteredOn(row -> row.id().equals(nested.id()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.status()).isEqualTo(CustomerStatus.ACTIVE);
                    assertThat(row.suspendedAbove()).isTrue();
                });
    }

    @Test
    void suspension_follows_a_move() {
        User below = cast.user(nested.id(), Group.FLEET_MANAGEMENT);
        Cast.as(administrator, () -> customers.suspend(customer.id(), null));
        refused(below);
        Cast.as(administrator, () -> moves.move(nested.id(), null, home.id()));
        served(below);
        Cast.as(administrator, () -> moves.move(nested.id(), null, customer.id()));
        refused(below);
    }

    @Test
    void nobody_suspends_their_own_customer() {
        assertThatThrownBy(() -> Cast.as(administrator, () -> customers.suspend(home.id(), null)))
                .isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> customers.suspend(cast.root(), null)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void a_second_suspension_changes_nothing() {
        Customer once = Cast.as(administrator, () -> customers.suspend(customer.id(), null));
        assertThat(Cast.as(administrator, () -> customers.suspend(customer.id(), null))
                        .version())
                .isEqualTo(once.version());
    }
}
