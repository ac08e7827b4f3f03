package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.kernel.Change;
import io.muster.user.SecondFactorNeeded.FirstStep;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks an e-mail address or user name with its password. Whatever is wrong, the answer and the time it takes are the same:
 * an unknown name costs a password check too.
 */
@Component
class SignIn implements AuthenticationProvider {

    private static final int LONGEST_NAME = 254;
    private static final Duration BETWEEN_STEPS = Duration.ofMinutes(5);

    private final UserRepository users;
    private final Access access;
    private final Passwords passwords;
    private final SignInThrottle throttle;
    private final Sessions sessions;
    private final FactorStore factors;
    private final History history;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String hashOfNobody;

    SignIn(
            UserRepository users,
            Access access,
            Passwords passwords,
            SignInThrottle throttle,
            Sessions sessions,
            FactorStore factors,
            History history,
            org.springframework.transaction.PlatformTransactionManager transactions,
            Clock clock) {
        this.users = users;
        this.access = access;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
        this.factors = factors;
        this.history = history;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(Propagation.REQUIRES_NEW.value());
        this.clock = clock;
        this.hashOfNobody = passwords.hash(Secrets.random());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String name = attempt.getName().strip().toLowerCase(Locale.ROOT);
        String password =
                attempt.getCredentials() == null ? "" : attempt.getCredentials().toString();
        String source = attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        String channel = attempt instanceof PasswordAttempt elsewhere ? elsewhere.channel() : "web";
        if (attempt.getDetails() instanceof SignInDetails second && second.code() != null) {
            return secondStep(second, source);
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw wrong();
        }
        throttle.attempt(name, source);
        Optional<User> found = users.findByEmailKey(name).or(() -> users.findByUsernameKey(name));
        String hash = found.map(User::passwordHash).orElse(hashOfNobody);
        boolean matches = passwords.matches(password, hash);
        User user = found.filter(candidate -> matches && mayEnter(candidate)).orElse(null);
        if (user == null) {
            found.ifPresent(candidate -> remember(candidate, null, "signInRefused", source, channel));
            throw wrong();
        }
        throttle.succeeded(name, source);
        if (factors.isOn(user.id())) {
            throw new SecondFactorNeeded(
                    new FirstStep(user.id().value(), clock.instant().plus(BETWEEN_STEPS)));
        }
        return enter(user, attempt.getDetails(), source, channel);
    }

    /** The password was right a moment ago, in the same browser session; now the code has to be. */
    private Authentication secondStep(SignInDetails details, String source) {
        FirstStep first = details.firstStep();
        if (first == null || first.until().isBefore(clock.instant())) {
            throw wrong();
        }
        String account = "code of " + first.user();
        throttle.attempt(account, source);
        User user = users.findById(first.userId()).filter(this::mayEnter).orElseThrow(SignIn::wrong);
        boolean taken = Boolean.TRUE.equals(
                transaction.execute(status -> factors.take(user.id(), Objects.requireNonNullElse(details.code(), ""))));
        if (!taken) {
            remember(user, null, "codeRefused", source, "web");
            throw wrong();
        }
        throttle.succeeded(account, source);
        return enter(user, details, source, "web");
    }

    private Authentication enter(User user, @Nullable Object details, String source, String channel) {
        String agent = details instanceof SignInDetails browser ? browser.agent() : "";
        Long session = channel.equals("web") ? begin(user, source, agent) : null;
        remember(user, user, "signedIn", source, channel);
        SignedIn principal = new SignedIn(user.id(), user.username(), channel, session);
        UsernamePasswordAuthenticationToken signedIn = UsernamePasswordAuthenticationToken.authenticated(
                principal, null, AuthorityUtils.createAuthorityList("ROLE_USER"));
        signedIn.setDetails(details);
        return signedIn;
    }

    private boolean mayEnter(User user) {
        return user.active() && !user.isDeleted() && !user.isInvited() && access.isServed(user.customerId());
    }

    private static BadCredentialsException wrong() {
        return new BadCredentialsException("The name or the password is wrong");
    }

    private @Nullable Long begin(User user, String source, String agent) {
        return transaction.execute(status -> sessions.begin(user.id(), source, agent));
    }

    private void remember(User user, @Nullable User by, String action, String source, String channel) {
        transaction.executeWithoutResult(status -> {
            if (by != null) {
                users.signedIn(user.id(), clock.instant());
            }
            history.record(
                    new Change.By(by == null ? null : by.id(), user.username(), channel),
                    Change.Kind.SIGN_IN,
                    user.id(),
                    user.username(),
                    access.place(user.customerId()),
                    action,
                    Change.Field.of("source", null, source.isEmpty() ? null : source));
        });
    }
}
