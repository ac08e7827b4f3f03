package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which entries of phones have been done, in the database. Only whoever sent an entry finds it: the user, or the job. */
@Repository
class OfflineEntryStore {

    /**
     * An entry that was done.
     *
     * @param installation that it began; null when that is gone
     * @param photo        key of the photo that was kept with it; null when there is none
     */
    record Done(
            UUID key,
            DeviceId device,
            @Nullable Long installation,
            @Nullable UUID photo) {}

    private final JdbcClient jdbc;

    OfflineEntryStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Done> find(Actor actor, UUID key) {
        Guest guest = actor.guest();
        return jdbc.sql("select device_id, installation_id, photo_key from offline_entry where entry_key = :key and "
                        + (guest == null ? "user_id" : "job_id") + " = :who")
                .param("key", key.toString())
                .param("who", guest == null ? actor.id().value() : guest.job())
                .query((row, number) -> {
                    String photo = row.getString("photo_key");
                    return new Done(
                            key,
                            new DeviceId(row.getLong("device_id")),
                            row.getObject("installation_id", Long.class),
                            photo == null ? null : UUID.fromString(photo));
                })
                .optional();
    }

    /**
     * Remembers an entry that has just begun the last installation of this device.
     *
     * @throws Rejected INVALID for a key that is taken
     */
    void keep(Actor actor, OfflineEntry entry, DeviceId device, Instant now) {
        Guest guest = actor.guest();
        try {
            jdbc.sql("""
                            insert into offline_entry
                                (entry_key, device_id, installation_id, user_id, job_id, done_at, photo_attempts)
                            values (:key, :device, (select max(id) from installation where device_id = :device), :user, :job,
                                :now, 0)
                            """)
                    .param("key", entry.key().toString())
                    .param("device", device.value())
                    .param("user", guest == null ? actor.id().value() : null, Types.BIGINT)
                    .param("job", guest == null ? null : guest.job(), Types.BIGINT)
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            // Somebody else's key, or one that was used for another unit in the same moment: no phone makes these.
            throw taken();
        }
    }

    /** Whether somebody has sent an entry with this key. */
    boolean isTaken(UUID key) {
        return jdbc.sql("select count(*) from offline_entry where entry_key = ?")
                        .param(key.toString())
                        .query(Long.class)
                        .single()
                > 0;
    }

    static Rejected taken() {
        return Rejected.invalid("key", "problem.offline.key");
    }

    /**
     * Counts a photo before it is looked at.
     *
     * @return false when so many have been sent for this entry before
     */
    boolean attempt(Done entry, int most) {
        return jdbc.sql("update offline_entry set photo_attempts = photo_attempts + 1"
                                + " where entry_key = ? and photo_attempts < ?")
                        .params(entry.key().toString(), most)
                        .update()
                > 0;
    }

    void photoKept(Done entry, UUID photo) {
        jdbc.sql("update offline_entry set photo_key = ? where entry_key = ?")
                .params(photo.toString(), entry.key().toString())
                .update();
    }

    void forget(Instant before) {
        jdbc.sql("delete from offline_entry where done_at < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
    }
}
