package io.muster.access;

import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user on whose behalf something happens, with everything that decides what they may do.
 *
 * @param home       place in the tree of the customer that the user is assigned to
 * @param restricted sees only devices at one of {@code locations}
 * @param scopes     all of them in a browser, those of the token in the REST interface
 * @param guest      somebody without an account, who is no user and has no place but {@code home}; null for users
 */
public record Actor(
        UserId id,
        String username,
        EmailAddress email,
        TreePath home,
        Set<Group> groups,
        boolean restricted,
        Set<LocationId> locations,
        Set<Scope> scopes,
        String channel,
        Preferences preferences,
        @Nullable Guest guest) {

    public Actor {
        groups = Set.copyOf(groups);
        locations = Set.copyOf(locations);
        scopes = Set.copyOf(scopes);
    }

    public CustomerId customer() {
        return home.customer();
    }

    public boolean reaches(TreePath place) {
        return guest == null ? home.covers(place) : home.equals(place);
    }

    public boolean may(Permission permission, TreePath place) {
        return permission.scopeAllows(scopes) && permission.groupsAllow(home, place, groups);
    }

    /** What is at this location, or at none, is the actor's business: whoever is kept to some locations leaves all else alone. */
    public boolean minds(@Nullable LocationId location) {
        return !restricted || (location != null && locations.contains(location));
    }

    /** Installs units, and does nothing else: has one page. */
    public boolean onlyInstalls() {
        return groups.equals(Set.of(Group.INSTALLER));
    }

    /** True when the permission holds anywhere in the subtree, home or below. */
    public boolean mayBelowHome(Permission permission) {
        return permission.scopeAllows(scopes) && permission.groupsAllow(home, Permission.below(home), groups);
    }

    /** Holds every group of somebody, may use all that they give, and is not narrowed where they are not. */
    public boolean holdsAllOf(Set<Group> others, boolean narrowed, Set<LocationId> places) {
        boolean wider = restricted && !(narrowed && locations.containsAll(places));
        return !wider && groups.containsAll(others) && scopesCover(others);
    }

    /**
     * The scopes allow whatever these groups give. In a browser they always do; a token that may less than a group could
     * otherwise make, or take over, somebody who may more than the token.
     */
    public boolean scopesCover(Set<Group> others) {
        return others.stream().allMatch(group -> Permission.scopesCover(group, scopes));
    }

    /**
     * Sees and may everything that somebody else below sees and may.
     *
     * @param assigned the other one has devices that are assigned to them directly
     */
    boolean encompasses(Actor other, boolean assigned) {
        boolean devices = groups.contains(Group.FULL_DEVICE_ACCESS)
                || (locations.containsAll(other.locations) && (other.restricted || !assigned));
        return reaches(other.home) && devices && holdsAllOf(other.groups, other.restricted, other.locations);
    }

    Actor with(Set<Scope> allowed) {
        return new Actor(
                id, username, email, home, groups, restricted, locations, allowed, channel, preferences, guest);
    }

    public Sight sight() {
        Sight sight = Sight.of(id, home, groups, restricted, locations);
        return Permission.SEE_INVENTORY.scopeAllows(scopes) ? sight : sight.withoutInventory();
    }

    public Change.By by() {
        return new Change.By(guest == null ? id : null, username, channel);
    }
}
