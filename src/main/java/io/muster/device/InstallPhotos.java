package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Photos that installers took: one of an installation. */
@Service
public class InstallPhotos {

    /** Most that is taken, in bytes. */
    public static final int MOST_BYTES = Photo.MOST_BYTES;

    private final Access access;
    private final OnSite onSite;
    private final DeviceSight sight;
    private final Registrar registrar;
    private final Journal journal;
    private final JdbcClient jdbc;

    InstallPhotos(
            Access access, OnSite onSite, DeviceSight sight, Registrar registrar, Journal journal, JdbcClient jdbc) {
        this.access = access;
        this.onSite = onSite;
        this.sight = sight;
        this.registrar = registrar;
        this.journal = journal;
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
        Installation installation = onSite.require(actor, device);
        jdbc.sql("delete from installation_photo where installation_id = ?")
                .param(installation.id())
                .update();
        jdbc.sql("insert into installation_photo (installation_id, device_id, jpeg, taken_at) values (?, ?, ?, ?)")
                .params(installation.id(), device.value(), jpeg, onSite.now().atOffset(ZoneOffset.UTC))
                .update();
        journal.changed(actor.by(), known, "photo_taken", List.of());
    }

    /** The photo of a device that the viewer sees, as JPEG; the last one that was taken at the customer that has it now. */
    @Transactional(readOnly = true)
    public Optional<byte[]> of(DeviceId device) {
        Actor actor = access.actor();
        sight.seen(actor, Permission.SEE_DEVICES, device);
        return jdbc.sql("""
                        select p.jpeg from installation_photo p join installation i on i.id = p.installation_id
                            join device d on d.id = p.device_id and d.customer_id = i.customer_id
                        where p.device_id = ? order by p.installation_id desc fetch first 1 rows only
                        """)
                .param(device.value())
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
