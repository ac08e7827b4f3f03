package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import io.muster.user.OneTimeLinks.Purpose;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class OneTimeLinksTest {

    private static final String OTHER_PASSWORD = "nine purple bicycles";

    @Autowired
    OneTimeLinks links;

    @Autowired
    Users users;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    private User invited() {
        Customer customer = cast.customer();
        String name = "invited" + Cast.next();
        UserData data = new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                customer.id(),
                Set.of(Group.INSTALLER),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
        User user = Cast.as(cast.owner(), () -> users.create(data, new Users.FirstPassword.Invited()))
                .user();
        cast.isWelcomed(user.id());
        return user;
    }

    private String secret(UserId user) {
        String url = links.issue(Purpose.INVITE, user, null).orElseThrow().url();
        assertThat(url).startsWith("https://muster.example.com/welcome/").doesNotContain("?");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Test
    void a_link_sets_the_first_password_once() {
        User user = invited();
        String secret = secret(user.id());
        assertThat(links.open(Purpose.INVITE, secret))
                .hasValueSatisfying(
                        invitation -> assertThat(invitation.username()).isEqualTo(user.username()));
        links.accept(Purpose.INVITE, secret, Cast.PASSWORD);
        assertThat(Cast.as(cast.owner(), () -> users.get(user.id())).isInvited())
                .isFalse();
        assertThat(links.open(Purpose.INVITE, secret)).isEmpty();
        assertThatThrownBy(() -> links.accept(Purpose.INVITE, secret, OTHER_PASSWORD))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void of_many_who_use_a_link_in_the_same_moment_one_succeeds() throws Exception {
        String secret = secret(invited().id());
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<Boolean>> attempts = IntStream.range(0, 6)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            links.accept(Purpose.INVITE, secret, "password number " + i + " of six");
                            return true;
                        } catch (Rejected | org.springframework.dao.DataAccessException e) {
                            return false;
                        }
                    })
                    .toList();
            int succeeded = 0;
            for (Future<Boolean> attempt : pool.invokeAll(attempts)) {
                succeeded += attempt.get() ? 1 : 0;
            }
            assertThat(succeeded).isEqualTo(1);
        }
    }

    @Test
    void a_newer_link_ends_the_older_one() {
        User user = invited();
        String older = secret(user.id());
        String newer = secret(user.id());
        assertThat(links.open(Purpose.INVITE, older)).isEmpty();
        assertThat(links.open(Purpose.INVITE, newer)).isPresent();
    }

    @Test
    void a_link_ends_after_72_hours() {
        User user = invited();
        String secret = secret(user.id());
        OffsetDateTime expires = jdbc.sql("select expires_at from one_time_link where user_id = :id")
                .param("id", user.id().value())
                .query(OffsetDateTime.class)
                .single();
        assertThat(expires.toInstant())
                .isBetween(
                        Instant.now().plusSeconds(71 * 3600 + 3000),
                        Instant.now().plusSeconds(72 * 3600));
        jdbc.sql("update one_time_link set expires_at = :past where user_id = :id")
                .param("past", Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("id", user.id().value())
                .update();
        assertThat(links.open(Purpose.INVITE, secret)).isEmpty();
    }

    @Test
    void a_link_is_bound_to_the_address_that_it_was_sent_to() {
        User user = invited();
        String secret = secret(user.id());
        UserData data = user.data();
        UserData moved = new UserData(
                new EmailAddress("other" + Cast.next() + "@example.com"),
                data.username(),
                data.customer(),
                data.groups(),
                data.person(),
                null,
                null,
                null,
                true,
                false,
                Set.of());
        Cast.as(cast.owner(), () -> users.edit(user.id(), user.version(), moved));
        assertThat(links.open(Purpose.INVITE, secret)).isEmpty();
    }

    @Test
    void a_bad_password_does_not_use_the_link_up() {
        String secret = secret(invited().id());
        assertThatThrownBy(() -> links.accept(Purpose.INVITE, secret, "short")).isInstanceOf(Rejected.class);
        assertThat(links.open(Purpose.INVITE, secret)).isPresent();
    }

    @Test
    void the_database_keeps_a_hash_only() {
        User user = invited();
        String secret = secret(user.id());
        assertThat(jdbc.sql("select token_hash from one_time_link where user_id = :id")
                        .param("id", user.id().value())
                        .query(String.class)
                        .single())
                .hasSize(64)
                .isNotEqualTo(secret);
        assertThat(jdbc.sql("select serialized_event from event_publication")
                        .query(String.class)
                        .list())
                .noneMatch(event -> event.contains(secret));
    }

    @Test
    void what_is_no_link_leads_nowhere() {
        for (String secret : List.of("", "x", "../..", "\u0000", "a".repeat(10_000))) {
            assertThat(links.open(Purpose.INVITE, secret)).isEmpty();
        }
    }
}
