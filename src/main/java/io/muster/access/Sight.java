package io.muster.access;

import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
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
 */
public record Sight(
        UserId user,
        TreePath subtree,
        boolean all,
        boolean restricted,
        Set<LocationId> locations,
        @Nullable TreePath inventory,
        boolean inventoryBelow,
        boolean ownerless) {}
