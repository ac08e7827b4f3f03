package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a device and its presence are kept in columns. */
final class DeviceColumns {

    /** The columns of the facts, of the table "d". */
    static final String FACTS =
            Arrays.stream(Fact.values()).map(Fact::column).collect(Collectors.joining(", d.", "d.", ""));

    private DeviceColumns() {}

    static Rows<Device> devices() {
        Rows<Device> rows = new Rows<Device>()
                .with("id", Type.LONG, device -> device.id().value())
                .with("unit_id", Type.TEXT, device -> device.unitId().value())
                .with("customer_id", Type.LONG, DeviceColumns::customer)
                .with(
                        "location_id",
                        Type.LONG,
                        device -> device.locationId() == null
                                ? null
                                : device.locationId().value())
                .with("name", Type.TEXT, device -> device.name().value())
                .with("state", Type.TEXT, device -> device.state().name())
                .with("rev", Type.LONG, Device::rev)
                .with(
                        "replaced_by",
                        Type.TEXT,
                        device -> device.replacedBy() == null
                                ? null
                                : device.replacedBy().value());
        for (Fact fact : Fact.values()) {
            rows.with(fact.column(), Type.TEXT, device -> device.facts().get(fact));
        }
        rows.with("last_told", Type.TEXT, device -> device.facts().lastTold());
        return rows.with("created_at", Type.TIME, Device::createdAt).with("version", Type.LONG, Device::version);
    }

    static Rows<Presence> presences() {
        return new Rows<Presence>()
                .with("device_id", Type.LONG, presence -> presence.device().value())
                .with("last_seen_at", Type.TIME, Presence::lastSeenAt)
                .with("boot_id", Type.TEXT, Presence::bootId)
                .with("boot_count", Type.LONG, Presence::bootCount)
                .with("seq", Type.LONG, Presence::seq)
                .with("last_msg_id", Type.TEXT, Presence::lastMsgId)
                .with("announced_at", Type.TIME, Presence::announcedAt)
                .with("announced_ts", Type.TIME, Presence::announcedTs)
                .with("heartbeat_s", Type.INT, Presence::heartbeatS)
                .with("clock_skew_s", Type.LONG, Presence::clockSkewS)
                .with("uptime_s", Type.LONG, Presence::uptimeS)
                .with(
                        "lat",
                        Type.DOUBLE,
                        presence -> presence.position() == null
                                ? null
                                : presence.position().lat())
                .with(
                        "lon",
                        Type.DOUBLE,
                        presence -> presence.position() == null
                                ? null
                                : presence.position().lon())
                .with(
                        "acc_m",
                        Type.DOUBLE,
                        presence -> presence.position() == null
                                ? null
                                : presence.position().accM())
                .with("position_at", Type.TIME, Presence::positionAt)
                .with("ip", Type.TEXT, presence -> presence.network().ip())
                .with("operator", Type.TEXT, presence -> presence.network().operator())
                .with("rat", Type.TEXT, presence -> presence.network().rat())
                .with("last_boot_id", Type.TEXT, presence -> presence.boots().last())
                .with(
                        "previous_boot_id",
                        Type.TEXT,
                        presence -> presence.boots().previous())
                .with("boot_switches", Type.INT, presence -> presence.boots().switches())
                .with("switching_since", Type.TIME, presence -> presence.boots().since())
                .with("late_msg_id", Type.TEXT, presence -> presence.boots().late());
    }

    /** The presence of a device as it is first written: whose the device is stands there too. */
    static Rows<Known> added() {
        return presences().of(Known::presence).with("customer_id", Type.LONG, known -> customer(known.device()));
    }

    private static @Nullable Long customer(Device device) {
        return device.customerId() == null ? null : device.customerId().value();
    }

    static Known known(ResultSet row) throws SQLException {
        DeviceId id = new DeviceId(row.getLong("id"));
        Device device = new Device(
                id,
                new UnitId(row.getString("unit_id")),
                customerId(row),
                locationId(row),
                new Name(row.getString("name")),
                UnitState.valueOf(row.getString("state")),
                row.getLong("rev"),
                new Facts(facts(row).told(), row.getString("last_told")),
                unitId(row, "replaced_by"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getLong("version"));
        Presence presence = new Presence(
                id,
                instant(row, "last_seen_at"),
                row.getString("boot_id"),
                row.getObject("boot_count", Long.class),
                row.getObject("seq", Long.class),
                row.getString("last_msg_id"),
                instant(row, "announced_at"),
                instant(row, "announced_ts"),
                row.getInt("heartbeat_s"),
                row.getObject("clock_skew_s", Long.class),
                row.getObject("uptime_s", Long.class),
                position(row),
                instant(row, "position_at"),
                new Announcement.Network(row.getString("ip"), row.getString("operator"), row.getString("rat")),
                boots(row));
        String path = row.getString("path");
        return new Known(device, presence, path == null ? null : new TreePath(path), row.getBoolean("suspended"));
    }

    static Facts facts(ResultSet row) throws SQLException {
        Map<Fact, String> told = new EnumMap<>(Fact.class);
        for (Fact fact : Fact.values()) {
            String value = row.getString(fact.column());
            if (value != null) {
                told.put(fact, value);
            }
        }
        return new Facts(told);
    }

    static @Nullable CustomerId customerId(ResultSet row) throws SQLException {
        long id = row.getLong("customer_id");
        return row.wasNull() ? null : new CustomerId(id);
    }

    static @Nullable LocationId locationId(ResultSet row) throws SQLException {
        long id = row.getLong("location_id");
        return row.wasNull() ? null : new LocationId(id);
    }

    /** The boots that a unit was heard of. */
    static Boots boots(ResultSet row) throws SQLException {
        return new Boots(
                row.getString("last_boot_id"),
                row.getString("previous_boot_id"),
                row.getInt("boot_switches"),
                instant(row, "switching_since"),
                row.getString("late_msg_id"));
    }

    static @Nullable UnitId unitId(ResultSet row, String column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new UnitId(id);
    }

    static @Nullable Position position(ResultSet row) throws SQLException {
        Double lat = row.getObject("lat", Double.class);
        Double lon = row.getObject("lon", Double.class);
        return lat == null || lon == null ? null : new Position(lat, lon, row.getObject("acc_m", Double.class));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
