package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import org.springframework.stereotype.Service;

/** How it goes between units and the program, for those who run it: the device managers of the account. */
@Service
public class TrafficReader {

    private final Access access;
    private final UnitTraffic traffic;

    TrafficReader(Access access, UnitTraffic traffic) {
        this.access = access;
        this.traffic = traffic;
    }

    /** Whether the actor may see it. */
    public boolean isShown() {
        return isShown(access.actor());
    }

    private static boolean isShown(Actor actor) {
        TreePath home = actor.home();
        return home.isRoot() && actor.sight().ownerless() && actor.may(Permission.SEE_INGEST_LOG, home);
    }

    /**
     * The state of this instance; of several, each has its own.
     *
     * @throws Rejected NOT_FOUND for whoever is not of the account's own device managers
     */
    public UnitTraffic.State state() {
        if (!isShown(access.actor())) {
            throw Rejected.notFound();
        }
        return traffic.state();
    }
}
