package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks.Purpose;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

@MusterTest
class PasswordResetsTest {

    private static final String NEW = "quiet purple anchors";
    private static final Pattern LINK = Pattern.compile("https://muster\\.example\\.com/reset/([A-Za-z0-9_-]{43})");

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    PasswordResets resets;

    @Autowired
    OneTimeLinks links;

    @Autowired
    SignIn signIn;

    @Autowired
    Access access;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User person;

    @BeforeEach
    void somebody() {
        home = cast.customer();
        person = cast.user(home.id(), Group.FLEET_MANAGEMENT);
    }

    private static String source() {
        int next = Cast.next();
        return "10.2." + next / 250 + "." + next % 250;
    }

    private Authentication signIn(String password) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(source());
        request.addHeader("User-Agent", "Test browser");
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(person.username(), password);
        attempt.setDetails(new SignInDetails(request));
        return signIn.authenticate(attempt);
    }

    private boolean isIn(Authentication session) {
        SecurityContextHolder.getContext().setAuthentication(session);
        try {
            return access.visitor().isPresent();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private List<String> mailedLinks(User user) throws Exception {
        List<String> found = new ArrayList<>();
        for (MimeMessage mail : Rig.mailServer().getReceivedMessages()) {
            Matcher link = LINK.matcher(mail.getContent().toString());
            if (mail.getAllRecipients()[0].toString().equals(user.email().value()) && link.find()) {
                found.add(link.group(1));
            }
        }
        return found;
    }

    @Test
    void whoever_forgot_gets_a_link_by_mail_that_works_once_and_ends_every_session() throws Exception {
        Authentication session = signIn(Cast.PASSWORD);
        assertThat(isIn(session)).isTrue();
        resets.forgotten(person.email().value().toUpperCase(java.util.Locale.ROOT), source());
        await().atMost(Duration.ofSeconds(20)).until(() -> !mailedLinks(person).isEmpty());
        String link = mailedLinks(person).getFirst();
        assertThat(links.open(Purpose.INVITE, link)).isEmpty();
        assertThatThrownBy(() -> links.accept(Purpose.RESET, link, "short")).isInstanceOf(Rejected.class);
        links.accept(Purpose.RESET, link, NEW);
        assertThat(isIn(session)).isFalse();
        assertThatThrownBy(() -> signIn(Cast.PASSWORD)).isInstanceOf(BadCredentialsException.class);
        assertThat(isIn(signIn(NEW))).isTrue();
        assertThatThrownBy(() -> links.accept(Purpose.RESET, link, "yet another password"))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void nothing_happens_for_unknown_inactive_and_invited_names() throws Exception {
        Cast.as(cast.owner(), () -> users.setActive(person.id(), false));
        resets.forgotten(person.username(), source());
        resets.forgotten("nobody" + Cast.next(), source());
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(5))
                .until(() -> mailedLinks(person).isEmpty());
    }

    @Test
    void asking_again_and_again_is_slowed_down_alike_for_known_and_unknown_names() {
        for (String name : List.of(person.username(), "nobody" + Cast.next())) {
            String source = source();
            int asked = 0;
            for (int i = 0; i < 15; i++) {
                try {
                    resets.forgotten(name, source);
                    asked++;
                } catch (TooManyAttempts e) {
                    assertThat(e.waiting()).isPositive();
                }
            }
            assertThat(asked).isEqualTo(10);
        }
    }

    @Test
    void known_and_unknown_names_take_the_same_time() {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            known.add(duration(person.username()));
            unknown.add(duration("nobody" + Cast.next()));
        }
        known.sort(null);
        unknown.sort(null);
        assertThat(Math.abs(known.get(4) - unknown.get(4))).isLessThan(50_000_000L);
    }

    private long duration(String name) {
        long before = System.nanoTime();
        resets.forgotten(name, source());
        return System.nanoTime() - before;
    }

    @Test
    void an_administrator_gives_a_reset_but_not_to_a_higher_user() throws Exception {
        User lower = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        User higher = cast.administrator(home.id());
        assertThatThrownBy(() -> Cast.as(lower, () -> resets.give(higher.id())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.user.higher"));
        assertThat(Cast.as(higher, () -> resets.give(person.id())).link()).isNull();
        await().atMost(Duration.ofSeconds(20)).until(() -> !mailedLinks(person).isEmpty());
    }

    @Test
    void nobody_fills_a_mailbox_with_links_to_new_passwords() {
        User administrator = cast.administrator(home.id());
        for (int i = 0; i < MailAllowance.AT_ONCE; i++) {
            Cast.as(administrator, () -> resets.give(person.id()));
        }
        assertThatThrownBy(() -> Cast.as(administrator, () -> resets.give(person.id())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.mail.tooMany"));
    }

    @Test
    void the_address_before_is_told_when_an_administrator_changes_it() {
        User administrator = cast.administrator(home.id());
        EmailAddress other = new EmailAddress("other" + Cast.next() + "@example.com");
        Cast.as(
                administrator,
                () -> users.edit(person.id(), person.version(), person.data().with(other)));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        Rig.mailsTo(person.email().value()).stream().anyMatch(text -> text.contains(other.value())));
    }

    @Test
    void the_link_of_an_administrator_who_lost_the_right_is_dead() {
        User administrator = cast.administrator(home.id());
        String url = links.issue(Purpose.RESET, person.id(), administrator.id())
                .orElseThrow()
                .url();
        String link = url.substring(url.lastIndexOf('/') + 1);
        assertThat(links.open(Purpose.RESET, link)).isPresent();
        Cast.as(cast.owner(), () -> users.setActive(administrator.id(), false));
        assertThat(links.open(Purpose.RESET, link)).isEmpty();
    }

    @Test
    void a_reset_link_ends_after_an_hour() {
        String url = links.issue(Purpose.RESET, person.id(), null).orElseThrow().url();
        long minutes = Duration.between(
                        java.time.Instant.now(),
                        jdbc.sql("select expires_at from one_time_link where user_id = :id")
                                .param("id", person.id().value())
                                .query(java.time.OffsetDateTime.class)
                                .single()
                                .toInstant())
                .toMinutes();
        assertThat(minutes).isBetween(58L, 60L);
        assertThat(url).startsWith("https://muster.example.com/reset/");
    }
}
