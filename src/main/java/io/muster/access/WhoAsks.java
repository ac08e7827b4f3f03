package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Preferences;
import io.muster.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Makes of what a principal tells about itself whoever is asking, with the rights of this moment: a user, a guest, or a person
 * who looks at the program as another one.
 */
@Component
class WhoAsks {

    /** Nothing is ever sent to it. */
    private static final EmailAddress NOBODYS_ADDRESS = new EmailAddress("nobody@localhost.invalid");

    private final CustomerTree tree;
    private final Grants grants;
    private final Guests guests;
    private final Clock clock;

    WhoAsks(CustomerTree tree, Grants grants, Guests guests, Clock clock) {
        this.tree = tree;
        this.grants = grants;
        this.guests = guests;
        this.clock = clock;
    }

    /** What the principal of this thread tells about itself, whether it may still be here or not; empty when there is none. */
    static Optional<Identity> identity() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                        && authentication.isAuthenticated()
                        && authentication.getPrincipal() instanceof Identity identity
                ? Optional.of(identity)
                : Optional.empty();
    }

    /** Whoever asks by this thread; empty when nobody does who may be here. */
    Optional<Asking> now() {
        return identity().flatMap(this::of);
    }

    /** Whoever this is; empty when they may not, or no longer, be here. */
    Optional<Asking> of(Identity identity) {
        Guest guest = identity.guest();
        if (guest != null) {
            return guests.of(guest).flatMap(pass -> guest(guest, pass, identity));
        }
        Long session = identity.session();
        Optional<Grants.Grant> held =
                session == null ? grants.of(identity.userId()) : grants.of(identity.userId(), session);
        return held.flatMap(grant -> served(grant.customer())
                .map(node -> asking(
                        actor(grant, node, identity.scopes(), identity.channel()),
                        node.secondFactorForced() && !grant.secondFactor(),
                        grant.looking())));
    }

    /** The other one, as this person may see the program; empty when they may not. */
    Optional<Actor> lookedAt(Actor person, UserId other) {
        return grants.of(other)
                .flatMap(grant -> served(grant.customer())
                        .map(node -> actor(grant, node, person.scopes(), person.channel()))
                        .filter(seenAs -> person.may(Permission.MANAGE_USERS, seenAs.home())
                                && person.encompasses(seenAs, grant.assigned())));
    }

    private Optional<CustomerTree.Node> served(CustomerId customer) {
        return tree.node(customer).filter(node -> !node.suspended());
    }

    /** A guest claims units at the job's customer, by the table's row for installers; the scope leaves nothing else. */
    private Optional<Asking> guest(Guest guest, Guests.Pass pass, Identity identity) {
        return served(pass.customer())
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
                .map(Grants.Looking::as)
                .flatMap(as -> lookedAt(person, as));
        Actor seenAs = other.orElse(person).with(EnumSet.of(Scope.READ));
        Duration left = Duration.between(clock.instant(), looking.until());
        Access.Preview preview = new Access.Preview(person, seenAs.username(), left, other.isEmpty());
        return new Asking(seenAs, lacksSecondFactor, person, preview);
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
