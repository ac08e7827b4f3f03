package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Photos that installers took: one of an installation. */
@Service
public class InstallPhotos {

    /** Most that is taken, in bytes. */
    public static final int MOST_BYTES = Photo.MOST_BYTES;

    private static final int MOST_SHOWN = 6;

    private static final String OF_DEVICE = " from installation_photo p join installation i on i.id = p.installation_id"
            + " join device d on d.id = p.device_id and d.customer_id = i.customer_id where p.device_id = ?";

    private final Access access;
    private final OnSite onSite;
    private final DeviceSight sight;
    private final Registrar registrar;
    private final Journal journal;
    private final OfflineEntryStore entries;
    private final JdbcClient jdbc;

    InstallPhotos(
            Access access,
            OnSite onSite,
            DeviceSight sight,
            Registrar registrar,
            Journal journal,
            OfflineEntryStore entries,
            JdbcClient jdbc) {
        this.access = access;
        this.onSite = onSite;
        this.sight = sight;
        this.registrar = registrar;
        this.journal = journal;
        this.entries = entries;
        this.jdbc = jdbc;
    }

    /**
     * Keeps a photo of an installation, in place of one before.
     *
     * @throws Rejected INVALID when it is too large, or neither JPEG nor PNG; NOT_FOUND when the actor has not just installed
     *                  this device
     */
    @Transactional
    public void keep(DeviceId device, byte[] sent) {
        Actor actor = access.actor();
        onSite.require(actor, device);
        byte[] jpeg = Photo.rewritten(sent);
        Known known = registrar.lock(device);
        put(actor, known, onSite.require(actor, device), jpeg);
    }

    /**
     * Keeps the photo of an entry that was made without a network, in place of one before, unless it is kept already.
     *
     * @param jpeg as Muster has written it
     * @throws Rejected as {@link OnSite#require(Actor, OfflineEntryStore.Done)} does
     */
    @Transactional
    void keep(Actor actor, OfflineEntryStore.Done entry, UUID photo, byte[] jpeg) {
        Known known = registrar.lock(entry.device());
        Installation installation = onSite.require(actor, entry);
        boolean kept = entries.find(actor, entry.key())
                .filter(now -> photo.equals(now.photo()))
                .isPresent();
        if (!kept) {
            entries.photoKept(entry, photo);
            put(actor, known, installation, jpeg);
        }
    }

    private void put(Actor actor, Known known, Installation installation, byte[] jpeg) {
        jdbc.sql("delete from installation_photo where installation_id = ?")
                .param(installation.id())
                .update();
        jdbc.sql("insert into installation_photo (installation_id, device_id, jpeg, taken_at) values (?, ?, ?, ?)")
                .params(
                        installation.id(),
                        known.device().id().value(),
                        jpeg,
                        onSite.now().atOffset(ZoneOffset.UTC))
                .update();
        journal.changed(actor.by(), known, "photo_taken", List.of());
    }

    /**
     * That somebody took a photo.
     *
     * @param installation of which it is
     * @param by           user name
     */
    public record Taken(long installation, Instant at, String by) {}

    /** Which photos there are of a device that the viewer sees: those taken at the customer that has it now, the last first. */
    @Transactional(readOnly = true)
    public List<Taken> taken(DeviceId device) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.SEE_DEVICES, device);
        return jdbc.sql("select p.installation_id, p.taken_at, i.installed_by" + OF_DEVICE
                        + " order by p.installation_id desc fetch first " + MOST_SHOWN + " rows only")
                .param(device.value())
                .query((row, number) -> new Taken(
                        row.getLong("installation_id"),
                        Objects.requireNonNull(DeviceColumns.instant(row, "taken_at")),
                        row.getString("installed_by")))
                .list();
    }

    /** One of the photos of a device that the viewer sees, as JPEG. */
    @Transactional(readOnly = true)
    public Optional<byte[]> of(DeviceId device, long installation) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.SEE_DEVICES, device);
        return jdbc.sql("select p.jpeg" + OF_DEVICE + " and p.installation_id = ?")
                .params(device.value(), installation)
                .query((row, number) -> row.getBytes("jpeg"))
                .optional();
    }

    /** The photo that the actor has just taken. */
    @Transactional(readOnly = true)
    public Optional<byte[]> installed(DeviceId device) {
        Actor actor = access.actor();
        return jdbc.sql("select jpeg from installation_photo where installation_id = ?")
                .param(onSite.require(actor, device).id())
                .query((row, number) -> row.getBytes("jpeg"))
                .optional();
    }
}
