package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.kernel.Change;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who came, or tried to, in transactions of its own: a refusal is remembered too. */
@Component
class Arrivals {

    private final UserRepository users;
    private final FactorStore factors;
    private final Sessions sessions;
    private final Access access;
    private final History history;
    private final Clock clock;

    Arrivals(
            UserRepository users, FactorStore factors, Sessions sessions, Access access, History history, Clock clock) {
        this.users = users;
        this.factors = factors;
        this.sessions = sessions;
        this.access = access;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Somebody who is in.
     *
     * @param session that begins in a browser; null for the one request of a script
     */
    record Entry(@Nullable Long session) {}

    /**
     * Lets somebody in whose password was right a moment ago. Checking it takes a while: a new password, or an end of the access,
     * that came meanwhile ended all sessions but this one. So nobody changes the user until this one has begun, to end with the
     * others.
     *
     * @param user as they were when the password was checked
     * @return empty when the password is another one by now, or the user may not come any more
     */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public Optional<Entry> entered(User user, String source, String channel, String agent) {
        return users.lock(user.id())
                .filter(now -> now.hasAccess(clock.instant())
                        && !now.isInvited()
                        && Objects.equals(now.passwordHash(), user.passwordHash()))
                .map(now -> enter(now, source, channel, agent));
    }

    private Entry enter(User user, String source, String channel, String agent) {
        Long session = channel.equals("web") ? sessions.begin(user.id(), source, agent) : null;
        users.signedIn(user.id(), clock.instant());
        record(new Change.By(user.id(), user.username(), channel), user, "signedIn", source);
        return new Entry(session);
    }

    /** Somebody tried to come as this user. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void refused(User user, String action, String source, String channel) {
        record(new Change.By(null, user.username(), channel), user, action, source);
    }

    /** Takes a code of the second factor, which then is used up. */
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public boolean takeCode(User user, String code) {
        return factors.take(user.id(), code);
    }

    private void record(Change.By by, User user, String action, String source) {
        history.record(
                by,
                Change.Kind.SIGN_IN,
                user.id(),
                user.username(),
                access.place(user.customerId()),
                action,
                Change.Field.of("source", null, source.isEmpty() ? null : source));
    }
}
