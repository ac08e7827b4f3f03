package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class InvitationsTest {

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Invitations invitations;

    @Autowired
    OneTimeLinks links;

    @Autowired
    MailAllowance mails;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User inviter;
    private User invitee;

    @BeforeEach
    void somebody_is_invited() {
        home = cast.customer();
        inviter = cast.administrator(home.id());
        String name = "invitee" + Cast.next();
        UserData data = newcomer(new EmailAddress(name + "@example.com"), name);
        invitee = Cast.as(inviter, () -> users.create(data, new Users.FirstPassword.Invited()))
                .user();
        cast.isWelcomed(invitee.id());
    }

    private String link() {
        String url = links.issue(Purpose.INVITE, invitee.id(), inviter.id())
                .orElseThrow()
                .url();
        assertThat(url).startsWith("https://muster.example.com/welcome/").doesNotContain("?");
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private boolean isDead(String secret) {
        return links.open(Purpose.INVITE, secret).isEmpty();
    }

    private UserRow row() {
        return Cast.as(inviter, () -> users.list(home.id(), ListQuery.search(invitee.username())))
                .items()
                .getFirst();
    }

    @Test
    void a_link_works_once() {
        String link = link();
        assertThat(links.open(Purpose.INVITE, link))
                .hasValueSatisfying(owner -> assertThat(owner.username()).isEqualTo(invitee.username()));
        links.accept(Purpose.INVITE, link, Cast.PASSWORD);
        assertThat(isDead(link)).isTrue();
        assertThatThrownBy(() -> links.accept(Purpose.INVITE, link, "another good password"))
                .isInstanceOf(Rejected.class);
        assertThat(row().invited()).isFalse();
    }

    @Test
    void an_invitation_goes_to_the_address_that_was_put_right() {
        String first = link();
        EmailAddress right = new EmailAddress("right" + Cast.next() + "@example.com");
        Cast.as(
                inviter,
                () -> users.edit(invitee.id(), row().version(), invitee.data().with(right)));
        assertThat(isDead(first)).as("whoever has the wrong mailbox").isTrue();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Rig.mailsTo(right.value()).stream().anyMatch(text -> text.contains("/welcome/")));
        assertThat(row().invitationEnded()).isFalse();
    }

    @Test
    void nobody_fills_a_mailbox_with_invitations() {
        // The first one went out when the user was made.
        for (int i = 1; i < MailAllowance.AT_ONCE; i++) {
            assertThat(Cast.as(inviter, () -> invitations.send(invitee.id())).link())
                    .isNull();
        }
        assertThatThrownBy(() -> Cast.as(inviter, () -> invitations.send(invitee.id())))
                .isInstanceOfSatisfying(Rejected.class, rejected -> {
                    assertThat(rejected.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS);
                    assertThat(rejected.problem().key()).isEqualTo("problem.mail.tooMany");
                });
        EmailAddress right = new EmailAddress("right" + Cast.next() + "@example.com");
        Cast.as(
                inviter,
                () -> users.edit(invitee.id(), row().version(), invitee.data().with(right)));
        assertThat(Cast.as(inviter, () -> invitations.send(invitee.id())).link())
                .as("another mailbox")
                .isNull();
    }

    @Test
    void nobody_is_made_or_given_an_address_that_gets_no_more_invitations() {
        EmailAddress full = new EmailAddress("full" + Cast.next() + "@example.com");
        for (int i = 0; i < MailAllowance.AT_ONCE; i++) {
            mails.to(full, UserMaker.INVITATION);
        }
        String link = link();
        UserRow before = row();
        isTooMuch(() -> Cast.as(
                inviter,
                () -> users.edit(invitee.id(), before.version(), invitee.data().with(full))));
        assertThat(row()).as("nothing has changed").isEqualTo(before);
        assertThat(isDead(link)).isFalse();
        UserData other = newcomer(full, "other" + Cast.next());
        isTooMuch(() -> Cast.as(inviter, () -> users.create(other, new Users.FirstPassword.Invited())));
        assertThat(Cast.as(inviter, () -> users.list(home.id(), ListQuery.search(full.value())))
                        .items())
                .isEmpty();
        assertThat(Cast.as(inviter, () -> users.create(other, new Users.FirstPassword.Chosen(Cast.PASSWORD)))
                        .link())
                .as("no mail is sent")
                .isNull();
    }

    private UserData newcomer(EmailAddress address, String name) {
        return new UserData(
                address,
                new Username(name),
                home.id(),
                Set.of(Group.FLEET_MANAGEMENT),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }

    private static void isTooMuch(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS);
            assertThat(rejected.figures()).containsKey(Rejected.RETRY_AFTER_S);
        });
    }

    @Test
    void an_invitation_that_has_been_revoked_does_not_go_to_another_address_either() {
        Cast.as(inviter, () -> {
            invitations.revoke(invitee.id());
            return users.edit(
                    invitee.id(),
                    row().version(),
                    invitee.data().with(new EmailAddress("right" + Cast.next() + "@example.com")));
        });
        assertThat(row().invitationEnded()).isTrue();
    }

    @Test
    void a_new_link_ends_the_earlier_one() {
        String first = link();
        String second = link();
        assertThat(isDead(first)).isTrue();
        assertThat(isDead(second)).isFalse();
    }

    @Test
    void a_link_that_is_made_again_because_its_mail_did_not_go_out_makes_the_invitation_no_longer() {
        OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plusHours(10).truncatedTo(ChronoUnit.SECONDS);
        jdbc.sql("update app_user set invited_until = :end where id = :id")
                .param("end", end)
                .param("id", invitee.id().value())
                .update();
        String again = link();
        assertThat(isDead(again)).isFalse();
        for (String sql : List.of(
                "select invited_until from app_user where id = :id",
                "select expires_at from one_time_link where user_id = :id and used_at is null")) {
            assertThat(jdbc.sql(sql)
                            .param("id", invitee.id().value())
                            .query(OffsetDateTime.class)
                            .single()
                            .toInstant())
                    .isEqualTo(end.toInstant());
        }
        Cast.does(inviter, () -> invitations.send(invitee.id()));
        // Whoever is invited anew has all the time again.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("select count(*) from app_user where id = :id and invited_until > :then")
                                .param("id", invitee.id().value())
                                .param("then", end.plusHours(50))
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    @Test
    void a_revoked_invitation_is_dead_and_so_is_the_mail_that_was_still_on_its_way() {
        String link = link();
        Cast.does(inviter, () -> invitations.revoke(invitee.id()));
        assertThat(isDead(link)).isTrue();
        assertThat(row().invitationEnded()).isTrue();
        assertThat(links.issue(Purpose.INVITE, invitee.id(), inviter.id())).isEmpty();
        Cast.does(inviter, () -> invitations.send(invitee.id()));
        assertThat(row().invitationEnded()).isFalse();
    }

    @Test
    void an_expired_invitation_is_dead_and_says_so() {
        String link = link();
        jdbc.sql("update one_time_link set expires_at = created_at where user_id = :id")
                .param("id", invitee.id().value())
                .update();
        jdbc.sql("update app_user set invited_until = created_at where id = :id")
                .param("id", invitee.id().value())
                .update();
        assertThat(isDead(link)).isTrue();
        assertThat(row().invitationEnded()).isTrue();
    }

    @Test
    void a_link_is_bound_to_the_address_it_was_sent_to() {
        String link = link();
        UserData data = invitee.data();
        UserData moved = new UserData(
                new EmailAddress("moved" + Cast.next() + "@example.com"),
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
        Cast.as(inviter, () -> users.edit(invitee.id(), invitee.version(), moved));
        assertThat(isDead(link)).isTrue();
    }

    @Test
    void the_link_of_an_inviter_who_lost_the_right_is_dead() {
        String link = link();
        Cast.as(cast.owner(), () -> users.setActive(inviter.id(), false));
        assertThat(isDead(link)).isTrue();
        assertThatThrownBy(() -> links.accept(Purpose.INVITE, link, Cast.PASSWORD))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void an_inactive_invitee_and_a_suspended_customer_are_not_let_in() {
        String link = link();
        jdbc.sql("update customer set status = 'SUSPENDED' where id = :id")
                .param("id", home.id().value())
                .update();
        assertThat(isDead(link)).isTrue();
    }

    @Test
    void who_has_a_password_is_not_invited() {
        links.accept(Purpose.INVITE, link(), Cast.PASSWORD);
        assertThatThrownBy(() -> Cast.does(inviter, () -> invitations.revoke(invitee.id())))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void of_many_who_use_a_link_in_the_same_moment_one_succeeds() throws Exception {
        String secret = link();
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
    void a_link_ends_after_72_hours() {
        String secret = link();
        OffsetDateTime expires = jdbc.sql("select expires_at from one_time_link where user_id = :id")
                .param("id", invitee.id().value())
                .query(OffsetDateTime.class)
                .single();
        assertThat(expires.toInstant())
                .isBetween(
                        Instant.now().plusSeconds(71 * 3600 + 3000),
                        Instant.now().plusSeconds(72 * 3600));
        jdbc.sql("update one_time_link set expires_at = :past where user_id = :id")
                .param("past", Instant.now().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("id", invitee.id().value())
                .update();
        assertThat(links.open(Purpose.INVITE, secret)).isEmpty();
    }

    @Test
    void a_bad_password_does_not_use_the_link_up() {
        String secret = link();
        assertThatThrownBy(() -> links.accept(Purpose.INVITE, secret, "short")).isInstanceOf(Rejected.class);
        assertThat(links.open(Purpose.INVITE, secret)).isPresent();
    }

    @Test
    void the_database_keeps_a_hash_only() {
        String secret = link();
        assertThat(jdbc.sql("select token_hash from one_time_link where user_id = :id")
                        .param("id", invitee.id().value())
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
