package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.access.Rights;
import io.muster.access.Sight;
import io.muster.access.Sight.Way;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells who sees a device, and why: of the users whom the asker may see. */
@Service
public class DeviceViewers {

    private final Access access;
    private final DeviceSight sight;
    private final ViewerQueries queries;

    DeviceViewers(Access access, DeviceSight sight, ViewerQueries queries) {
        this.access = access;
        this.sight = sight;
        this.queries = queries;
    }

    /**
     * Somebody who sees a device.
     *
     * @param restricted sees devices at their locations alone
     * @param shut       cannot sign in at the moment, and so sees nothing until that changes
     */
    public record Viewer(
            UserId id,
            String username,
            String email,
            String customer,
            Set<Way> ways,
            boolean restricted,
            boolean shut) {}

    /** The device, and who sees it, by name. */
    public record Answer(DeviceRow device, List<Viewer> viewers) {}

    /** A user who might see it. */
    record Candidate(
            UserId id,
            String username,
            String email,
            String customer,
            TreePath home,
            Set<Group> groups,
            boolean restricted,
            Set<LocationId> locations,
            boolean assigned,
            boolean shut) {

        Viewer viewing(@Nullable TreePath place, @Nullable LocationId location) {
            Set<Way> ways = Rights.atHome(Permission.SEE_DEVICES, home, groups)
                    ? Sight.of(id, home, groups, restricted, locations).ways(place, location, assigned)
                    : Set.of();
            return new Viewer(id, username, email, customer, ways, restricted, shut);
        }
    }

    /** For whoever administers users, and has the device in their own lists, if only by its name. */
    @Transactional(readOnly = true)
    public Answer of(DeviceId id) {
        Actor actor = access.actor();
        DeviceRow device = sight.listed(actor, Permission.SEE_DEVICES, id);
        access.require(actor, Permission.SEE_USERS, actor.home());
        CustomerId customer = device.customerId();
        TreePath place = customer == null ? null : access.place(customer);
        List<CustomerId> known = way(actor, place == null ? actor.home() : place);
        LocationId location = queries.location(id);
        return new Answer(
                device,
                queries.candidates(id, known).stream()
                        .map(candidate -> candidate.viewing(place, location))
                        .filter(viewer -> !viewer.ways().isEmpty())
                        .toList());
    }

    /** From the asker's home down to a place. Who stands above, or beside, is nobody to the asker. */
    static List<CustomerId> way(Actor actor, TreePath lowest) {
        List<CustomerId> way = lowest.ids().subList(actor.home().depth() - 1, lowest.depth());
        return actor.mayBelowHome(Permission.SEE_USERS) ? way : way.subList(0, 1);
    }
}
