package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Service;

/**
 * Answers who is asking and whether they may. Rights are read from the database at every question, so that a demotion holds
 * at once, in pages that are already open too.
 */
@Service
public class Access {

    /** Nothing is ever sent to it. */
    private static final EmailAddress NOBODYS_ADDRESS = new EmailAddress("nobody@localhost.invalid");

    private final CustomerTree tree;
    private final Grants grants;
    private final Guests guests;
    private final Clock clock;

    Access(CustomerTree tree, Grants grants, Guests guests, Clock clock) {
        this.tree = tree;
        this.grants = grants;
        this.guests = guests;
        this.clock = clock;
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
        return complete().actor();
    }

    private Asking complete() {
        Asking asking = asking().orElseThrow(Rejected::signedOut);
        if (asking.lacksSecondFactor()) {
            throw Rejected.forbidden("problem.secondFactor.missing");
        }
        return asking;
    }

    /** Like {@link #actor()}, for places that also serve visitors. */
    public Optional<Actor> visitor() {
        return asking().map(Asking::actor);
    }

    /** Like {@link #actor()}, for where a second factor is set up and nowhere else. */
    public Actor newcomer() {
        return own(asking().orElseThrow(Rejected::signedOut));
    }

    /** Whoever is signed in, with their own rights, as whomever they look at the program. */
    public Actor person() {
        return asking().map(Asking::person).orElseThrow(Rejected::signedOut);
    }

    /** The preview that is under way, or has to be ended. */
    public Optional<Preview> preview() {
        return asking().map(Asking::preview);
    }

    /** Whether this actor may look at the program as somebody else: nobody gets to see more than they do as themselves. */
    public boolean mayLookAs(Actor actor, UserId other) {
        return grants.of(other).flatMap(grant -> lookedAt(actor, grant)).isPresent();
    }

    /** What is a person's own is not there for others to look at. */
    private static Actor own(Asking asking) {
        if (asking.preview() != null) {
            throw Rejected.forbidden("problem.preview");
        }
        if (asking.actor().guest() != null) {
            throw Rejected.forbidden("problem.forbidden");
        }
        return asking.actor();
    }

    /** Whoever is asking came by the link of an install job, which may hold no more; empty for users. */
    public Optional<Guest> guest() {
        return identity().map(Identity::guest);
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
            throw missingScope(actor);
        }
        if (!actor.may(permission, place)) {
            throw Rejected.forbidden("problem.forbidden");
        }
    }

    /** Asks for a scope alone: for what everybody may do with what is their own. */
    public Actor requireOwn(Scope scope) {
        Actor actor = own(complete());
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

    private record Asking(
            Actor actor,
            boolean lacksSecondFactor,
            Actor person,
            @Nullable Preview preview) {}

    private Optional<Asking> asking() {
        return identity().flatMap(this::asking);
    }

    private Optional<Asking> asking(Identity identity) {
        Guest guest = identity.guest();
        if (guest != null) {
            return guests.of(guest).flatMap(pass -> asking(guest, pass, identity));
        }
        Long session = identity.session();
        Optional<Grants.Grant> held =
                session == null ? grants.of(identity.userId()) : grants.of(identity.userId(), session);
        return held.flatMap(grant -> tree.node(grant.customer())
                .filter(node -> !node.suspended())
                .map(node -> asking(
                        actor(grant, node, identity.scopes(), identity.channel()),
                        node.secondFactorForced() && !grant.secondFactor(),
                        grant.looking())));
    }

    /** A guest claims units at the job's customer, by the table's row for installers; the scope leaves nothing else. */
    private Optional<Asking> asking(Guest guest, Guests.Pass pass, Identity identity) {
        return tree.node(pass.customer())
                .filter(node -> !node.suspended())
                .map(node -> new Actor(
                        guest.id(),
                        pass.name(),
                        NOBODYS_ADDRESS,
                        node.path(),
                        EnumSet.of(Group.INSTALLER),
                        true,
                        Set.of(),
                        EnumSet.of(Scope.DEVICES),
                        identity.channel(),
                        node.preferences(),
                        guest))
                .map(actor -> new Asking(actor, false, actor, null));
    }

    private Asking asking(Actor person, boolean lacksSecondFactor, Grants.@Nullable Looking looking) {
        if (looking == null) {
            return new Asking(person, lacksSecondFactor, person, null);
        }
        Optional<Actor> other = Optional.of(looking)
                .filter(preview -> preview.until().isAfter(clock.instant()))
                .flatMap(preview -> grants.of(preview.as()))
                .flatMap(grant -> lookedAt(person, grant));
        Actor seenAs = other.orElse(person).with(EnumSet.of(Scope.READ));
        Duration left = Duration.between(clock.instant(), looking.until());
        Preview preview = new Preview(person, seenAs.username(), left, other.isEmpty());
        return new Asking(seenAs, lacksSecondFactor, person, preview);
    }

    private Optional<Actor> lookedAt(Actor person, Grants.Grant grant) {
        return tree.node(grant.customer())
                .filter(node -> !node.suspended())
                .map(node -> actor(grant, node, person.scopes(), person.channel()))
                .filter(other -> person.may(Permission.MANAGE_USERS, other.home())
                        && person.encompasses(other, grant.assigned()));
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
                        grant.units() == null ? usual.units() : grant.units()),
                null);
    }
}
