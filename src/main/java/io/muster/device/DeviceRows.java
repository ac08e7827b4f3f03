package io.muster.device;

import io.muster.access.SightSql;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Keyset;
import io.muster.kernel.UnitId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A device as a line of a list: what is selected, what it can be sorted by, and how a row is read. */
final class DeviceRows {

    static final String FROM = DeviceQueries.FROM + VehicleStore.JOIN;

    static final Keyset.Column ID = new Keyset.Column("id", "d.id", Keyset.Type.NUMBER);

    /** As it stands in an index of PostgreSQL. */
    private static final String PLATE = "coalesce(v.plate, '')";

    /** As it stands in an index of PostgreSQL. */
    private static final String MAKE_AND_MODEL = "(coalesce(v.make, '') || ' ' || coalesce(v.model, ''))";

    private static final String NEVER = "timestamp with time zone '1970-01-01 00:00:00+00'";

    private static final String POSITION = "p.lat, p.lon, p.acc_m";
    private static final String NO_POSITION =
            "cast(null as double precision) as lat, cast(null as double precision) as lon,"
                    + " cast(null as double precision) as acc_m";

    private static final long NOTABLE_SKEW_S = 300;

    private DeviceRows() {}

    static String select(SightSql sees) {
        return "select d.id, d.unit_id, d.name, d.customer_id, c.name as customer_name, d.location_id,"
                + " (select l.name from location l where l.id = d.location_id) as location_name,"
                + " (select w.client_id from enroll_waiting w where w.device_id = d.id and w.approved_at is null)"
                + " as waiting_client, d.state, d.rev, d.created_at, d.version, case when " + sees.seen()
                + " then true else false end as seen, " + DeviceConditions.ONLINE
                + " as online, " + DeviceConditions.ASLEEP + " as asleep, " + DeviceConditions.WAITING + " as waiting,"
                + " (select array_agg(a.kind) from device_alert a where a.device_id = d.id) as alerts, d.replaced_by, "
                + TagStore.TAGS
                + " as tags, " + VehicleStore.COLUMNS + ","
                + " p.clock_skew_s, p.last_seen_at, " + (sees.seesPositions() ? POSITION : NO_POSITION)
                + ", p.battery_v, "
                + DeviceColumns.FACTS;
    }

    /** What a list can be sorted by. What the viewer may not see does not move a row either. */
    static List<Keyset.Column> sortable(SightSql sees) {
        return List.of(
                new Keyset.Column("name", "d.name", Keyset.Type.TEXT),
                new Keyset.Column("unitId", "d.unit_id", Keyset.Type.TEXT),
                new Keyset.Column("customer", "coalesce(c.name, '')", Keyset.Type.TEXT, "c.id is not null"),
                new Keyset.Column("state", "d.state", Keyset.Type.TEXT),
                masked(sees, "lastSeenAt", "coalesce(p.last_seen_at, " + NEVER + ")", NEVER, Keyset.Type.TIME),
                new Keyset.Column("createdAt", "d.created_at", Keyset.Type.TIME),
                told(sees, "firmware"),
                told(sees, "model"),
                told(sees, "board"),
                told(sees, "imei"),
                told(sees, "iccid"),
                told(sees, "vin"),
                entered(sees, "location", "coalesce(l.name, '')", "l.id is not null"),
                entered(sees, "plate", PLATE, "v.plate is not null"),
                entered(sees, "vehicle", MAKE_AND_MODEL, "(v.make is not null or v.model is not null)"),
                masked(sees, "voltage", "coalesce(cast(p.battery_v * 1000 as bigint), -1)", "-1", Keyset.Type.NUMBER),
                masked(
                        sees,
                        "online",
                        "case when " + DeviceConditions.ONLINE + " then 1 else 0 end",
                        "0",
                        Keyset.Type.FLAG),
                ID);
    }

    /** People enter it, or not. */
    private static Keyset.Column entered(SightSql sees, String name, String sql, String present) {
        return new Keyset.Column(
                name, sees.masked(sql, "''"), Keyset.Type.TEXT, sees.masked(present, "1 = 0"), sees.listsByName());
    }

    private static Keyset.Column told(SightSql sees, String column) {
        return masked(sees, column, "coalesce(d." + column + ", '')", "''", Keyset.Type.TEXT);
    }

    private static Keyset.Column masked(SightSql sees, String name, String sql, String otherwise, Keyset.Type type) {
        return new Keyset.Column(name, sees.masked(sql, otherwise), type, null, sees.listsByName());
    }

    static DeviceRow row(ResultSet row) throws SQLException {
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
                seen && row.getBoolean("asleep"),
                seen ? DeviceColumns.instant(row, "last_seen_at") : null,
                seen ? DeviceColumns.facts(row) : Facts.NONE,
                seen ? DeviceColumns.position(row) : null,
                seen ? row.getObject("battery_v", Double.class) : null,
                client == null ? null : tail(client),
                row.getBoolean("waiting"),
                seen ? alerts(row) : Set.of(),
                seen ? skew(row) : null,
                seen ? DeviceColumns.unitId(row, "replaced_by") : null,
                seen ? VehicleStore.vehicle(row) : null,
                seen ? texts(row, "tags") : List.of(),
                Objects.requireNonNull(DeviceColumns.instant(row, "created_at")),
                row.getLong("version"));
    }

    private static Set<Alert> alerts(ResultSet row) throws SQLException {
        Set<Alert> alerts = EnumSet.noneOf(Alert.class);
        texts(row, "alerts").forEach(kind -> alerts.add(Alert.valueOf(kind)));
        return alerts;
    }

    /** What stands in an array, sorted; nothing where there is none. */
    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(Object::toString)
                        .sorted()
                        .toList();
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
