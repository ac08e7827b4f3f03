package io.muster.device;

import io.muster.access.Guest;
import io.muster.access.Guests;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Secrets;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Repository;

/** Install jobs in the database, and the links to them. */
@Repository
class JobStore implements Guests {

    private static final String SELECT =
            "select j.id, j.name, j.customer_id, c.path, c.name as customer_name, j.location_id,"
                    + " (select l.name from location l where l.id = j.location_id) as location_name, j.max_units, j.units,"
                    + " j.note, j.expires_at, j.created_at, j.created_by, j.revoked_at";
    private static final String FROM = " from install_job j join customer c on c.id = j.customer_id";
    private static final Keyset.Column ID = new Keyset.Column("id", "j.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("name", "j.name", Keyset.Type.TEXT),
            new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
            new Keyset.Column("units", "j.units", Keyset.Type.NUMBER),
            new Keyset.Column("expiresAt", "j.expires_at", Keyset.Type.TIME),
            ID);

    private final JdbcClient jdbc;
    private final Clock clock;

    JobStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Optional<Pass> of(Guest guest) {
        return find(guest.job())
                .filter(job -> job.revokedAt() == null && job.expiresAt().isAfter(clock.instant()))
                .map(job -> new Pass("install job " + job.name(), job.customerId()));
    }

    Slice<InstallJob> list(ManagedPlaces places, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("id", true), ID);
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder(" where ").append(places.where("j", parameters));
        if (!query.search().isEmpty()) {
            where.append(" and (lower(j.name) like :q escape '!' or lower(j.note) like :q escape '!')");
            parameters.put("q", query.pattern());
        }
        return keyset.page(jdbc, SELECT, FROM + where, parameters, (row, number) -> job(row));
    }

    Optional<InstallJob> find(long id) {
        return jdbc.sql(SELECT + FROM + " where j.id = ?")
                .param(id)
                .query((row, number) -> job(row))
                .optional();
    }

    /** The job that a link leads to, whatever it is still good for. */
    Optional<InstallJob> behind(String secret) {
        return jdbc.sql(SELECT + FROM + " join install_job_link k on k.job_id = j.id where k.secret_hash = ?")
                .param(Secrets.hash(secret))
                .query((row, number) -> job(row))
                .optional();
    }

    long add(NewInstallJob data, @Nullable String note, String by, Instant now, String secret) {
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("""
                        insert into install_job (name, customer_id, location_id, max_units, units, note, expires_at,
                            created_at, created_by)
                        values (:name, :customer, :location, :most, 0, :note, :end, :now, :by)
                        """)
                .param("name", data.name().value())
                .param("customer", data.customerId().value())
                .param(
                        "location",
                        data.locationId() == null ? null : data.locationId().value(),
                        Types.BIGINT)
                .param("most", data.maxUnits())
                .param("note", note, Types.VARCHAR)
                .param("end", data.expiresAt().atOffset(ZoneOffset.UTC))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update(key, "id");
        long id = Objects.requireNonNull(key.getKey()).longValue();
        link(id, secret, null);
        return id;
    }

    /** One more link; of those that were sent to the same address only the last one counts. */
    void link(long job, String secret, @Nullable String sentTo) {
        if (sentTo != null) {
            jdbc.sql("delete from install_job_link where job_id = ? and sent_to = ?")
                    .params(job, sentTo)
                    .update();
        }
        jdbc.sql("""
                        insert into install_job_link (job_id, secret_hash, sent_to, created_at)
                        values (:job, :hash, :to, :now)
                        """)
                .param("job", job)
                .param("hash", Secrets.hash(secret))
                .param("to", sentTo, Types.VARCHAR)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** True when it held until now. */
    boolean revoke(long id, Instant now) {
        return jdbc.sql("update install_job set revoked_at = ? where id = ? and revoked_at is null")
                        .params(now.atOffset(ZoneOffset.UTC), id)
                        .update()
                > 0;
    }

    /** Takes one of the units that may be claimed; nobody else takes one until the transaction ends. False when none is left. */
    boolean take(long id) {
        return jdbc.sql("""
                        update install_job set units = units + 1
                        where id = ? and units < max_units and revoked_at is null and expires_at > ?
                        """)
                        .params(id, clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                > 0;
    }

    void giveBack(long id) {
        jdbc.sql("update install_job set units = units - 1 where id = ? and units > 0")
                .param(id)
                .update();
    }

    /**
     * Gives the unit back as which a swap counted, if a guest made it. Before the devices are locked: whoever swaps locks in this
     * order.
     */
    void giveBack(SwapStore.Swap swap) {
        jdbc.sql("""
                        update install_job set units = units - 1
                        where id = (select job_id from installation where swap_id = ?) and units > 0
                        """).param(swap.id()).update();
    }

    private static InstallJob job(ResultSet row) throws SQLException {
        return new InstallJob(
                row.getLong("id"),
                row.getString("name"),
                new CustomerId(row.getLong("customer_id")),
                new TreePath(row.getString("path")),
                row.getString("customer_name"),
                DeviceColumns.locationId(row),
                row.getString("location_name"),
                row.getInt("max_units"),
                row.getInt("units"),
                row.getString("note"),
                Objects.requireNonNull(DeviceColumns.instant(row, "expires_at")),
                Objects.requireNonNull(DeviceColumns.instant(row, "created_at")),
                row.getString("created_by"),
                DeviceColumns.instant(row, "revoked_at"));
    }
}
