package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Rights;
import io.muster.access.Sight;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells what a user can do, on what, and why, to whoever may see that user. */
@Service
public class AccessReports {

    private final Access access;
    private final Users users;
    private final UserQueries queries;
    private final FactorStore factors;
    private final Customers customers;
    private final SeenDevices devices;

    AccessReports(
            Access access,
            Users users,
            UserQueries queries,
            FactorStore factors,
            Customers customers,
            SeenDevices devices) {
        this.access = access;
        this.users = users;
        this.queries = queries;
        this.factors = factors;
        this.customers = customers;
        this.devices = devices;
    }

    /** What keeps somebody from using the rights that they hold. */
    public enum Barrier {
        INACTIVE,
        SUSPENDED,
        /** Has not set a password yet. */
        INVITED,
        /** Is let in no further than to where a second factor is set up. */
        SECOND_FACTOR
    }

    /** One of the user's locations, and how many devices are seen there. */
    public record Place(LocationId id, String name, long devices) {}

    /**
     * The answer.
     *
     * @param nested   number of customers below the user's
     * @param barriers what has to be said first
     * @param places   the user's locations, by name
     * @param counts   devices in sight that the viewer knows too
     * @param complete the viewer knows all devices there are to see
     */
    public record Report(
            String username,
            String customer,
            long nested,
            Set<Barrier> barriers,
            List<Rights.Right> rights,
            Sight sight,
            boolean opensDevices,
            List<Place> places,
            SeenDevices.Counts counts,
            boolean complete) {}

    @Transactional(readOnly = true)
    public Report of(UserId id) {
        Actor actor = access.actor();
        User user = users.get(Permission.SEE_USERS, id);
        TreePath home = access.place(user.customerId());
        CustomerRow customer = customers.row(Permission.SEE_CUSTOMER, user.customerId());
        Sight sight = Sight.of(id, home, user.groups(), user.restricted(), user.locations());
        boolean opens = Rights.atHome(Permission.SEE_DEVICES, home, user.groups());
        SeenDevices.Counts counts = opens ? devices.count(actor, sight) : SeenDevices.Counts.NONE;
        Sight own = actor.sight();
        return new Report(
                user.username(),
                customer.name(),
                customer.customers(),
                barriers(user, home),
                Rights.of(home, user.groups()),
                sight,
                opens,
                queries.locationNames(id).entrySet().stream()
                        .map(place -> new Place(
                                place.getKey(),
                                place.getValue(),
                                counts.atLocation().getOrDefault(place.getKey(), 0L)))
                        .toList(),
                counts,
                own.inventoryBelow() || (own.all() && !own.restricted()));
    }

    private Set<Barrier> barriers(User user, TreePath home) {
        Set<Barrier> barriers = EnumSet.noneOf(Barrier.class);
        if (!user.active()) {
            barriers.add(Barrier.INACTIVE);
        }
        if (!access.isServed(user.customerId())) {
            barriers.add(Barrier.SUSPENDED);
        }
        if (user.isInvited()) {
            barriers.add(Barrier.INVITED);
        }
        if (access.isSecondFactorForced(home) && !factors.isOn(user.id())) {
            barriers.add(Barrier.SECOND_FACTOR);
        }
        return barriers;
    }
}
