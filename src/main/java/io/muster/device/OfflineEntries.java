package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.access.Unguarded;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
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
    private final Vehicles vehicles;
    private final JdbcClient jdbc;
    private final Clock clock;

    OfflineEntries(Access access, UnitClaims claims, Swaps swaps, Vehicles vehicles, JdbcClient jdbc, Clock clock) {
        this.access = access;
        this.claims = claims;
        this.swaps = swaps;
        this.vehicles = vehicles;
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
     * Claims a unit, or puts it in the place of another one, and enters its vehicle; both, or neither. Whoever sends an entry again that was done is told how the unit
     * is now.
     *
     * @throws Rejected as {@link UnitClaims#claim}, {@link Swaps#swap} and {@link Vehicles#enter} do
     */
    @Transactional
    public Outcome enter(OfflineEntry entry) {
        Actor actor = access.actor();
        Optional<DeviceId> done = done(actor, entry);
        if (done.isPresent()) {
            return now(done.get());
        }
        DeviceRow device = entry.replaces() == null
                ? claims.claim(entry.label().unit(), entry.label().code(), entry.customer(), entry.location())
                : swaps.swap(entry.replaces(), entry.label());
        if (entry.vehicle() != null) {
            vehicles.enter(device.id(), entry.vehicle());
        }
        keep(actor, entry, device.id());
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

    private Optional<DeviceId> done(Actor actor, OfflineEntry entry) {
        Guest guest = actor.guest();
        return jdbc.sql("select device_id from offline_entry where entry_key = :key and "
                        + (guest == null ? "user_id" : "job_id") + " = :who")
                .param("key", entry.key().toString())
                .param("who", guest == null ? actor.id().value() : guest.job())
                .query((row, number) -> new DeviceId(row.getLong(1)))
                .optional();
    }

    private void keep(Actor actor, OfflineEntry entry, DeviceId device) {
        Guest guest = actor.guest();
        try {
            jdbc.sql("""
                            insert into offline_entry (entry_key, device_id, user_id, job_id, done_at)
                            values (:key, :device, :user, :job, :now)
                            """)
                    .param("key", entry.key().toString())
                    .param("device", device.value())
                    .param("user", guest == null ? actor.id().value() : null, Types.BIGINT)
                    .param("job", guest == null ? null : guest.job(), Types.BIGINT)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            // Somebody else's key, or one that was used for another unit in the same moment: no phone makes these.
            throw Rejected.invalid("key", "problem.offline.key");
        }
    }

    @Unguarded("forgets what nobody sends again")
    @Scheduled(fixedDelayString = "PT24H", initialDelayString = "PT10M")
    @Transactional
    public void forget() {
        jdbc.sql("delete from offline_entry where done_at < ?")
                .param(clock.instant().minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .update();
    }
}
