package io.muster.device;

import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.Rows;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Loads and saves devices, any number of them by one statement. */
@Repository
class DeviceRepository {

    /**
     * A device with everything that decides what becomes of its messages.
     *
     * @param place     customer's place in the tree, null when it has none
     * @param suspended the customer, or one above it, is suspended
     */
    record Known(Device device, Presence presence, @Nullable TreePath place, boolean suspended) {}

    /** Whether the customer "c", or one above it, is suspended. */
    static final String SUSPENDED = """
            exists (select 1 from customer above where above.status = 'SUSPENDED' and position(above.path in c.path) = 1)""";

    /** Whether no message of the device "d" is awaited any more; then its presence has the heartbeat below zero. */
    private static final String OUT_OF_USE = "(d.state in ('DECOMMISSIONED', 'REPLACED'))";

    private static final String KNOWN = "select d.id, d.unit_id, d.customer_id, d.location_id, d.name, d.state, d.rev, "
            + DeviceColumns.FACTS + """
            , d.last_told, d.created_at, d.version, c.path, (c.id is not null and %s) as suspended,
            p.last_seen_at, p.boot_id, p.boot_count, p.seq, p.last_msg_id, p.announced_at, p.announced_ts, p.heartbeat_s,
            p.clock_skew_s, p.uptime_s, p.lat, p.lon, p.acc_m, p.position_at, p.ip, p.operator, p.rat,
            p.last_boot_id, p.previous_boot_id, p.boot_switches, p.switching_since, p.late_msg_id, d.replaced_by
            from device d join device_presence p on p.device_id = d.id left join customer c on c.id = d.customer_id
            """.formatted(SUSPENDED);

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Database database;
    private final Rows<Device> devices = DeviceColumns.devices();
    private final Rows<Presence> presences = DeviceColumns.presences();
    private final Rows<Known> added = DeviceColumns.added();

    DeviceRepository(JdbcClient jdbc, JdbcTemplate template, Database database) {
        this.jdbc = jdbc;
        this.template = template;
        this.database = database;
    }

    DeviceId nextId() {
        return new DeviceId(database.next("device_seq"));
    }

    List<DeviceId> nextIds(int count) {
        return database.next("device_seq", count).stream().map(DeviceId::new).toList();
    }

    /** Loads a device, and keeps others from changing it until the transaction ends. */
    Optional<Known> lock(DeviceId id) {
        jdbc.sql("select id from device where id = ? for update")
                .param(id.value())
                .query(Long.class)
                .optional();
        return jdbc.sql(KNOWN + " where d.id = ?")
                .param(id.value())
                .query((row, number) -> DeviceColumns.known(row))
                .optional();
    }

    /** Loads a device to look at it. */
    Optional<Known> find(UnitId unit) {
        return jdbc.sql(KNOWN + " where d.unit_id = ?")
                .param(unit.value())
                .query((row, number) -> DeviceColumns.known(row))
                .optional();
    }

    Optional<Known> lock(UnitId unit) {
        return Optional.ofNullable(lock(List.of(unit)).get(unit));
    }

    /** Devices in use of a customer, and of everything below it, in the order of their ids. */
    List<Known> inUse(TreePath place, long after, int most) {
        return jdbc.sql(KNOWN + """
                         where c.path >= ? and c.path < ? and d.id > ? and d.state in ('PENDING', 'ACCEPTED')
                        order by d.id limit ?
                        """)
                .params(place.value(), place.end(), after, most)
                .query((row, number) -> DeviceColumns.known(row))
                .list();
    }

    /** Those of these units that there are. */
    Set<UnitId> known(Collection<UnitId> units) {
        return jdbc.sql("select unit_id from device where unit_id = any(?)")
                .param(new SqlArrayValue(
                        "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> new UnitId(row.getString("unit_id")))
                .set();
    }

    /** Loads those of these units that are known, and keeps others from changing them until the transaction ends. */
    Map<UnitId, Known> lock(Collection<UnitId> units) {
        SqlArrayValue ids =
                new SqlArrayValue("varchar", units.stream().map(UnitId::value).toArray());
        // Always in the same order, so that two batches never wait for each other.
        boolean nobody = jdbc.sql("select id from device where unit_id = any(?) order by id for update")
                .param(ids)
                .query(Long.class)
                .list()
                .isEmpty();
        if (nobody) {
            return Map.of();
        }
        return jdbc
                .sql(KNOWN + " where d.unit_id = any(?)")
                .param(ids)
                .query((row, number) -> DeviceColumns.known(row))
                .stream()
                .collect(Collectors.toMap(known -> known.device().unitId(), known -> known));
    }

    /** Adds devices, each with a presence of never having been heard. */
    void insert(List<Device> added) {
        insertKnown(added.stream()
                .map(device -> new Known(device, Presence.never(device.id()), null, false))
                .toList());
    }

    /** Adds devices together with their presence. */
    void insertKnown(List<Known> news) {
        if (!news.isEmpty()) {
            database.manyRows();
            devices.update(
                    template,
                    insert("device", devices),
                    news.stream().map(Known::device).toList());
            added.update(template, insert("device_presence", added), news);
        }
    }

    private static String insert(String table, Rows<?> rows) {
        return "insert into " + table + " (" + String.join(", ", rows.names(0)) + ") select * from " + rows.table("s");
    }

    /**
     * Saves changed devices.
     *
     * @throws Rejected STALE when one of them has been changed by somebody else since it was loaded
     */
    void update(List<Device> changed) {
        String set = devices.names(1).stream()
                .filter(name -> !name.equals("version"))
                .map(name -> name + " = s." + name)
                .collect(Collectors.joining(", "));
        int saved = devices.update(
                template,
                "merge into device d using " + devices.table("s")
                        + " on (d.id = s.id and d.version = s.version) when matched then update set " + set
                        + ", version = s.version + 1",
                changed);
        if (saved != changed.size()) {
            throw Rejected.stale();
        }
        List<DeviceId> other = lockPresences(changed.stream().map(Device::id).toList(), """
                         and (select p.customer_id is distinct from d.customer_id or (p.heartbeat_s < 0) <> %s
                                from device d where d.id = p.device_id)
                        """.formatted(OUT_OF_USE));
        if (!other.isEmpty()) {
            jdbc.sql("""
                            update device_presence p set
                                customer_id = (select d.customer_id from device d where d.id = p.device_id),
                                heartbeat_s = (select case when %s then -abs(p.heartbeat_s) else abs(p.heartbeat_s) end
                                    from device d where d.id = p.device_id)
                            where p.device_id = any(?)
                            """.formatted(OUT_OF_USE))
                    .param(new SqlArrayValue(
                            "bigint", other.stream().map(DeviceId::value).toArray()))
                    .update();
        }
    }

    /** Units are heard meanwhile: their presences are locked in the order in which the intake writes them. */
    private List<DeviceId> lockPresences(List<DeviceId> ids, String which) {
        return jdbc.sql("select p.device_id from device_presence p where p.device_id = any(?)" + which
                        + " order by p.device_id for update")
                .param(new SqlArrayValue(
                        "bigint", ids.stream().map(DeviceId::value).toArray()))
                .query((row, number) -> new DeviceId(row.getLong("device_id")))
                .list();
    }

    /** Writes presences, always in the same order, so that two batches never wait for each other. */
    void updatePresences(List<Presence> changed) {
        String set =
                presences.names(1).stream().map(name -> name + " = s." + name).collect(Collectors.joining(", "));
        presences.update(
                template,
                "merge into device_presence p using " + presences.table("s")
                        + " on (p.device_id = s.device_id) when matched then update set " + set,
                changed.stream().sorted(Comparator.comparing(Presence::device)).toList());
    }

    /**
     * Clears what the next customer is not to know (permissions, guard 6): to whom devices are assigned, where they were last,
     * in which network and vehicle, what was asked of them, and what was refused of what they sent. The history keeps what it had
     * with the one before.
     */
    void part(List<DeviceId> ids) {
        SqlArrayValue leaving =
                new SqlArrayValue("bigint", ids.stream().map(DeviceId::value).toArray());
        jdbc.sql("delete from user_device where device_id = any(?)")
                .param(leaving)
                .update();
        jdbc.sql("delete from device_command where device_id = any(?)")
                .param(leaving)
                .update();
        jdbc.sql("delete from ingest_log where unit_id in (select unit_id from device where id = any(?))")
                .param(leaving)
                .update();
        lockPresences(ids, "");
        jdbc.sql("""
                        update device_presence set lat = null, lon = null, acc_m = null, position_at = null, speed_kmh = null,
                            battery_v = null, ip = null, operator = null, rat = null
                        where device_id = any(?)
                        """).param(leaving).update();
    }
}
