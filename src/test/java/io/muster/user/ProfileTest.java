package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

@MusterTest
class ProfileTest {

    private static final String NEW = "quiet purple anchors";
    private static final Pattern LINK = Pattern.compile("https://muster\\.example\\.com/confirm/([A-Za-z0-9_-]{43})");

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    Profile profile;

    @Autowired
    AddressChanges addresses;

    @Autowired
    HistoryReader history;

    @Autowired
    Sessions sessions;

    @Autowired
    SignIn signIn;

    @Autowired
    Access access;

    private User person;

    @BeforeEach
    void somebody() {
        person = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
    }

    private Authentication signIn(String password) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        int next = Cast.next();
        request.setRemoteAddr("10.3." + next / 250 + "." + next % 250);
        request.addHeader("User-Agent", "Browser\r\n of a test");
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(person.username(), password);
        attempt.setDetails(new SignInDetails(request));
        return signIn.authenticate(attempt);
    }

    private static <T> T in(Authentication session, Callable<T> action) throws Exception {
        SecurityContextHolder.getContext().setAuthentication(session);
        try {
            return action.call();
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private boolean isIn(Authentication session) throws Exception {
        return in(session, () -> access.visitor().isPresent());
    }

    @Test
    void everybody_changes_their_own_card_and_nothing_of_their_rights() {
        ProfileData wanted = new ProfileData(
                new Username(person.username() + "x"),
                new Person("Ada", null, null, null, null, null, null, null),
                ZoneId.of("Asia/Tokyo"),
                Preferences.TimeFormat.H12,
                null);
        User after = Cast.as(person, () -> profile.edit(person.version(), wanted));
        assertThat(after.username()).isEqualTo(person.username() + "x");
        assertThat(after.groups()).isEqualTo(person.groups());
        assertThat(after.customerId()).isEqualTo(person.customerId());
        assertThat(Cast.as(after, access::actor).preferences().timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThatThrownBy(() -> Cast.as(person, () -> profile.edit(person.version(), wanted)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.STALE));
    }

    @Test
    void a_token_that_may_only_read_changes_nothing() {
        SecurityContextHolder.getContext().setAuthentication(Cast.authentication(person.id(), Set.of(Scope.READ)));
        try {
            assertThat(profile.get().id()).isEqualTo(person.id());
            assertThatThrownBy(() -> profile.changePassword(Cast.PASSWORD, NEW)).isInstanceOf(Rejected.class);
            assertThatThrownBy(() -> sessions.endOwn()).isInstanceOf(Rejected.class);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void the_password_changes_only_with_the_present_one_and_other_sessions_end() throws Exception {
        Authentication here = signIn(Cast.PASSWORD);
        Authentication elsewhere = signIn(Cast.PASSWORD);
        assertThatThrownBy(() -> in(here, () -> {
                    profile.changePassword("not the present one", NEW);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().field()).isEqualTo("current"));
        assertThat(isIn(elsewhere)).isTrue();
        in(here, () -> {
            profile.changePassword(Cast.PASSWORD, NEW);
            return true;
        });
        assertThat(isIn(here)).isTrue();
        assertThat(isIn(elsewhere)).isFalse();
        assertThat(isIn(signIn(NEW))).isTrue();
    }

    @Test
    void guessing_the_present_password_is_slowed_down() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> Cast.does(person, () -> profile.changePassword("a wrong guess", NEW)))
                    .isInstanceOf(Rejected.class);
        }
        assertThatThrownBy(() -> Cast.does(person, () -> profile.changePassword("a wrong guess", NEW)))
                .isInstanceOf(TooManyAttempts.class);
    }

    @Test
    void nobody_has_to_wait_because_of_what_somebody_else_guesses() {
        for (int i = 0; i < 120; i++) {
            assertThatThrownBy(() -> Cast.does(person, () -> profile.changePassword("a wrong guess", NEW)))
                    .isInstanceOfAny(Rejected.class, TooManyAttempts.class);
        }
        User other = cast.user(person.customerId(), Group.FLEET_MANAGEMENT);
        assertThatCode(() -> Cast.does(other, () -> profile.changePassword(Cast.PASSWORD, NEW)))
                .doesNotThrowAnyException();
    }

    @Test
    void own_sessions_are_listed_and_end_everywhere() throws Exception {
        Authentication here = signIn(Cast.PASSWORD);
        Authentication elsewhere = signIn(Cast.PASSWORD);
        List<Sessions.Session> listed = in(here, sessions::own);
        assertThat(listed).hasSize(2);
        assertThat(listed).filteredOn(Sessions.Session::current).hasSize(1);
        assertThat(listed.getFirst().agent()).isEqualTo("Browser of a test");
        in(here, () -> {
            sessions.endOwn();
            return true;
        });
        assertThat(isIn(here)).isFalse();
        assertThat(isIn(elsewhere)).isFalse();
    }

    @Test
    void a_session_that_ended_with_a_deactivation_does_not_come_back_with_the_user() throws Exception {
        Authentication session = signIn(Cast.PASSWORD);
        Cast.as(cast.owner(), () -> users.setActive(person.id(), false));
        assertThat(isIn(session)).isFalse();
        Cast.as(cast.owner(), () -> users.setActive(person.id(), true));
        assertThat(isIn(session)).isFalse();
    }

    @Test
    void another_address_is_confirmed_from_there_and_the_one_before_is_told() throws Exception {
        EmailAddress wanted = new EmailAddress("new" + Cast.next() + "@example.com");
        assertThatThrownBy(() -> Cast.as(person, () -> addresses.ask("a wrong password", wanted)))
                .isInstanceOf(Rejected.class);
        assertThat(Cast.as(person, () -> addresses.ask(Cast.PASSWORD, wanted))).isTrue();
        assertThat(Cast.as(person, profile::get).email()).isEqualTo(person.email());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !Rig.mailsTo(wanted.value()).isEmpty());
        Matcher link = LINK.matcher(Rig.mailsTo(wanted.value()).getFirst());
        assertThat(link.find()).isTrue();
        assertThat(addresses.confirm(link.group(1))).isEqualTo(wanted);
        assertThat(Cast.as(person, profile::get).email()).isEqualTo(wanted);
        assertThatThrownBy(() -> addresses.confirm(link.group(1))).isInstanceOf(Rejected.class);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        Rig.mailsTo(person.email().value()).stream().anyMatch(text -> text.contains(wanted.value())));
    }

    /** Whoever has learned the password must not stay in by an address of theirs. */
    @Test
    void an_address_that_waits_ends_with_the_password_and_with_what_an_administrator_changes() throws Exception {
        User administrator = cast.administrator(person.customerId());
        List<Callable<?>> measures = List.of(
                () -> Cast.as(person, () -> {
                    profile.changePassword(Cast.PASSWORD, "another long password");
                    profile.changePassword("another long password", Cast.PASSWORD);
                    return true;
                }),
                () -> Cast.as(person, () -> {
                    sessions.endOwn();
                    return true;
                }),
                () -> Cast.as(person, () -> {
                    addresses.withdraw();
                    return true;
                }),
                () -> Cast.as(administrator, () -> users.setActive(person.id(), false)),
                () -> Cast.as(administrator, () -> {
                    User now = users.get(person.id());
                    return users.edit(
                            person.id(),
                            now.version(),
                            now.data().with(new EmailAddress("right" + Cast.next() + "@example.com")));
                }));
        for (Callable<?> measure : measures) {
            Cast.as(administrator, () -> users.setActive(person.id(), true));
            String secret = asked(new EmailAddress("theirs" + Cast.next() + "@example.com"));
            EmailAddress before = Cast.as(person, profile::get).email();
            assertThat(Cast.as(person, addresses::waiting)).isPresent();
            measure.call();
            assertThatThrownBy(() -> addresses.confirm(secret)).isInstanceOf(Rejected.class);
            Cast.as(administrator, () -> users.setActive(person.id(), true));
            assertThatThrownBy(() -> addresses.confirm(secret)).isInstanceOf(Rejected.class);
            assertThat(Cast.as(person, profile::get).email())
                    .satisfiesAnyOf(
                            now -> assertThat(now).isEqualTo(before),
                            now -> assertThat(now.value()).startsWith("right"));
        }
    }

    @Test
    void that_another_address_was_asked_for_is_in_the_history_and_on_the_profile() throws Exception {
        EmailAddress wanted = new EmailAddress("new" + Cast.next() + "@example.com");
        asked(wanted);
        assertThat(Cast.as(person, addresses::waiting)).contains(wanted);
        assertThat(Cast.as(
                                cast.administrator(person.customerId()),
                                () -> history.list(person.customerId(), HistoryFilter.NONE, ListQuery.all()))
                        .items())
                .filteredOn(entry -> entry.action().equals("emailAsked"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields().toString()).contains(wanted.value()));
    }

    /** Asks for another address, and gives the secret of the link. */
    private String asked(EmailAddress wanted) throws Exception {
        assertThat(Cast.as(person, () -> addresses.ask(Cast.PASSWORD, wanted))).isTrue();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !Rig.mailsTo(wanted.value()).isEmpty());
        Matcher link = LINK.matcher(Rig.mailsTo(wanted.value()).getFirst());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    @Test
    void nobody_fills_a_mailbox_by_asking_for_its_address() {
        EmailAddress wanted = new EmailAddress("new" + Cast.next() + "@example.com");
        for (int i = 0; i < MailAllowance.AT_ONCE; i++) {
            assertThat(Cast.as(person, () -> addresses.ask(Cast.PASSWORD, wanted)))
                    .isTrue();
        }
        Cast.does(person, () -> addresses.withdraw());
        assertThatThrownBy(() -> Cast.as(person, () -> addresses.ask(Cast.PASSWORD, wanted)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS));
        assertThat(Cast.as(person, addresses::waiting)).isEmpty();
    }

    @Test
    void an_address_that_is_taken_elsewhere_is_refused_without_a_hint() {
        User stranger = cast.user(cast.customer().id(), Group.INSTALLER);
        assertThatThrownBy(() -> Cast.as(person, () -> addresses.ask(Cast.PASSWORD, stranger.email())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.email.unavailable"));
    }
}
