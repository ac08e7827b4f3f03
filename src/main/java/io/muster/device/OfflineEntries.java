package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.access.Unguarded;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes in what phones kept while they had no network. Under the same rules as on the page, and each entry once. */
@Service
public class OfflineEntries {

    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Access access;
    private final UnitClaims claims;
    private final Swaps swaps;
    private final Installations installations;
    private final Vehicles vehicles;
    private final OfflineEntryStore store;
    private final JdbcClient jdbc;
    private final Clock clock;

    OfflineEntries(
            Access access,
            UnitClaims claims,
            Swaps swaps,
            Installations installations,
            Vehicles vehicles,
            OfflineEntryStore store,
            JdbcClient jdbc,
            Clock clock) {
        this.access = access;
        this.claims = claims;
        this.swaps = swaps;
        this.installations = installations;
        this.vehicles = vehicles;
        this.store = store;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What became of an entry. */
    public enum Outcome {
        /** The unit is claimed, and has not announced itself yet. */
        CLAIMED,
        VERIFIED
    }

    /**
     * By what a phone tells apart who has kept something on it: somebody with an account, or a job, whose link many may have. What was
     * kept for one is not sent under another, which would have units elsewhere.
     */
    @Unguarded("says who one is oneself")
    @Transactional(readOnly = true)
    public String owner() {
        Actor actor = access.actor();
        Guest guest = actor.guest();
        return guest == null ? "user:" + actor.id() : "job:" + guest.job();
    }

    /** How the unit of an entry is that the actor has sent before; empty for an entry that they have not. */
    @Unguarded("finds nothing but what the actor has sent")
    @Transactional(readOnly = true)
    public Optional<Outcome> now(UUID key) {
        return store.find(access.actor(), key).map(done -> now(done.device()));
    }

    /**
     * Claims a unit, or puts it in the place of another one, and enters its vehicle; both, or neither. Whoever sends an entry
     * again that was done is told how the unit is now.
     *
     * @throws Rejected as {@link UnitClaims#claim}, {@link Swaps#swapUnasked} and {@link Vehicles#enter} do; CONFLICT for a unit
     *                  that the actor has claimed already, by another entry or on the page; INVALID for an entry that somebody
     *                  else has sent
     */
    @Transactional
    public Outcome enter(OfflineEntry entry) {
        Actor actor = access.actor();
        Optional<OfflineEntryStore.Done> done = store.find(actor, entry.key());
        if (done.isPresent()) {
            return now(done.get().device());
        }
        if (store.isTaken(entry.key())) {
            throw OfflineEntryStore.taken();
        }
        if (installations.underWay(entry.label()).isPresent()) {
            throw Rejected.conflict("problem.offline.claimed");
        }
        DeviceRow device = entry.replaces() == null
                ? claims.claim(entry.label().unit(), entry.label().code(), entry.customer(), entry.location())
                : swaps.swapUnasked(entry.replaces(), entry.label());
        if (entry.vehicle() != null) {
            vehicles.enter(device.id(), entry.vehicle());
        }
        store.keep(actor, entry, device.id(), clock.instant());
        return now(device.id());
    }

    /** Whoever knows the key of an entry asks after their own unit, as long as it is where they installed it. */
    private Outcome now(DeviceId device) {
        boolean announced =
                jdbc.sql("""
                        select count(*) from installation i join device d on d.id = i.device_id
                            and d.customer_id = i.customer_id join device_presence p on p.device_id = d.id
                        where i.id = (select max(id) from installation where device_id = ?) and i.outcome <> 'UNDONE'
                            and p.announced_at >= i.began_at
                        """).param(device.value()).query(Long.class).single() > 0;
        return announced ? Outcome.VERIFIED : Outcome.CLAIMED;
    }

    @Unguarded("forgets what nobody sends again")
    @Scheduled(fixedDelayString = "PT24H", initialDelayString = "PT10M")
    @Transactional
    public void forget() {
        store.forget(clock.instant().minus(REMEMBERED));
    }
}
