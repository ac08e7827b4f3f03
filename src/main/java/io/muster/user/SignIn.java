package io.muster.user;

import io.muster.access.Access;
import io.muster.kernel.Secrets;
import io.muster.kernel.SourceNetwork;
import io.muster.kernel.Text;
import io.muster.user.SecondFactorNeeded.FirstStep;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Checks an e-mail address or user name with its password. Whatever is wrong, the answer and the time it takes are the same:
 * an unknown name costs a password check too.
 */
@Component
class SignIn implements AuthenticationProvider {

    private static final int LONGEST_NAME = 254;
    private static final int LONGEST_TYPED = 4 * LONGEST_NAME;
    /** Begins what guesses are counted by, which nobody can type: a name with this character is refused. */
    private static final String NO_NAME = "\0";

    private static final Duration BETWEEN_STEPS = Duration.ofMinutes(5);

    private final UserRepository users;
    private final Access access;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final FactorStore factors;
    private final Arrivals arrivals;
    private final Clock clock;
    private final String hashOfNobody;

    SignIn(
            UserRepository users,
            Access access,
            Passwords passwords,
            SignInThrottle throttle,
            FactorStore factors,
            Arrivals arrivals,
            Clock clock) {
        this.users = users;
        this.access = access;
        this.passwords = passwords;
        this.throttle = throttle;
        this.factors = factors;
        this.arrivals = arrivals;
        this.clock = clock;
        this.hashOfNobody = passwords.hash(Secrets.random());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String typed = attempt.getName();
        String name = typed.length() > LONGEST_TYPED ? "" : Text.key(typed);
        String password =
                attempt.getCredentials() == null ? "" : attempt.getCredentials().toString();
        String source = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? SourceNetwork.written(String.valueOf(details.getRemoteAddress()))
                : "";
        String channel = attempt instanceof PasswordAttempt elsewhere ? elsewhere.channel() : "web";
        if (attempt.getDetails() instanceof SignInDetails second && second.code() != null) {
            return secondStep(second, source);
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw wrong();
        }
        AtomicReference<Optional<User>> lookedUp = new AtomicReference<>(Optional.empty());
        String account = throttle.attempt(
                () -> {
                    lookedUp.set(users.findByEmailKey(name).or(() -> users.findByUsernameKey(name)));
                    return lookedUp.get().map(SignIn::account).orElse(name);
                },
                source);
        Optional<User> found = lookedUp.get();
        String hash = found.map(User::passwordHash).orElse(hashOfNobody);
        boolean matches = passwords.matches(password, hash);
        User user = found.filter(candidate -> matches && mayEnter(candidate)).orElse(null);
        if (user == null) {
            found.ifPresent(candidate -> arrivals.refused(candidate, "signInRefused", source, channel));
            throw wrong();
        }
        throttle.succeeded(account, source);
        if (factors.isOn(user.id())) {
            throw new SecondFactorNeeded(FirstStep.of(user, clock.instant().plus(BETWEEN_STEPS)));
        }
        return enter(user, attempt.getDetails(), source, channel);
    }

    /** The password was right a moment ago, in the same browser session; now the code has to be. */
    private Authentication secondStep(SignInDetails details, String source) {
        FirstStep first = details.firstStep();
        if (first == null || first.until().isBefore(clock.instant())) {
            throw wrong();
        }
        String account = NO_NAME + "code of " + first.user();
        throttle.attempt(account, source);
        User user = users.findById(first.userId())
                .filter(found -> mayEnter(found) && first.holds(found))
                .orElseThrow(SignIn::wrong);
        if (!arrivals.takeCode(user, Objects.requireNonNullElse(details.code(), ""))) {
            arrivals.refused(user, "codeRefused", source, "web");
            throw wrong();
        }
        throttle.succeeded(account, source);
        return enter(user, details, source, "web");
    }

    private Authentication enter(User user, @Nullable Object details, String source, String channel) {
        String agent = details instanceof SignInDetails browser ? browser.agent() : "";
        Arrivals.Entry entry = arrivals.entered(user, source, channel, agent).orElse(null);
        if (entry == null) {
            arrivals.refused(user, "signInRefused", source, channel);
            throw wrong();
        }
        SignedIn principal = new SignedIn(user.id(), user.username(), channel, entry.session());
        UsernamePasswordAuthenticationToken signedIn = UsernamePasswordAuthenticationToken.authenticated(
                principal, null, AuthorityUtils.createAuthorityList("ROLE_USER"));
        signedIn.setDetails(details);
        return signedIn;
    }

    private boolean mayEnter(User user) {
        return user.hasAccess(clock.instant()) && !user.isInvited() && access.isServed(user.customerId());
    }

    /** How guesses at somebody are counted, whether the address or the user name was typed. */
    private static String account(User user) {
        return NO_NAME + user.id();
    }

    private static BadCredentialsException wrong() {
        return new BadCredentialsException("The name or the password is wrong");
    }
}
