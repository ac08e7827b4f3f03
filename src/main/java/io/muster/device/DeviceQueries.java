package io.muster.device;

import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Lists of devices as somebody sees them, each page by one statement. */
@Repository
class DeviceQueries {

    /** Each device has one. */
    private static final String PRESENCE = " join device_presence p on p.device_id = d.id";

    static final String FROM = " from device d" + PRESENCE + " left join customer c on c.id = d.customer_id";

    private static final long NOTABLE_SKEW_S = 300;

    private static final Keyset.Column ID = new Keyset.Column("id", "d.id", Keyset.Type.NUMBER);

    private final JdbcClient jdbc;
    private final Clock clock;

    DeviceQueries(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A page of a list; days begin in this zone. */
    Slice<DeviceRow> list(Sight sight, TreePath place, ListQuery query, DeviceFilter filter, ZoneId zone) {
        SightSql sees = new SightSql(sight);
        Instant now = clock.instant();
        Keyset keyset = new Keyset(query, sortable(sees), new ListQuery.Order("name", false), ID);
        DeviceConditions conditions = new DeviceConditions(sees, now)
                .at(place)
                .narrowed(filter, now, zone)
                .searched(query);
        String where = conditions.where();
        String counted = where.contains(" p.") || where.contains("(p.") ? FROM : FROM.replace(PRESENCE, "");
        return keyset.page(
                jdbc, select(sees), FROM + where, counted + where, conditions.parameters(), (row, number) -> row(row));
    }

    /** One device, when it is listed for somebody with this sight. */
    Optional<DeviceRow> find(Sight sight, DeviceId id) {
        return find(sight, "d.id = :key", id.value());
    }

    Optional<DeviceRow> find(Sight sight, UnitId unit) {
        return find(sight, "d.unit_id = :key", unit.value());
    }

    private Optional<DeviceRow> find(Sight sight, String condition, Object key) {
        SightSql sees = new SightSql(sight);
        return jdbc.sql(select(sees) + FROM + " where " + condition + " and " + sees.listed())
                .params(sees.parameters())
                .param("key", key)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> row(row))
                .optional();
    }

    /** Those of these units that stand in somebody's lists. */
    Set<UnitId> listed(Sight sight, Collection<UnitId> units) {
        SightSql sees = new SightSql(sight);
        return jdbc.sql("select d.unit_id" + FROM + " where d.unit_id = any(:units) and " + sees.listed())
                .params(sees.parameters())
                .param(
                        "units",
                        new SqlArrayValue(
                                "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> new UnitId(row.getString("unit_id")))
                .set();
    }

    /** Those of these units that stand in somebody's lists, as lines. */
    List<DeviceRow> rows(Sight sight, Collection<UnitId> units) {
        SightSql sees = new SightSql(sight);
        return jdbc.sql(select(sees) + FROM + " where d.unit_id = any(:units) and " + sees.listed())
                .params(sees.parameters())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param(
                        "units",
                        new SqlArrayValue(
                                "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> row(row))
                .list();
    }

    /** Where a device of somebody's lists is. */
    record Whereabouts(UnitId unit, TreePath place, String customerName) {}

    /** Those of these units that stand in somebody's lists and belong to a customer. */
    Map<UnitId, Whereabouts> whereabouts(Sight sight, Collection<UnitId> units) {
        SightSql sees = new SightSql(sight);
        return jdbc
                .sql("select d.unit_id, c.path, c.name" + FROM
                        + " where d.unit_id = any(:units) and c.id is not null and " + sees.listed())
                .params(sees.parameters())
                .param(
                        "units",
                        new SqlArrayValue(
                                "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> new Whereabouts(
                        new UnitId(row.getString("unit_id")),
                        new TreePath(row.getString("path")),
                        row.getString("name")))
                .stream()
                .collect(Collectors.toMap(Whereabouts::unit, found -> found));
    }

    /** Whether a location belongs to a customer. */
    boolean isAt(LocationId location, CustomerId customer) {
        return jdbc.sql("select count(*) from location where id = ? and customer_id = ?")
                        .params(location.value(), customer.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    private static String select(SightSql sees) {
        return "select d.id, d.unit_id, d.name, d.customer_id, c.name as customer_name, d.location_id,"
                + " (select l.name from location l where l.id = d.location_id) as location_name,"
                + " (select w.client_id from enroll_waiting w where w.device_id = d.id and w.approved_at is null)"
                + " as waiting_client, d.state, d.rev, d.created_at, d.version, case when " + sees.seen()
                + " then true else false end as seen, " + DeviceConditions.ONLINE
                + " as online, " + DeviceConditions.WAITING + " as waiting,"
                + " (select array_agg(a.kind) from device_alert a where a.device_id = d.id) as alerts, d.replaced_by,"
                + " p.clock_skew_s, p.connection, p.last_seen_at, p.lat, p.lon, p.acc_m, p.battery_v, "
                + DeviceColumns.FACTS;
    }

    /** What a list can be sorted by. What the viewer may not see does not move a row either. */
    private static List<Keyset.Column> sortable(SightSql sees) {
        return List.of(
                new Keyset.Column("name", "d.name", Keyset.Type.TEXT),
                new Keyset.Column("unitId", "d.unit_id", Keyset.Type.TEXT),
                new Keyset.Column("customer", "coalesce(c.name, '')", Keyset.Type.TEXT),
                new Keyset.Column("state", "d.state", Keyset.Type.TEXT),
                new Keyset.Column(
                        "lastSeenAt",
                        sees.masked(
                                "coalesce(p.last_seen_at, timestamp with time zone '1970-01-01 00:00:00+00')",
                                "timestamp with time zone '1970-01-01 00:00:00+00'"),
                        Keyset.Type.TIME),
                new Keyset.Column("createdAt", "d.created_at", Keyset.Type.TIME),
                told(sees, "firmware"),
                told(sees, "model"),
                told(sees, "board"),
                told(sees, "imei"),
                told(sees, "iccid"),
                told(sees, "vin"),
                new Keyset.Column(
                        "location",
                        sees.masked("coalesce((select l.name from location l where l.id = d.location_id), '')", "''"),
                        Keyset.Type.TEXT),
                new Keyset.Column(
                        "voltage",
                        sees.masked("coalesce(cast(p.battery_v * 1000 as bigint), -1)", "-1"),
                        Keyset.Type.NUMBER),
                new Keyset.Column(
                        "online",
                        sees.masked("case when " + DeviceConditions.ONLINE + " then 1 else 0 end", "0"),
                        Keyset.Type.NUMBER),
                ID);
    }

    private static Keyset.Column told(SightSql sees, String column) {
        return new Keyset.Column(column, sees.masked("coalesce(d." + column + ", '')", "''"), Keyset.Type.TEXT);
    }

    private static DeviceRow row(ResultSet row) throws SQLException {
        boolean seen = row.getBoolean("seen");
        String client = row.getString("waiting_client");
        return new DeviceRow(
                new DeviceId(row.getLong("id")),
                new UnitId(row.getString("unit_id")),
                row.getString("name"),
                DeviceColumns.customerId(row),
                row.getString("customer_name"),
                seen ? DeviceColumns.locationId(row) : null,
                seen ? row.getString("location_name") : null,
                UnitState.valueOf(row.getString("state")),
                row.getLong("rev"),
                seen,
                seen && row.getBoolean("online"),
                seen && Heard.Connection.ASLEEP.name().equals(row.getString("connection")),
                seen ? DeviceColumns.instant(row, "last_seen_at") : null,
                seen ? DeviceColumns.facts(row) : Facts.NONE,
                seen ? DeviceColumns.position(row) : null,
                seen ? row.getObject("battery_v", Double.class) : null,
                client == null ? null : tail(client),
                row.getBoolean("waiting"),
                seen ? alerts(row) : Set.of(),
                seen ? skew(row) : null,
                seen ? DeviceColumns.unitId(row, "replaced_by") : null,
                Objects.requireNonNull(DeviceColumns.instant(row, "created_at")),
                row.getLong("version"));
    }

    private static Set<Alert> alerts(ResultSet row) throws SQLException {
        Array array = row.getArray("alerts");
        Set<Alert> alerts = EnumSet.noneOf(Alert.class);
        if (array != null) {
            for (Object kind : (Object[]) array.getArray()) {
                alerts.add(Alert.valueOf(kind.toString()));
            }
        }
        return alerts;
    }

    /** A few minutes are no news (MQTT contract, Order, duplicates, time). */
    private static @Nullable Long skew(ResultSet row) throws SQLException {
        Long skew = row.getObject("clock_skew_s", Long.class);
        return skew == null || Math.abs(skew) <= NOTABLE_SKEW_S ? null : skew;
    }

    private static String tail(String client) {
        return client.substring(Math.max(0, client.length() - 6));
    }
}
