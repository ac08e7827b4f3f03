package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.user.User;
import io.muster.user.Users;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class NestingTest {

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Test
    void customers_are_nested_to_a_limit_and_work_there_too() {
        Customer deepest = cast.customer();
        while (deepest.path().depth() < TreePath.MAX_DEPTH) {
            deepest = cast.customer(deepest.id());
        }
        Customer last = deepest;
        assertThatThrownBy(() -> cast.customer(last.id()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.customer.tooDeep"));
        User there = cast.user(last.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThat(Cast.as(there, () -> users.list(last.id(), ListQuery.all())).total())
                .isEqualTo(1);
    }
}
