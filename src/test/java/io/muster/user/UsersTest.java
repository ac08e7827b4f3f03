package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class UsersTest {

    @Autowired
    Users users;

    @Autowired
    Cast cast;

    private static UserData data(Customer customer, String name, Group... groups) {
        return new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                customer.id(),
                Set.of(groups),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }

    private static Users.FirstPassword password() {
        return new Users.FirstPassword.Chosen(Cast.PASSWORD);
    }

    @Test
    void a_created_user_is_in_the_list_with_groups_and_customer() {
        Customer customer = cast.customer();
        String name = "list" + Cast.next();
        Cast.as(
                cast.owner(),
                () -> users.create(data(customer, name, Group.FLEET_MANAGEMENT, Group.INSTALLER), password()));
        var list =
                Cast.as(cast.owner(), () -> users.list(customer.id(), ListQuery.search(name.toUpperCase(Locale.ROOT))));
        assertThat(list.total()).isEqualTo(1);
        UserRow row = list.items().getFirst();
        assertThat(row.username()).isEqualTo(name);
        assertThat(row.customerName()).isEqualTo(customer.name().value());
        assertThat(row.groups()).containsExactly(Group.FLEET_MANAGEMENT, Group.INSTALLER);
        assertThat(row.active()).isTrue();
    }

    @Test
    void an_address_that_differs_only_in_case_is_taken() {
        Customer customer = cast.customer();
        String name = "twice" + Cast.next();
        Cast.as(cast.owner(), () -> users.create(data(customer, name, Group.INSTALLER), password()));
        assertThatThrownBy(() -> Cast.as(
                        cast.owner(),
                        () -> users.create(data(customer, name.toUpperCase(Locale.ROOT), Group.INSTALLER), password())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Rejected.Problem::key)
                                .containsExactly("problem.email.taken", "problem.username.taken"));
    }

    @Test
    void a_deleted_user_who_still_has_the_name_is_told_as_one() {
        Customer customer = cast.customer();
        UserData data = data(customer, "gone" + Cast.next(), Group.INSTALLER);
        User user = Cast.as(cast.owner(), () -> users.create(data, password())).user();
        Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> users.create(data, password())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Rejected.Problem::key)
                                .containsExactly("problem.email.deleted", "problem.username.deleted"));
    }

    @Test
    void a_name_that_a_sibling_has_taken_gives_no_hint_of_whose_it_is() {
        Customer mine = cast.customer();
        Customer sibling = cast.customer();
        String name = "sibling" + Cast.next();
        Cast.as(cast.owner(), () -> users.create(data(sibling, name, Group.INSTALLER), password()));
        User administrator = cast.administrator(mine.id());
        assertThatThrownBy(() ->
                        Cast.as(administrator, () -> users.create(data(mine, name, Group.INSTALLER), password())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problems())
                                .extracting(Rejected.Problem::key)
                                .containsExactly("problem.email.unavailable", "problem.username.unavailable"));
    }

    @Test
    void nobody_hands_out_a_group_that_they_do_not_hold() {
        Customer customer = cast.customer();
        User administrator = cast.user(customer.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThatThrownBy(() -> Cast.as(
                        administrator,
                        () -> users.create(data(customer, "x" + Cast.next(), Group.DEVICE_MANAGEMENT), password())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("groups"));
    }

    @Test
    void a_higher_user_can_be_neither_edited_nor_deleted() {
        Customer customer = cast.customer();
        User higher = cast.administrator(customer.id());
        User lower = cast.user(customer.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThatThrownBy(() -> Cast.as(lower, () -> users.delete(higher.id(), null)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
        assertThatThrownBy(() -> Cast.as(lower, () -> users.edit(higher.id(), higher.version(), higher.data())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void a_deleted_user_can_be_brought_back() {
        User user = cast.user(cast.customer().id(), Group.INSTALLER);
        Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> users.get(user.id())))
                .isInstanceOf(Rejected.class);
        Cast.as(cast.owner(), () -> users.restore(user.id()));
        assertThat(Cast.as(cast.owner(), () -> users.get(user.id())).groups()).containsExactly(Group.INSTALLER);
    }

    @Test
    void the_last_administrator_of_the_root_cannot_be_stripped() {
        User owner = cast.owner();
        User second = cast.administrator(cast.root());
        Cast.as(owner, () -> users.delete(second.id(), null));
        assertThatThrownBy(() -> Cast.as(owner, () -> users.delete(owner.id(), null)))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void a_name_is_the_same_however_it_is_typed() {
        Customer customer = cast.customer();
        String name = "jose" + Cast.next();
        Cast.as(cast.owner(), () -> users.create(data(customer, name + "a", "\u00e9" + name), password()));
        assertThatThrownBy(() -> Cast.as(
                        cast.owner(), () -> users.create(data(customer, name + "b", "E\u0301" + name), password())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.username.taken"));
        // Its small letter is one sign, though the capital is two.
        assertThat(new Username("J\u030cx").key()).isEqualTo(new Username("\u01f0x").key());
    }

    private static UserData data(Customer customer, String email, String username) {
        return new UserData(
                new EmailAddress(email + "@example.com"),
                new Username(username),
                customer.id(),
                Set.of(Group.INSTALLER),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }

    @Test
    void two_who_take_a_name_in_the_same_moment_are_told_which_it_was() {
        Customer customer = cast.customer();
        String name = "race" + Cast.next();
        User first = Cast.as(cast.owner(), () -> users.create(data(customer, name, name), password()))
                .user();
        UserData sameName = data(customer, "app_user_email" + name, name);
        UserData sameEmail = data(customer, name, "app_user_username" + name);
        assertThatThrownBy(() -> maker.save(
                        User.created(new UserId(first.id().value() + 1_000_000), sameName, null, Instant.now())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("username"));
        assertThatThrownBy(() -> maker.save(
                        User.created(new UserId(first.id().value() + 1_000_000), sameEmail, null, Instant.now())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("email"));
    }

    @Autowired
    UserMaker maker;
}
