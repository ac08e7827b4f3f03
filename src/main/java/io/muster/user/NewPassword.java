package io.muster.user;

import io.muster.access.Access;
import io.muster.access.History;
import io.muster.kernel.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives a user another password: whoever was signed in with the one before is signed out. */
@Component
class NewPassword {

    private final Access access;
    private final Passwords passwords;
    private final UserRepository users;
    private final Sessions sessions;
    private final History history;

    NewPassword(Access access, Passwords passwords, UserRepository users, Sessions sessions, History history) {
        this.access = access;
        this.passwords = passwords;
        this.users = users;
        this.sessions = sessions;
        this.history = history;
    }

    /**
     * Checks a new password, and hashes it before anything is locked.
     *
     * @throws io.muster.kernel.Rejected when it breaks a rule
     */
    String hash(User user, String password) {
        passwords.check(password, List.of(user.email().value(), user.username()));
        return passwords.hash(password);
    }

    boolean isCurrent(User user, String password) {
        return user.passwordHash() != null && passwords.matches(password, user.passwordHash());
    }

    /**
     * Sets a password.
     *
     * @param hash   of a password that has been checked
     * @param kept   the session that goes on, or null
     * @param action what the history calls it
     */
    void set(User user, String hash, @Nullable Long kept, String action) {
        users.save(user.withPassword(hash));
        sessions.endAll(user.id(), kept);
        history.record(
                new Change.By(user.id(), user.username(), "web"),
                Change.Kind.USER,
                user.id(),
                user.username(),
                access.place(user.customerId()),
                action,
                List.of());
    }
}
