package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.History;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.user.OneTimeLinks.Purpose;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The way back in for an administrator of the account who is locked out, for whoever can start the program. */
@Service
public class Recovery {

    private final Access access;
    private final UserRepository users;
    private final OneTimeLinks links;
    private final FactorStore factors;
    private final Sessions sessions;
    private final History history;

    Recovery(
            Access access,
            UserRepository users,
            OneTimeLinks links,
            FactorStore factors,
            Sessions sessions,
            History history) {
        this.access = access;
        this.users = users;
        this.links = links;
        this.factors = factors;
        this.sessions = sessions;
        this.history = history;
    }

    /**
     * Makes a user active again, without an end, takes the second factor away, and gives a one-time link to a new password.
     *
     * @return where the password is set
     * @throws Rejected NOT_FOUND unless the address is that of an account administrator of the root
     */
    @Unguarded("whoever can start the program on its machine can read its database too")
    @Transactional
    public String recover(EmailAddress email) {
        User found = users.findByEmailKey(email.key()).orElseThrow(Rejected::notFound);
        TreePath place = access.place(found.customerId());
        if (!place.isRoot() || !found.groups().contains(Group.ACCOUNT_ADMINISTRATOR)) {
            throw Rejected.notFound();
        }
        User user =
                users.save(found.edited(found.data().active(true).until(null)).deleted(null));
        factors.remove(user.id());
        sessions.endAll(user.id(), null);
        history.record(Change.By.system(), Change.Kind.USER, user.id(), user.username(), place, "recovered", List.of());
        links.beginInvitation(user.id());
        return links.issue(user.isInvited() ? Purpose.INVITE : Purpose.RESET, user.id(), null)
                .map(OneTimeLinks.Issued::url)
                .orElseThrow(Rejected::notFound);
    }
}
