package io.muster.device;

import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    static final String FROM = DeviceTables.DEVICES + DeviceTables.PRESENCE + DeviceTables.CUSTOMER;

    private final JdbcClient jdbc;
    private final Database database;
    private final FleetIndexes indexes;
    private final Clock clock;

    DeviceQueries(JdbcClient jdbc, Database database, FleetIndexes indexes, Clock clock) {
        this.jdbc = jdbc;
        this.database = database;
        this.indexes = indexes;
        this.clock = clock;
    }

    /** A page of a list; days begin in this zone. */
    Slice<DeviceRow> list(Sight sight, TreePath place, ListQuery query, DeviceFilter filter, ZoneId zone) {
        SightSql sees = new SightSql(sight);
        Instant now = clock.instant();
        DeviceConditions conditions = new DeviceConditions(sees, now).at(place).narrowed(filter, now, zone);
        DeviceSearch search = new DeviceSearch(sees, query, indexes);
        DeviceTables tables = new DeviceTables(conditions.where(), filter, search, database.isPostgres());
        Keyset byPresence = keyset(query, sees, DeviceTables.HEARD);
        String order = byPresence.expressions();
        Keyset keyset = DeviceTables.isByPresence(order) ? byPresence : keyset(query, sees, DeviceRows.ID);
        Map<String, Object> parameters = new HashMap<>(conditions.parameters());
        parameters.putAll(search.parameters());
        return keyset.page(
                jdbc,
                DeviceRows.select(sees),
                tables.isOfPresence(order) ? tables.ofPresence() : tables.sorted(keyset.expressions(), sees),
                parameters,
                (row, number) -> DeviceRows.row(row));
    }

    private static Keyset keyset(ListQuery query, SightSql sees, Keyset.Column id) {
        return new Keyset(query, DeviceRows.sortable(sees), new ListQuery.Order("name", false), id);
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
        return jdbc.sql(DeviceRows.select(sees) + DeviceRows.FROM + " where " + condition + " and " + sees.listed())
                .params(sees.parameters())
                .param("key", key)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> DeviceRows.row(row))
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
        return jdbc.sql(DeviceRows.select(sees) + DeviceRows.FROM + " where d.unit_id = any(:units) and "
                        + sees.listed())
                .params(sees.parameters())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param(
                        "units",
                        new SqlArrayValue(
                                "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> DeviceRows.row(row))
                .list();
    }

    /** Where a device of somebody's lists is. */
    record Whereabouts(
            UnitId unit,
            TreePath place,
            String customerName,
            UnitState state,
            @Nullable LocationId location) {}

    /** Those of these units that stand in somebody's lists and belong to a customer. */
    Map<UnitId, Whereabouts> whereabouts(Sight sight, Collection<UnitId> units) {
        SightSql sees = new SightSql(sight);
        return jdbc
                .sql("select d.unit_id, c.path, c.name, d.state, d.location_id" + FROM
                        + " where d.unit_id = any(:units) and c.id is not null and " + sees.listed())
                .params(sees.parameters())
                .param(
                        "units",
                        new SqlArrayValue(
                                "varchar", units.stream().map(UnitId::value).toArray()))
                .query((row, number) -> new Whereabouts(
                        new UnitId(row.getString("unit_id")),
                        new TreePath(row.getString("path")),
                        row.getString("name"),
                        UnitState.valueOf(row.getString("state")),
                        location(row)))
                .stream()
                .collect(Collectors.toMap(Whereabouts::unit, found -> found));
    }

    private static @Nullable LocationId location(ResultSet row) throws SQLException {
        long id = row.getLong("location_id");
        return row.wasNull() ? null : new LocationId(id);
    }

    /** Whose these locations are, as far as there are such. */
    Map<LocationId, CustomerId> owners(Collection<LocationId> locations) {
        Map<LocationId, CustomerId> owners = new HashMap<>();
        jdbc.sql("select id, customer_id from location where id = any(:ids)")
                .param(
                        "ids",
                        new SqlArrayValue(
                                "bigint",
                                locations.stream().map(LocationId::value).toArray()))
                .query(row -> {
                    owners.put(new LocationId(row.getLong("id")), new CustomerId(row.getLong("customer_id")));
                });
        return owners;
    }

    /** Whether a location belongs to a customer. */
    boolean isAt(LocationId location, CustomerId customer) {
        return jdbc.sql("select count(*) from location where id = ? and customer_id = ?")
                        .params(location.value(), customer.value())
                        .query(Long.class)
                        .single()
                > 0;
    }
}
