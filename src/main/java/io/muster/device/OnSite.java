package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.access.Permission;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an installer may look at and enter: their own last installation of a unit, for a day. Everything else about devices is
 * none of their business.
 */
@Component
class OnSite {

    static final Duration LONGEST = Duration.ofHours(24);
    static final Duration UNDO = SwapReversal.UNDO;

    private final Access access;
    private final InstallationStore store;
    private final JobStore jobs;
    private final Clock clock;

    OnSite(Access access, InstallationStore store, JobStore jobs, Clock clock) {
        this.access = access;
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * A guest may look at a label only while the job has units left.
     *
     * @throws Rejected CONFLICT when it has none
     */
    void requireLeft(Actor actor) {
        if (actor.guest() != null && job(actor.guest()).left() == 0) {
            throw usedUp();
        }
    }

    /**
     * Takes one unit of the job by which the actor came, if they did, before anything else of a claim.
     *
     * @param wanted where the actor wants the unit to be
     * @return where it is to be: for a guest that is the job's to say
     * @throws Rejected CONFLICT when the job has no unit left
     */
    @Nullable
    LocationId take(Actor actor, @Nullable LocationId wanted) {
        Guest guest = actor.guest();
        if (guest == null) {
            return wanted;
        }
        if (!jobs.take(guest.job())) {
            // It may have ended just now, which is another reason.
            throw job(guest).left() == 0 ? usedUp() : Rejected.signedOut();
        }
        return job(guest).locationId();
    }

    /** The only location at which the actor may do anything, because the job by which they came says so; else null. */
    @Nullable
    LocationId locationOfJob(Actor actor) {
        return actor.guest() == null ? null : job(actor.guest()).locationId();
    }

    /** Before the device is locked: whoever claims locks in this order. */
    void giveBack(Actor actor) {
        if (actor.guest() != null) {
            jobs.giveBack(actor.guest().job());
        }
    }

    void begin(Actor actor, Device before, Device after) {
        store.begin(actor, before, after, null, now());
    }

    /** The unit came to the place of another one. */
    void beginSwap(Actor actor, Device before, Exchange.Put put) {
        store.begin(actor, before, put.now().device(), put.swap(), now());
    }

    private InstallJob job(Guest guest) {
        return jobs.find(guest.job()).orElseThrow(Rejected::signedOut);
    }

    private static Rejected usedUp() {
        return Rejected.conflict("problem.job." + InstallJob.State.USED_UP);
    }

    /**
     * The actor's installation of this device.
     *
     * @throws Rejected NOT_FOUND when there is none; FORBIDDEN when the actor may no longer claim units there
     */
    Installation require(Actor actor, DeviceId device) {
        Installation found =
                store.last(device, actor, now().minus(LONGEST), UNDO).orElseThrow(Rejected::notFound);
        access.require(actor, Permission.CLAIM_DEVICE, found.place());
        return found;
    }

    /** The actor's own installation of the unit with this id; empty for every other unit, whatever there is of it. */
    Optional<Installation> own(Actor actor, UnitId unit) {
        return store.last(unit, actor, now().minus(LONGEST), UNDO)
                .filter(found -> actor.reaches(found.place()) && actor.may(Permission.CLAIM_DEVICE, found.place()));
    }

    /**
     * The installation that an entry of the actor began, however long ago, as long as it is the last one of its unit.
     *
     * @throws Rejected NOT_FOUND when it is not, or was undone; FORBIDDEN when the actor may no longer claim units there
     */
    Installation require(Actor actor, OfflineEntryStore.Done entry) {
        Installation found = Optional.ofNullable(entry.installation())
                .flatMap(id -> store.current(id, UNDO))
                .orElseThrow(OnSite::noEntry);
        access.require(actor, Permission.CLAIM_DEVICE, found.place());
        return found;
    }

    static Rejected noEntry() {
        return Rejected.notFound("problem.offline.photo");
    }
}
