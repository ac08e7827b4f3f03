package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * What an installer may look at and enter: their own last installation of a unit, for a day. Everything else about devices is
 * none of their business.
 */
@Component
class OnSite {

    static final Duration LONGEST = Duration.ofHours(24);
    static final Duration UNDO = Duration.ofMinutes(15);

    private final Access access;
    private final InstallationStore store;
    private final Clock clock;

    OnSite(Access access, InstallationStore store, Clock clock) {
        this.access = access;
        this.store = store;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * The actor's installation of this device.
     *
     * @throws Rejected NOT_FOUND when there is none; FORBIDDEN when the actor may no longer claim units there
     */
    Installation require(Actor actor, DeviceId device) {
        Installation found =
                store.last(device, actor.id(), now().minus(LONGEST), UNDO).orElseThrow(Rejected::notFound);
        access.require(actor, Permission.CLAIM_DEVICE, found.place());
        return found;
    }
}
