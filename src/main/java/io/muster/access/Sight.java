package io.muster.access;

import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which devices somebody sees: those of the subtree that everything, a location or a direct assignment opens, narrowed to the
 * user's locations when the user is restricted.
 *
 * @param subtree    home of the user, the widest that can be seen
 * @param all        holds Full Device Access
 * @param restricted only devices at one of the locations, even with Full Device Access
 * @param inventory  subtree or single customer whose devices are listed by name only, or null
 * @param inventoryBelow whether the inventory covers the nested customers too
 * @param ownerless  also sees units that belong to no customer yet
 * @param positions  sees where seen devices are
 */
public record Sight(
        UserId user,
        TreePath subtree,
        boolean all,
        boolean restricted,
        Set<LocationId> locations,
        @Nullable TreePath inventory,
        boolean inventoryBelow,
        boolean ownerless,
        boolean positions) {

    /** What opens a device to somebody's eyes. */
    public enum Way {
        /** Full Device Access. */
        ALL,
        /** It is at one of the user's locations. */
        LOCATION,
        /** It is assigned to the user directly. */
        ASSIGNED,
        /** It belongs to no customer yet, and the user lets such units in. */
        OWNERLESS
    }

    /** The sight that these groups, and the locations, give at a place. */
    public static Sight of(
            UserId user, TreePath home, Set<Group> groups, boolean restricted, Set<LocationId> locations) {
        // Whoever is kept to some locations does not read the names of what is elsewhere, and so cannot move it either.
        boolean inventory = !restricted && Permission.SEE_INVENTORY.groupsAllow(home, home, groups);
        return new Sight(
                user,
                home,
                groups.contains(Group.FULL_DEVICE_ACCESS),
                restricted,
                locations,
                inventory ? home : null,
                inventory && Permission.SEE_INVENTORY.groupsAllow(home, Permission.below(home), groups),
                groups.contains(Group.DEVICE_MANAGEMENT) && home.isRoot() && !restricted,
                Permission.SEE_POSITION.groupsAllow(home, home, groups));
    }

    Sight withoutInventory() {
        return new Sight(user, subtree, all, restricted, locations, null, false, ownerless, positions);
    }

    /**
     * Why a device is seen: what {@link SightSql} finds, of one device.
     *
     * @param place    customer that it belongs to, null for none
     * @param assigned to this user directly
     * @return empty when it is not seen, if perhaps known by its name
     */
    public Set<Way> ways(@Nullable TreePath place, @Nullable LocationId location, boolean assigned) {
        if (place == null) {
            return ownerless ? EnumSet.of(Way.OWNERLESS) : EnumSet.noneOf(Way.class);
        }
        Set<Way> ways = EnumSet.noneOf(Way.class);
        boolean there = location != null && locations.contains(location);
        if (!subtree.covers(place) || (restricted && !there)) {
            return ways;
        }
        if (all) {
            ways.add(Way.ALL);
        }
        if (there) {
            ways.add(Way.LOCATION);
        }
        if (assigned) {
            ways.add(Way.ASSIGNED);
        }
        return ways;
    }
}
