package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.kernel.Rejected;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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
class SecondFactorTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Users users;

    @Autowired
    Profile profile;

    @Autowired
    SecondFactors factors;

    @Autowired
    SignIn signIn;

    @Autowired
    Access access;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FactorStore store;

    @Autowired
    Sessions sessions;

    private Customer home;
    private User person;
    private String source;

    @BeforeEach
    void somebody() {
        home = cast.customer();
        person = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        int next = Cast.next();
        source = "10.4." + next / 250 + "." + next % 250;
    }

    private MockHttpServletRequest request() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(source);
        return request;
    }

    private Authentication password() {
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated(person.username(), Cast.PASSWORD);
        attempt.setDetails(new SignInDetails(request()));
        return signIn.authenticate(attempt);
    }

    private SecondFactorNeeded.FirstStep firstStep() {
        try {
            password();
        } catch (SecondFactorNeeded needed) {
            return needed.firstStep();
        }
        throw new AssertionError("no code was asked for");
    }

    private Authentication code(SecondFactorNeeded.FirstStep first, String code) {
        MockHttpServletRequest request = request();
        request.getSession().setAttribute(SecondFactorNeeded.FIRST_STEP, first);
        request.setParameter("code", code);
        var attempt = UsernamePasswordAuthenticationToken.unauthenticated("", "");
        attempt.setDetails(new SignInDetails(request));
        return signIn.authenticate(attempt);
    }

    private String secret() {
        return store.secret(person.id(), false)
                .or(() -> store.secret(person.id(), true))
                .orElseThrow();
    }

    /** The code that the app shows so many steps from now. */
    private String app(int steps) {
        return Totp.code(secret(), Instant.now().plusSeconds(30L * steps));
    }

    /** Sets the factor up with the code of the step before, so that the present one is still unused. */
    private List<String> setUp() {
        Cast.as(person, factors::begin);
        return Cast.as(person, () -> factors.confirm(app(-1)));
    }

    private void force(Customer customer) {
        CustomerData data = customer.data();
        Cast.as(
                cast.owner(),
                () -> customers.edit(
                        customer.id(),
                        customer.version(),
                        new CustomerData(
                                data.name(), data.email(), data.country(), data.preferences(), MfaPolicy.FORCED)));
    }

    @Test
    void the_codes_are_those_of_rfc_6238() {
        String secret = java.util.Base64.getEncoder()
                .encodeToString("12345678901234567890".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(Totp.code(secret, Instant.ofEpochSecond(59))).isEqualTo("287082");
        assertThat(Totp.code(secret, Instant.ofEpochSecond(1111111109))).isEqualTo("081804");
        assertThat(Totp.base32(secret)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }

    @Test
    void with_a_factor_the_password_alone_signs_nobody_in() {
        setUp();
        Authentication signedIn = code(firstStep(), app(0));
        assertThat(signedIn.isAuthenticated()).isTrue();
    }

    @Test
    void a_factor_counts_only_once_the_app_has_shown_a_code() {
        Cast.as(person, factors::begin);
        assertThatThrownBy(() -> Cast.as(person, () -> factors.confirm("000000")))
                .isInstanceOf(Rejected.class);
        assertThat(password().isAuthenticated()).isTrue();
    }

    @Test
    void a_code_is_taken_once_and_one_step_of_drift_is_forgiven() {
        setUp();
        String next = app(1);
        assertThat(code(firstStep(), next).isAuthenticated()).isTrue();
        assertThatThrownBy(() -> code(firstStep(), next)).isInstanceOf(BadCredentialsException.class);
        assertThatThrownBy(() -> code(firstStep(), app(0))).isInstanceOf(BadCredentialsException.class);
        assertThatThrownBy(() -> code(firstStep(), app(3))).isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void a_recovery_code_lets_in_once() {
        List<String> codes = setUp();
        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(code(firstStep(), codes.getFirst().toLowerCase(Locale.ROOT)).isAuthenticated())
                .isTrue();
        assertThatThrownBy(() -> code(firstStep(), codes.getFirst())).isInstanceOf(BadCredentialsException.class);
        assertThat(Cast.as(person, factors::own).codesLeft()).isEqualTo(9);
    }

    @Test
    void a_recovery_code_is_taken_however_it_is_parted() {
        List<String> codes = setUp();
        String plain = codes.get(0).replace("-", "");
        assertThat(code(firstStep(), plain.toLowerCase(Locale.ROOT)).isAuthenticated())
                .isTrue();
        assertThat(code(firstStep(), codes.get(1).replace('-', ' ')).isAuthenticated())
                .isTrue();
        // As a phone writes it: a long dash, and a blank that does not break the line.
        assertThat(code(firstStep(), " " + codes.get(2).replaceFirst("-", "–").replaceFirst("-", " - ") + "\u00a0")
                        .isAuthenticated())
                .isTrue();
        assertThatThrownBy(() -> code(firstStep(), codes.get(0))).isInstanceOf(BadCredentialsException.class);
        assertThatThrownBy(() -> code(firstStep(), codes.get(3).substring(1)))
                .isInstanceOf(BadCredentialsException.class);
        assertThat(Cast.as(person, factors::own).codesLeft()).isEqualTo(7);
    }

    /** Phones drop a page while the authenticator app is open. */
    @Test
    void what_was_begun_goes_on_when_the_page_is_loaded_anew() {
        Identity here = session();
        SecondFactors.SetUp first = Cast.as(here, factors::begin);
        String code = app(0);
        assertThat(Cast.as(here, factors::begin)).isEqualTo(first);
        assertThat(jdbc.sql("select secret from second_factor where user_id = :user")
                        .param("user", person.id().value())
                        .query(String.class)
                        .single())
                .matches(SecretKeeper::isSealed);
        assertThat(Cast.as(here, () -> factors.confirm(code))).hasSize(10);
    }

    @Test
    void what_was_begun_ends_after_half_an_hour_elsewhere_with_a_reset_and_with_signing_out() {
        Identity here = session();
        SecondFactors.SetUp first = Cast.as(here, factors::begin);
        jdbc.sql("update second_factor set created_at = :then where user_id = :user")
                .param("then", Instant.now().minusSeconds(1801).atOffset(ZoneOffset.UTC))
                .param("user", person.id().value())
                .update();
        SecondFactors.SetUp second = Cast.as(here, factors::begin);
        SecondFactors.SetUp elsewhere = Cast.as(session(), factors::begin);
        SecondFactors.SetUp again = Cast.as(here, factors::begin);
        Cast.does(cast.owner(), () -> factors.reset(person.id()));
        Identity next = session();
        SecondFactors.SetUp reset = Cast.as(next, factors::begin);
        Cast.as(next, () -> {
            sessions.endOwn();
            return true;
        });
        SecondFactors.SetUp signedOut = Cast.as(session(), factors::begin);
        assertThat(List.of(first, second, elsewhere, again, reset, signedOut)).doesNotHaveDuplicates();
    }

    /** A browser in which the person is signed in. */
    private Identity session() {
        return new SignedIn(person.id(), person.username(), "web", sessions.begin(person.id(), source, "a browser"));
    }

    @Test
    void without_the_first_step_or_too_late_a_right_code_is_nothing() {
        setUp();
        assertThatThrownBy(() -> code(null, app(0))).isInstanceOf(BadCredentialsException.class);
        SecondFactorNeeded.FirstStep first = firstStep();
        SecondFactorNeeded.FirstStep old = new SecondFactorNeeded.FirstStep(
                first.user(), first.password(), Instant.now().minusSeconds(1));
        assertThatThrownBy(() -> code(old, app(0))).isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void after_another_password_was_set_the_first_step_with_the_old_one_is_nothing() {
        setUp();
        SecondFactorNeeded.FirstStep first = firstStep();
        Cast.does(person, () -> profile.changePassword(Cast.PASSWORD, "other slow tractors"));
        Cast.does(person, () -> profile.changePassword("other slow tractors", Cast.PASSWORD));
        String code = app(0);
        assertThatThrownBy(() -> code(first, code)).isInstanceOf(BadCredentialsException.class);
        assertThat(code(firstStep(), code).isAuthenticated())
                .as("the code was not used up")
                .isTrue();
    }

    @Test
    void guessing_codes_is_slowed_down() {
        setUp();
        SecondFactorNeeded.FirstStep first = firstStep();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> code(first, "not a code")).isInstanceOf(BadCredentialsException.class);
        }
        assertThatThrownBy(() -> code(first, app(0))).isInstanceOf(TooManyAttempts.class);
    }

    @Test
    void nobody_waits_with_setting_it_up_because_of_what_somebody_else_guesses() {
        User other = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Cast.as(other, factors::begin);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> Cast.as(other, () -> factors.confirm("123")))
                    .isInstanceOf(Rejected.class);
        }
        for (int i = 0; i < 110; i++) {
            assertThatThrownBy(() -> Cast.as(other, () -> factors.confirm("123")))
                    .isInstanceOf(TooManyAttempts.class);
        }
        assertThat(setUp()).hasSize(10);
    }

    @Test
    void where_it_is_forced_nothing_else_opens_before_it_is_set_up() {
        Authentication session = password();
        force(home);
        SecurityContextHolder.getContext().setAuthentication(session);
        try {
            assertThat(access.lacksSecondFactor()).isTrue();
            assertThatThrownBy(() -> customers.get(home.id()))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.secondFactor.missing"));
            assertThatThrownBy(() -> profile.get()).isInstanceOf(Rejected.class);
            factors.begin();
            factors.confirm(app(0));
            assertThat(customers.get(home.id()).id()).isEqualTo(home.id());
            assertThatThrownBy(() -> factors.remove(Cast.PASSWORD))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.secondFactor.forced"));
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void a_customer_above_forces_it_too() {
        Customer child = cast.customer(home.id());
        User below = cast.user(child.id(), Group.INSTALLER);
        force(home);
        assertThatThrownBy(() -> Cast.as(below, factors::own))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.secondFactor.missing"));
    }

    @Test
    void only_an_administrator_with_the_same_rights_takes_a_factor_away() {
        setUp();
        User lower = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        assertThatThrownBy(() -> Cast.does(lower, () -> factors.reset(person.id())))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.user.higher"));
        User administrator = cast.administrator(home.id());
        Cast.does(administrator, () -> factors.reset(person.id()));
        assertThat(password().isAuthenticated()).isTrue();
        assertThat(jdbc.sql("select action from audit_entry where kind = 'USER' and entity = :id order by id desc")
                        .param("id", person.id().toString())
                        .query(String.class)
                        .list())
                .contains("secondFactorOn", "secondFactorReset");
    }

    @Test
    void it_is_turned_off_with_the_password_only() {
        setUp();
        assertThatThrownBy(() -> Cast.does(person, () -> factors.remove("not the password")))
                .isInstanceOf(Rejected.class);
        Cast.does(person, () -> factors.remove(Cast.PASSWORD));
        assertThat(password().isAuthenticated()).isTrue();
    }
}
