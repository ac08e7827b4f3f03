package io.muster.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The last two administrators of the account turn on each other in the same moment. One of them is left, always. */
@MusterTest
class RacesTest {

    private static final int ROUNDS = 4;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    JdbcClient jdbc;

    private static CustomerId elsewhere;

    private User first;
    private User second;
    private List<Long> others = List.of();

    /** How one administrator gets rid of another. */
    enum Way {
        DEACTIVATES((users, other) -> users.setActive(other.id(), false)),
        DELETES((users, other) -> users.delete(other.id(), null)),
        DEMOTES((users, other) -> edit(users, other, Set.of(Group.FLEET_MANAGEMENT), other.customerId())),
        MOVES_AWAY((users, other) -> edit(users, other, other.groups(), elsewhere));

        private final BiConsumer<Users, User> deed;

        Way(BiConsumer<Users, User> deed) {
            this.deed = deed;
        }

        private static void edit(Users users, User other, Set<Group> groups, CustomerId customer) {
            User now = users.get(other.id());
            UserData before = now.data();
            users.edit(
                    now.id(),
                    now.version(),
                    new UserData(
                            before.email(),
                            before.username(),
                            customer,
                            groups,
                            before.person(),
                            null,
                            null,
                            null,
                            before.active(),
                            before.restricted(),
                            before.locations()));
        }
    }

    @BeforeEach
    void two_administrators_and_no_other() {
        elsewhere = cast.customer().id();
        first = cast.administrator(cast.root());
        second = cast.administrator(cast.root());
        others = jdbc.sql("select id from app_user where id not in (?, ?) and active and customer_id = ?")
                .params(first.id().value(), second.id().value(), cast.root().value())
                .query(Long.class)
                .list();
        assertThat(others).isNotEmpty();
        jdbc.sql("update app_user set active = false where id in (:others)")
                .param("others", others)
                .update();
    }

    @AfterEach
    void the_others_come_back() {
        jdbc.sql("update app_user set active = true where id in (:others)")
                .param("others", others)
                .update();
        jdbc.sql("delete from app_user where id in (?, ?)")
                .params(first.id().value(), second.id().value())
                .update();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void one_administrator_remains_when_two_act_at_the_same_moment(Way way) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Boolean> done = atOnce(way, way);
            assertThat(administrators()).as("round %d: %s", round, done).isEqualTo(1);
            assertThat(done).containsExactlyInAnyOrder(true, false);
            restore();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatever_the_other_one_does(Way way) throws Exception {
        for (Way other : Way.values()) {
            List<Boolean> done = atOnce(way, other);
            assertThat(administrators()).as("%s and %s: %s", way, other, done).isEqualTo(1);
            restore();
        }
    }

    /** The first does this to the second, and the other way round; whether each of them could. */
    private List<Boolean> atOnce(Way way, Way other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (var pool = Executors.newFixedThreadPool(2)) {
            Future<Boolean> one = pool.submit(() -> tries(start, first, second, way));
            Future<Boolean> two = pool.submit(() -> tries(start, second, first, other));
            return List.of(one.get(), two.get());
        }
    }

    private boolean tries(CyclicBarrier start, User actor, User target, Way way) throws Exception {
        start.await();
        try {
            Cast.does(actor, () -> way.deed.accept(users, target));
            return true;
        } catch (Rejected refused) {
            return false;
        }
    }

    private long administrators() {
        return jdbc.sql("select count(*) from app_user u join user_group g on g.user_id = u.id"
                        + " where u.customer_id = ? and g.group_name = 'ACCOUNT_ADMINISTRATOR' and u.active"
                        + " and u.deleted_at is null and u.password_hash is not null")
                .param(cast.root().value())
                .query(Long.class)
                .single();
    }

    private void restore() {
        for (User user : List.of(first, second)) {
            jdbc.sql("update app_user set active = true, deleted_at = null, customer_id = ? where id = ?")
                    .params(cast.root().value(), user.id().value())
                    .update();
            jdbc.sql("delete from user_group where user_id = ?")
                    .param(user.id().value())
                    .update();
            for (Group group : Group.values()) {
                jdbc.sql("insert into user_group values (?, ?)")
                        .params(user.id().value(), group.name())
                        .update();
            }
        }
    }
}
