package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;

/**
 * Answers who is asking and whether they may. Rights are read from the database at every question, so that a demotion holds
 * at once, in pages that are already open too.
 */
@Service
public class Access {

    private final CustomerTree tree;
    private final WhoAsks whoAsks;

    Access(CustomerTree tree, WhoAsks whoAsks) {
        this.tree = tree;
        this.whoAsks = whoAsks;
    }

    /**
     * Somebody looks at the program as another user sees it. Everything is answered with the other one's rights, and nothing
     * can be changed.
     *
     * @param person who looks
     * @param seenAs user name of the other one
     * @param left   time until it ends by itself
     * @param over   its time has passed, or it is no longer allowed: until it is ended, whoever looks only reads, as themselves
     */
    public record Preview(Actor person, String seenAs, Duration left, boolean over) {}

    /**
     * Who is asking.
     *
     * @throws Rejected SIGNED_OUT when nobody is, or no longer may be; FORBIDDEN while a second factor is forced and missing
     */
    public Actor actor() {
        return asking().complete().actor();
    }

    private Asking asking() {
        return whoAsks.now().orElseThrow(Rejected::signedOut);
    }

    /** Like {@link #actor()}, for places that also serve visitors. */
    public Optional<Actor> visitor() {
        return whoAsks.now().map(Asking::actor);
    }

    /** Like {@link #actor()}, for where a second factor is set up and nowhere else. */
    public Actor newcomer() {
        return asking().own();
    }

    /** Whoever is signed in, with their own rights, as whomever they look at the program. */
    public Actor person() {
        return asking().person();
    }

    /** The preview that is under way, or has to be ended. */
    public Optional<Preview> preview() {
        return whoAsks.now().map(Asking::preview);
    }

    /** Whether this actor may look at the program as somebody else: nobody gets to see more than they do as themselves. */
    public boolean mayLookAs(Actor actor, UserId other) {
        return whoAsks.lookedAt(actor, other).isPresent();
    }

    /** Whoever is asking came by the link of an install job, which may hold no more; empty for users. */
    public Optional<Guest> guest() {
        return WhoAsks.identity().map(Identity::guest);
    }

    /** Whoever is asking must have a second factor, and has none: nothing but setting one up is theirs to do. */
    public boolean lacksSecondFactor() {
        return whoAsks.now().filter(Asking::lacksSecondFactor).isPresent();
    }

    /** Somebody is signed in who may no longer be here. */
    public boolean hasEnded() {
        return WhoAsks.identity().isPresent() && whoAsks.now().isEmpty();
    }

    /** The customer at this place, or one above it, wants everybody to have a second factor. */
    public boolean isSecondFactorForced(TreePath place) {
        return tree.node(place.customer())
                .filter(CustomerTree.Node::secondFactorForced)
                .isPresent();
    }

    /**
     * Asks for a permission at one customer.
     *
     * @return the place of that customer
     * @throws Rejected NOT_FOUND when it is out of reach, FORBIDDEN when a group or scope is missing
     */
    public TreePath require(Permission permission, CustomerId customer) {
        return require(actor(), permission, customer);
    }

    /** Like {@link #require(Permission, CustomerId)}, where the actor is at hand already. */
    public TreePath require(Actor actor, Permission permission, CustomerId customer) {
        TreePath place = place(customer);
        require(actor, permission, place);
        return place;
    }

    public void require(Actor actor, Permission permission, TreePath place) {
        if (!actor.reaches(place)) {
            throw Rejected.notFound();
        }
        if (!permission.scopeAllows(actor.scopes())) {
            throw missingScope(actor);
        }
        if (!actor.may(permission, place)) {
            throw Rejected.forbidden("problem.forbidden");
        }
    }

    /**
     * Asks for a permission as {@link #require(Actor, Permission, TreePath)} does, for a page that serves nothing but to use it: a
     * preview shows the page to whom the groups would open it, though what is done there is refused.
     */
    public void requirePage(Actor actor, Permission permission, TreePath place) {
        boolean looks = preview().isPresent() && permission.groupsAllow(actor.home(), place, actor.groups());
        if (!looks) {
            require(actor, permission, place);
        }
    }

    /** Asks for a scope alone: for what everybody may do with what is their own. */
    public Actor requireOwn(Scope scope) {
        Actor actor = asking().complete().own();
        if (!actor.scopes().contains(scope)) {
            throw missingScope(actor);
        }
        return actor;
    }

    /** A page has all scopes, but for a preview and a guest's. */
    private static Rejected missingScope(Actor actor) {
        if (actor.guest() != null) {
            return Rejected.forbidden("problem.forbidden");
        }
        return Rejected.forbidden(actor.channel().equals("web") ? "problem.preview" : "problem.scope");
    }

    /** The session that asks; empty for a token. */
    public Optional<Long> session() {
        return WhoAsks.identity().map(Identity::session);
    }

    /** When that by which the actor came ends; empty for no end. */
    public Optional<Instant> end() {
        return WhoAsks.identity().map(Identity::expiresAt);
    }

    /** What a user could do in a browser at this moment; empty when they could not sign in. */
    public Optional<Actor> inBrowser(UserId user) {
        record InBrowser(UserId userId, Set<Scope> scopes, String channel) implements Identity {}
        return whoAsks.of(new InBrowser(user, EnumSet.allOf(Scope.class), "web"))
                .map(Asking::actor);
    }

    /** Place of a customer in the tree, for what happens without anybody asking. */
    public TreePath place(CustomerId customer) {
        return tree.node(customer).map(CustomerTree.Node::path).orElseThrow(Rejected::notFound);
    }

    /** Neither the customer nor one above it is suspended. */
    public boolean isServed(CustomerId customer) {
        return tree.node(customer).filter(node -> !node.suspended()).isPresent();
    }
}
