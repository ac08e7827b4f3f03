package io.muster.access;

import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.Set;

/**
 * The user on whose behalf something happens, with everything that decides what they may do.
 *
 * @param home       place in the tree of the customer that the user is assigned to
 * @param restricted sees only devices at one of {@code locations}
 * @param scopes     all of them in a browser, those of the token in the REST interface
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
        Preferences preferences) {

    public Actor {
        groups = Set.copyOf(groups);
        locations = Set.copyOf(locations);
        scopes = Set.copyOf(scopes);
    }

    public CustomerId customer() {
        return home.customer();
    }

    public boolean reaches(TreePath place) {
        return home.covers(place);
    }

    public boolean may(Permission permission, TreePath place) {
        return permission.scopeAllows(scopes) && permission.groupsAllow(home, place, groups);
    }

    /** True when the permission holds anywhere in the subtree, home or below. */
    public boolean mayBelowHome(Permission permission) {
        return permission.scopeAllows(scopes)
                && permission.groupsAllow(home, home.child(new CustomerId(Long.MAX_VALUE / 10)), groups);
    }

    public Sight sight() {
        boolean inventory = may(Permission.SEE_INVENTORY, home);
        boolean manager = groups.contains(Group.DEVICE_MANAGEMENT) && home.isRoot() && !restricted;
        return new Sight(
                id,
                home,
                groups.contains(Group.FULL_DEVICE_ACCESS),
                restricted,
                locations,
                inventory ? home : null,
                inventory && mayBelowHome(Permission.SEE_INVENTORY),
                manager);
    }

    public Change.By by() {
        return new Change.By(id, username, channel);
    }
}
