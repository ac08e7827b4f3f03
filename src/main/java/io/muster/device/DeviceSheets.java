package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** All that is known of one device, for its page. */
@Service
public class DeviceSheets {

    private static final String SQL = """
            select c.path, (c.id is not null and %s) as suspended, p.announced_at, p.position_at, p.speed_kmh, p.rssi_dbm,
                   p.cpu_c, p.uptime_s, p.queued, p.ip, p.operator, p.rat,
                   (select uc.issued_at from unit_credential uc
                    where uc.device_id = d.id and uc.password_hash is not null) as password_at,
                   (select max(i.last_at) from ingest_log i
                    where i.unit_id = d.unit_id and i.reason = 'not_signed_in') as refused_at,
                   (select count(*) from installation_photo ph join installation n on n.id = ph.installation_id
                    where ph.device_id = d.id and n.customer_id = d.customer_id) as photos
            from device d join device_presence p on p.device_id = d.id left join customer c on c.id = d.customer_id
            where d.id = ?
            """.formatted(DeviceRepository.SUSPENDED);

    private final Access access;
    private final DeviceSight sight;
    private final UnitChannel channel;
    private final Journal journal;
    private final JdbcClient jdbc;

    DeviceSheets(Access access, DeviceSight sight, UnitChannel channel, Journal journal, JdbcClient jdbc) {
        this.access = access;
        this.sight = sight;
        this.channel = channel;
        this.journal = journal;
        this.jdbc = jdbc;
    }

    /**
     * A device, looked at from a customer that has it, be it at one below.
     *
     * @throws Rejected NOT_FOUND when it is not in the viewer's list of that customer
     */
    @Transactional(readOnly = true)
    public DeviceSheet of(CustomerId customer, DeviceId id) {
        Actor actor = access.actor();
        TreePath from = access.require(actor, Permission.SEE_DEVICES, customer);
        DeviceRow row = sight.listed(actor, Permission.SEE_DEVICES, id);
        DeviceSheet sheet = jdbc.sql(SQL)
                .param(id.value())
                .query((found, number) -> sheet(row, found))
                .optional()
                .orElseThrow(Rejected::notFound);
        boolean there = sheet.place() == null ? from.isRoot() : from.covers(sheet.place());
        if (!there) {
            throw Rejected.notFound();
        }
        return sheet;
    }

    private DeviceSheet sheet(DeviceRow row, ResultSet found) throws SQLException {
        String path = found.getString("path");
        DeviceSheet.Signs signs =
                new DeviceSheet.Signs(found.getBoolean("suspended"), DeviceColumns.instant(found, "refused_at"));
        return new DeviceSheet(
                row,
                place(path),
                row.seen() ? vitals(found) : Vitals.UNTOLD,
                signs.advice(row, journal.now()),
                row.seen() ? found.getInt("photos") : 0,
                URI.create(channel.url()));
    }

    private static @Nullable TreePath place(@Nullable String path) {
        return path == null ? null : new TreePath(path);
    }

    private static Vitals vitals(ResultSet found) throws SQLException {
        return new Vitals(
                DeviceColumns.instant(found, "announced_at"),
                DeviceColumns.instant(found, "position_at"),
                found.getObject("speed_kmh", Double.class),
                found.getObject("rssi_dbm", Integer.class),
                found.getObject("cpu_c", Double.class),
                found.getObject("uptime_s", Long.class),
                found.getObject("queued", Long.class),
                found.getString("ip"),
                found.getString("operator"),
                found.getString("rat"),
                DeviceColumns.instant(found, "password_at"));
    }
}
