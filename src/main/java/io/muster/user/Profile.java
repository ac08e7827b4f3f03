package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Scope;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What everybody may see and change about themselves. Never their own groups, locations, customer or active state. */
@Service
public class Profile {

    private final Access access;
    private final UserRepository users;
    private final UserMaker maker;
    private final NewPassword newPassword;
    private final SignInThrottle throttle;
    private final History history;

    Profile(
            Access access,
            UserRepository users,
            UserMaker maker,
            NewPassword newPassword,
            SignInThrottle throttle,
            History history) {
        this.access = access;
        this.users = users;
        this.maker = maker;
        this.newPassword = newPassword;
        this.throttle = throttle;
        this.history = history;
    }

    @Transactional(readOnly = true)
    public User get() {
        return own(access.requireOwn(Scope.READ));
    }

    /**
     * Changes the actor's own card.
     *
     * @param version the version that the change was made from
     */
    @Transactional
    public User edit(long version, ProfileData wanted) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        User before = own(actor);
        if (before.version() != version) {
            throw Rejected.stale();
        }
        UserData data = before.data().with(wanted);
        List<Change.Field> fields = User.difference(before.data(), data);
        if (fields.isEmpty()) {
            return before;
        }
        maker.checkUnique(data, before.id());
        User after = maker.save(before.edited(data));
        history.record(
                actor.by(), Change.Kind.USER, after.id(), after.username(), actor.home(), "profileEdited", fields);
        return after;
    }

    /**
     * Changes the actor's own password; all other sessions end.
     *
     * @param current the present password, so that nobody can do it at an unlocked screen
     * @throws TooManyAttempts after too many wrong ones
     */
    @Transactional
    public void changePassword(String current, String wanted) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        User user = confirmed(actor, current);
        String hash = newPassword.hash(user, wanted);
        newPassword.set(user, hash, access.session().orElse(null), "passwordChanged");
    }

    /** The actor, who has just shown to know the password. */
    User confirmed(Actor actor, String password) {
        User user = own(actor);
        String account = "password of " + user.id();
        throttle.attemptAgain(account);
        if (!newPassword.isCurrent(user, password)) {
            throw Rejected.invalid("current", "problem.password.wrong");
        }
        throttle.succeededAgain(account);
        return user;
    }

    private User own(Actor actor) {
        return users.findById(actor.id()).orElseThrow(Rejected::notFound);
    }
}
