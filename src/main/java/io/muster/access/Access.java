package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/**
 * Answers who is asking and whether they may. Rights are read from the database at every question, so that a demotion holds
 * at once, in pages that are already open too.
 */
@Service
public class Access {

    private final CustomerTree tree;
    private final Grants grants;

    Access(CustomerTree tree, Grants grants) {
        this.tree = tree;
        this.grants = grants;
    }

    /**
     * Who is asking.
     *
     * @throws Rejected SIGNED_OUT when nobody is, or no longer may be; FORBIDDEN while a second factor is forced and missing
     */
    public Actor actor() {
        Asking asking = asking().orElseThrow(Rejected::signedOut);
        if (asking.lacksSecondFactor()) {
            throw Rejected.forbidden("problem.secondFactor.missing");
        }
        return asking.actor();
    }

    /** Like {@link #actor()}, for places that also serve visitors. */
    public Optional<Actor> visitor() {
        return asking().map(Asking::actor);
    }

    /** Like {@link #actor()}, for where a second factor is set up and nowhere else. */
    public Actor newcomer() {
        return visitor().orElseThrow(Rejected::signedOut);
    }

    /** Whoever is asking must have a second factor, and has none: nothing but setting one up is theirs to do. */
    public boolean lacksSecondFactor() {
        return asking().filter(Asking::lacksSecondFactor).isPresent();
    }

    /** Somebody is signed in who may no longer be here. */
    public boolean hasEnded() {
        return identity().isPresent() && asking().isEmpty();
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
        TreePath place = tree.node(customer).map(CustomerTree.Node::path).orElseThrow(Rejected::notFound);
        require(actor, permission, place);
        return place;
    }

    public void require(Actor actor, Permission permission, TreePath place) {
        if (!actor.reaches(place)) {
            throw Rejected.notFound();
        }
        if (!permission.scopeAllows(actor.scopes())) {
            throw Rejected.forbidden("problem.scope");
        }
        if (!actor.may(permission, place)) {
            throw Rejected.forbidden("problem.forbidden");
        }
    }

    /** Asks for a scope alone: for what everybody may do with what is their own. */
    public Actor requireOwn(Scope scope) {
        Actor actor = actor();
        if (!actor.scopes().contains(scope)) {
            throw Rejected.forbidden("problem.scope");
        }
        return actor;
    }

    /** The session that asks; empty for a token. */
    public Optional<Long> session() {
        return identity().map(Identity::session);
    }

    /** When that by which the actor came ends; empty for no end. */
    public Optional<Instant> end() {
        return identity().map(Identity::expiresAt);
    }

    /** What a user could do in a browser at this moment; empty when they could not sign in. */
    public Optional<Actor> inBrowser(UserId user) {
        record InBrowser(UserId userId, Set<Scope> scopes, String channel) implements Identity {}
        return asking(new InBrowser(user, EnumSet.allOf(Scope.class), "web")).map(Asking::actor);
    }

    /** Place of a customer in the tree, for what happens without anybody asking. */
    public TreePath place(CustomerId customer) {
        return tree.node(customer).map(CustomerTree.Node::path).orElseThrow(Rejected::notFound);
    }

    /** Neither the customer nor one above it is suspended. */
    public boolean isServed(CustomerId customer) {
        return tree.node(customer).filter(node -> !node.suspended()).isPresent();
    }

    private static Optional<Identity> identity() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.isAuthenticated()
                        && authentication.getPrincipal() instanceof Identity identity
                ? Optional.of(identity)
                : Optional.empty();
    }

    private record Asking(Actor actor, boolean lacksSecondFactor) {}

    private Optional<Asking> asking() {
        return identity().flatMap(this::asking);
    }

    private Optional<Asking> asking(Identity identity) {
        Long session = identity.session();
        Optional<Grants.Grant> held =
                session == null ? grants.of(identity.userId()) : grants.of(identity.userId(), session);
        return held.flatMap(grant -> tree.node(grant.customer())
                .filter(node -> !node.suspended())
                .map(node -> new Asking(
                        actor(grant, node, identity.scopes(), identity.channel()),
                        node.secondFactorForced() && !grant.secondFactor())));
    }

    private static Actor actor(Grants.Grant grant, CustomerTree.Node node, Set<Scope> scopes, String channel) {
        Preferences usual = node.preferences();
        return new Actor(
                grant.id(),
                grant.username(),
                grant.email(),
                node.path(),
                grant.groups(),
                grant.restricted(),
                grant.locations(),
                scopes,
                channel,
                new Preferences(
                        grant.timeZone() == null ? usual.timeZone() : grant.timeZone(),
                        grant.timeFormat() == null ? usual.timeFormat() : grant.timeFormat(),
                        grant.units() == null ? usual.units() : grant.units()));
    }
}
