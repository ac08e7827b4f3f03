package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Scope;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.kernel.UserId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The second factor by which people prove who they are: an authenticator app, and recovery codes for when it is lost. */
@Service
public class SecondFactors {

    private final Access access;
    private final FactorStore factors;
    private final Profile profile;
    private final ManagedUsers managed;
    private final Sessions sessions;
    private final SignInThrottle throttle;
    private final History history;

    SecondFactors(
            Access access,
            FactorStore factors,
            Profile profile,
            ManagedUsers managed,
            Sessions sessions,
            SignInThrottle throttle,
            History history) {
        this.access = access;
        this.factors = factors;
        this.profile = profile;
        this.managed = managed;
        this.sessions = sessions;
        this.throttle = throttle;
        this.history = history;
    }

    /**
     * How it stands with the actor.
     *
     * @param forced    the customer, or one above it, wants everybody to have one
     * @param codesLeft recovery codes that have not been used
     */
    public record State(boolean on, boolean forced, long codesLeft) {}

    /**
     * What the app is to be given; not shown again once the factor counts.
     *
     * @param secret for typing
     * @param uri    for the picture that the app scans
     */
    public record SetUp(String secret, String uri) {}

    @Transactional(readOnly = true)
    public State own() {
        Actor actor = access.requireOwn(Scope.READ);
        return new State(
                factors.isOn(actor.id()), access.isSecondFactorForced(actor.home()), factors.codesLeft(actor.id()));
    }

    /**
     * Begins to set up a factor of the actor's own, or goes on with what the same session has begun. It counts when
     * {@link #confirm} has seen a code of the app.
     */
    @Transactional
    public SetUp begin() {
        Actor actor = newcomer();
        if (factors.isOn(actor.id())) {
            throw Rejected.conflict("problem.secondFactor.on");
        }
        String secret = Totp.base32(factors.begin(actor.id(), access.session().orElse(null)));
        String label = URLEncoder.encode("Muster:" + actor.email().value(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return new SetUp(secret, "otpauth://totp/" + label + "?secret=" + secret + "&issuer=Muster&digits=6&period=30");
    }

    /**
     * Turns the factor on.
     *
     * @return the recovery codes, for the one time that they are shown
     */
    @Transactional
    public List<String> confirm(String code) {
        Actor actor = newcomer();
        String account = "set-up of " + actor.id();
        throttle.attemptAgain(account);
        if (!factors.confirm(actor.id(), code)) {
            throw Rejected.invalid("code", "problem.secondFactor.code");
        }
        throttle.succeededAgain(account);
        record(actor, "secondFactorOn");
        return factors.renewCodes(actor.id());
    }

    /** Turns the actor's own factor off, which nobody can where it is forced. */
    @Transactional
    public void remove(String password) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        profile.confirmed(actor, password);
        if (access.isSecondFactorForced(actor.home())) {
            throw Rejected.forbidden("problem.secondFactor.forced");
        }
        if (factors.remove(actor.id())) {
            record(actor, "secondFactorOff");
        }
    }

    /** New recovery codes of the actor's own; the earlier ones end. */
    @Transactional
    public List<String> renewCodes(String password) {
        Actor actor = access.requireOwn(Scope.ADMIN);
        profile.confirmed(actor, password);
        if (!factors.isOn(actor.id())) {
            throw Rejected.conflict("problem.secondFactor.off");
        }
        record(actor, "recoveryCodesRenewed");
        return factors.renewCodes(actor.id());
    }

    /** Takes the factor from a user who has lost it, and ends the user's sessions. */
    @Transactional
    public void reset(UserId id) {
        Actor actor = access.actor();
        ManagedUsers.Managed found = managed.require(actor, id);
        if (actor.id().equals(id)) {
            throw Rejected.forbidden("problem.user.ownRights");
        }
        if (!factors.remove(id)) {
            throw Rejected.conflict("problem.secondFactor.off");
        }
        sessions.endAll(id, null);
        managed.record(actor, found, "secondFactorReset");
    }

    /** The actor, who may have to set up a factor before anything else. */
    private Actor newcomer() {
        Actor actor = access.newcomer();
        if (!actor.scopes().contains(Scope.ADMIN) || !"web".equals(actor.channel())) {
            throw Rejected.forbidden("problem.scope");
        }
        return actor;
    }

    private void record(Actor actor, String action) {
        history.record(actor.by(), Change.Kind.USER, actor.id(), actor.username(), actor.home(), action, List.of());
    }
}
