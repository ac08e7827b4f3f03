package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.kernel.ListQuery;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

@MusterTest
class SignInTest {

    @Autowired
    SignIn signIn;

    @Autowired
    Users users;

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    UserRepository repository;

    @Autowired
    Access access;

    @Autowired
    HashingPool pool;

    @Autowired
    PasswordEncoder encoder;

    @Autowired
    SignInThrottle throttle;

    @Autowired
    FactorStore factors;

    @Autowired
    Arrivals arrivals;

    @Autowired
    Profile profile;

    private Authentication attempt(String name, String password, String source) {
        return attempt(signIn, name, password, source);
    }

    private static Authentication attempt(SignIn signIn, String name, String password, String source) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(source);
        UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        token.setDetails(new WebAuthenticationDetails(request));
        return signIn.authenticate(token);
    }

    private static String source() {
        return "10.1." + Cast.next() / 250 + "." + Cast.next() % 250;
    }

    private User person() {
        return cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
    }

    @Test
    void email_and_username_work_in_any_case_and_the_last_login_is_kept() {
        User person = person();
        assertThat(person.lastLoginAt()).isNull();
        for (String name : new String[] {
            person.username().toUpperCase(Locale.ROOT), person.email().value().toUpperCase(Locale.ROOT)
        }) {
            Authentication signedIn = attempt(name, Cast.PASSWORD, source());
            assertThat(((Identity) signedIn.getPrincipal()).userId()).isEqualTo(person.id());
            assertThat(signedIn.getCredentials()).isNull();
        }
        assertThat(Cast.as(cast.owner(), () -> users.get(person.id())).lastLoginAt())
                .isNotNull();
    }

    @Test
    void whatever_is_wrong_the_answer_is_the_same() {
        User person = person();
        assertThatThrownBy(() -> attempt(person.username(), "not the password", source()))
                .isInstanceOf(BadCredentialsException.class)
                .hasMessage("The name or the password is wrong");
        assertThatThrownBy(() -> attempt("nobody" + Cast.next(), Cast.PASSWORD, source()))
                .isInstanceOf(BadCredentialsException.class)
                .hasMessage("The name or the password is wrong");
    }

    @Test
    void a_long_password_is_not_cut() {
        User person = person();
        assertThatThrownBy(() -> attempt(person.username(), Cast.PASSWORD + "x".repeat(100), source()))
                .isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void an_inactive_a_deleted_and_an_invited_user_are_refused() {
        User inactive = person();
        UserData data = inactive.data();
        UserData off = new UserData(
                data.email(),
                data.username(),
                data.customer(),
                data.groups(),
                data.person(),
                null,
                null,
                null,
                false,
                false,
                Set.of());
        Cast.as(cast.owner(), () -> users.edit(inactive.id(), inactive.version(), off));
        User deleted = person();
        Cast.as(cast.owner(), () -> users.delete(deleted.id(), null));
        for (User user : new User[] {inactive, deleted}) {
            assertThatThrownBy(() -> attempt(user.username(), Cast.PASSWORD, source()))
                    .isInstanceOf(BadCredentialsException.class);
        }
    }

    @Test
    void an_inactive_user_is_refused_in_a_session_that_is_open() {
        User person = person();
        Cast.as(cast.owner(), () -> users.delete(person.id(), null));
        assertThatThrownBy(() -> Cast.as(person, () -> users.list(person.customerId(), ListQuery.all())))
                .isInstanceOfSatisfying(
                        io.muster.kernel.Rejected.class,
                        rejected -> assertThat(rejected.kind()).isEqualTo(io.muster.kernel.Rejected.Kind.SIGNED_OUT));
    }

    @Test
    void whoever_gets_another_password_while_theirs_is_checked_is_not_let_in_by_the_old_one() {
        User person = person();
        SignIn interrupted = whileChecking(
                () -> Cast.does(person, () -> profile.changePassword(Cast.PASSWORD, "other slow tractors")));
        assertThatThrownBy(() -> attempt(interrupted, person.username(), Cast.PASSWORD, source()))
                .isInstanceOf(BadCredentialsException.class)
                .hasMessage("The name or the password is wrong");
        assertThat(sessionsOf(person)).isZero();
        assertThat(attempt(person.username(), "other slow tractors", source()).isAuthenticated())
                .isTrue();
    }

    @Test
    void a_script_is_not_let_in_by_a_password_that_is_changed_meanwhile_either() {
        User person = person();
        SignIn interrupted = whileChecking(
                () -> Cast.does(person, () -> profile.changePassword(Cast.PASSWORD, "other slow tractors")));
        PasswordAttempt script = new PasswordAttempt(
                person.username(), Cast.PASSWORD, "api", new WebAuthenticationDetails(new MockHttpServletRequest()));
        assertThatThrownBy(() -> interrupted.authenticate(script)).isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void whoever_is_deactivated_while_their_password_is_checked_is_not_let_in() {
        User person = person();
        SignIn interrupted = whileChecking(() -> Cast.as(cast.owner(), () -> users.setActive(person.id(), false)));
        assertThatThrownBy(() -> attempt(interrupted, person.username(), Cast.PASSWORD, source()))
                .isInstanceOf(BadCredentialsException.class);
        assertThat(sessionsOf(person)).isZero();
    }

    /** Something happens after a password was found right, and before whoever typed it is in. */
    private SignIn whileChecking(Runnable meanwhile) {
        Passwords slow = new Passwords(pool, encoder) {
            @Override
            boolean matches(String password, String hash) {
                boolean matches = super.matches(password, hash);
                meanwhile.run();
                return matches;
            }
        };
        return new SignIn(repository, access, slow, throttle, factors, arrivals, Clock.systemUTC());
    }

    private long sessionsOf(User person) {
        return jdbc.sql("select count(*) from user_session where user_id = :id")
                .param("id", person.id().value())
                .query(Long.class)
                .single();
    }

    @Test
    void guessing_from_one_source_is_slowed_down_and_does_not_lock_the_owner_out() {
        User person = person();
        String guesser = source();
        int looked = 0;
        for (int i = 0; i < 15; i++) {
            try {
                attempt(person.username(), "wrong " + i, guesser);
            } catch (TooManyAttempts e) {
                assertThat(e.waiting()).isPositive();
                continue;
            } catch (BadCredentialsException e) {
                looked++;
            }
        }
        assertThat(looked).isEqualTo(10);
        assertThatThrownBy(() -> attempt(person.username(), Cast.PASSWORD, guesser))
                .isInstanceOf(TooManyAttempts.class);
        assertThat(attempt(person.username(), Cast.PASSWORD, source()).isAuthenticated())
                .isTrue();
    }

    @Test
    void guesses_by_address_and_by_user_name_are_guesses_at_one_account() {
        User person = person();
        String guesser = source();
        int looked = 0;
        for (int i = 0; i < 20; i++) {
            try {
                attempt(i % 2 == 0 ? person.username() : person.email().value(), "wrong " + i, guesser);
            } catch (TooManyAttempts e) {
                continue;
            } catch (BadCredentialsException e) {
                looked++;
            }
        }
        assertThat(looked).isEqualTo(10);
        assertThat(attempt(person.username(), Cast.PASSWORD, source()).isAuthenticated())
                .isTrue();
    }

    @Test
    void whoever_has_a_network_of_addresses_is_one_source() {
        User person = person();
        int network = Cast.next();
        int looked = 0;
        for (int i = 0; i < 15; i++) {
            try {
                attempt(person.username(), "wrong " + i, "2001:db8:0:" + network + ":0:0:0:" + (i + 1));
            } catch (TooManyAttempts e) {
                continue;
            } catch (BadCredentialsException e) {
                looked++;
            }
        }
        assertThat(looked).isEqualTo(10);
    }

    @Test
    void one_guess_at_each_of_many_names_is_slowed_down_too() {
        String sprayer = source();
        int refused = 0;
        for (int i = 0; i < 120; i++) {
            try {
                attempt("spray" + i, "Password2026!", sprayer);
            } catch (TooManyAttempts e) {
                refused++;
            } catch (BadCredentialsException e) {
                continue;
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(15);
    }

    @Test
    void passwords_are_kept_as_hashes() {
        User person = person();
        String hash = jdbc.sql("select password_hash from app_user where id = :id")
                .param("id", person.id().value())
                .query(String.class)
                .single();
        assertThat(hash).startsWith("$argon2id$v=19$");
    }

    @Test
    void who_signs_in_and_who_fails_stands_in_the_history() {
        User person = person();
        attempt(person.username(), Cast.PASSWORD, source());
        assertThatThrownBy(() -> attempt(person.username(), "wrong", source())).isInstanceOf(Exception.class);
        assertThat(jdbc.sql("select action from audit_entry where kind = 'SIGN_IN' and entity = :id order by id")
                        .param("id", person.id().toString())
                        .query(String.class)
                        .list())
                .containsExactly("signedIn", "signInRefused");
    }
}
