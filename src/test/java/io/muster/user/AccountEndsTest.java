package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;

/** An account that has ended is like an inactive one. */
@MusterTest
class AccountEndsTest {

    private static final Instant TOMORROW =
            Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.MILLIS);

    @Autowired
    Users users;

    @Autowired
    UserRepository repository;

    @Autowired
    Sessions sessions;

    @Autowired
    SignIn signIn;

    @Autowired
    OneTimeLinks links;

    @Autowired
    PasswordResets resets;

    @Autowired
    ApiTokens tokens;

    @Autowired
    Access access;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User guest;

    @BeforeEach
    void a_guest() {
        home = cast.customer();
        User user = cast.user(home.id(), Group.INSTALLER);
        guest = Cast.as(
                cast.owner(),
                () -> users.edit(user.id(), user.version(), user.data().until(TOMORROW)));
    }

    /** Time passes. */
    private void ends(User user) {
        jdbc.sql("update app_user set expires_at = :end where id = :id")
                .param("end", OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1))
                .param("id", user.id().value())
                .update();
    }

    private Runnable signingIn() {
        return () -> signIn.authenticate(
                UsernamePasswordAuthenticationToken.unauthenticated(guest.username(), Cast.PASSWORD));
    }

    private UserRow row() {
        return Cast.as(cast.owner(), () -> users.list(home.id(), ListQuery.search(guest.username())))
                .items()
                .getFirst();
    }

    @Test
    void until_the_end_everything_works_and_from_then_on_nothing() {
        signingIn().run();
        String token = Cast.as(guest, () -> tokens.create(new Name("t"), null, Set.of(Scope.READ)))
                .secret();
        String link = links.issue(Purpose.RESET, guest.id(), null).orElseThrow().url();
        String secret = link.substring(link.lastIndexOf('/') + 1);
        assertThat(row().expiresAt()).isEqualTo(TOMORROW);
        assertThat(row().expired()).isFalse();
        assertThat(links.open(Purpose.RESET, secret)).isPresent();
        ends(guest);
        assertThat(row().expired()).isTrue();
        assertThatThrownBy(signingIn()::run).isInstanceOf(BadCredentialsException.class);
        assertThatThrownBy(() -> Cast.as(guest, sessions::own))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.SIGNED_OUT));
        assertThat(tokens.identify(token).flatMap(identity -> access.inBrowser(identity.userId())))
                .isEmpty();
        assertThat(links.open(Purpose.RESET, secret)).isEmpty();
        assertThat(links.issue(Purpose.RESET, guest.id(), null)).isEmpty();
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> resets.give(guest.id())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void sessions_end_within_seconds_of_the_end() {
        sessions.begin(guest.id(), "10.0.0.1", "a browser");
        ends(guest);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> jdbc.sql("select count(*) from user_session where user_id = :id")
                                .param("id", guest.id().value())
                                .query(Long.class)
                                .single()
                        == 0);
    }

    @Test
    void reactivating_takes_an_end_away_that_has_come() {
        ends(guest);
        User back = Cast.as(cast.owner(), () -> users.setActive(guest.id(), true));
        assertThat(back.expiresAt()).isNull();
        signingIn().run();
    }

    @Test
    void an_end_lies_ahead_when_it_is_set() {
        Instant past = Instant.now().minusSeconds(5);
        assertThatThrownBy(() -> Cast.as(
                        cast.owner(),
                        () -> users.edit(
                                guest.id(), guest.version(), guest.data().until(past))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("expiresAt"));
    }

    @Test
    void nobody_gives_themselves_another_end() {
        User administrator = cast.administrator(home.id());
        assertThatThrownBy(() -> Cast.as(
                        administrator,
                        () -> users.edit(
                                administrator.id(),
                                administrator.version(),
                                administrator.data().until(TOMORROW))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.user.ownRights"));
    }

    @Test
    void the_last_administrator_of_the_root_gets_no_end() {
        cast.owner();
        User passing = cast.administrator(cast.root());
        Cast.as(
                cast.owner(),
                () -> users.edit(passing.id(), passing.version(), passing.data().until(TOMORROW)));
        User last = null;
        for (long other : repository.rootAdministrators()) {
            User user = repository.findById(new io.muster.kernel.UserId(other)).orElseThrow();
            if (user.id().equals(cast.owner().id())) {
                last = user;
            } else {
                Cast.as(cast.owner(), () -> users.delete(user.id(), null));
            }
        }
        User owner = java.util.Objects.requireNonNull(last);
        assertThatThrownBy(() -> Cast.as(
                        passing,
                        () -> users.edit(
                                owner.id(), owner.version(), owner.data().until(TOMORROW))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.user.lastAdministrator"));
        Cast.as(cast.owner(), () -> users.delete(passing.id(), null));
    }
}
