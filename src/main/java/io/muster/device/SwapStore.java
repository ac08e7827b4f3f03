package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Swaps in the database: which unit took which one's place, and what both were before. */
@Repository
class SwapStore {

    /**
     * A swap.
     *
     * @param oldRev       revision of the old device right after, {@code newRev} that of the new one
     * @param passwordHash by which the old unit signed in; null when it had no password
     */
    record Swap(
            long id,
            UnitId oldUnit,
            UnitId newUnit,
            Instant at,
            long oldRev,
            long newRev,
            UnitState oldState,
            @Nullable String passwordHash,
            BeforeSwap before) {}

    private static final String SELECT = """
            select s.*, o.unit_id as old_unit, n.unit_id as new_unit from device_swap s
                join device o on o.id = s.old_device_id join device n on n.id = s.new_device_id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    SwapStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Keeps a swap that was just made. */
    long keep(
            Device oldBefore,
            Device oldAfter,
            @Nullable String passwordHash,
            BeforeSwap before,
            Device after,
            Instant now) {
        GeneratedKeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("""
                        insert into device_swap (old_device_id, new_device_id, made_at, old_rev, new_rev, old_state,
                            old_password_hash, new_state, new_customer_id, new_owned, new_location_id, new_name, new_vin,
                            new_luggage, undone)
                        values (:old, :new, :now, :oldRev, :newRev, :oldState, :hash, :state, :customer, :owned, :location, :name,
                            :vin, :luggage, false)
                        """)
                .param("old", oldAfter.id().value())
                .param("new", after.id().value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("oldRev", oldAfter.rev())
                .param("newRev", after.rev())
                .param("oldState", oldBefore.state().name())
                .param("hash", passwordHash, Types.CHAR)
                .param("state", before.state() == null ? null : before.state().name(), Types.VARCHAR)
                .param(
                        "customer",
                        before.customer() == null ? null : before.customer().value(),
                        Types.BIGINT)
                .param("owned", before.owned())
                .param(
                        "location",
                        before.location() == null ? null : before.location().value(),
                        Types.BIGINT)
                .param("name", before.name().value())
                .param("vin", before.vin(), Types.VARCHAR)
                .param("luggage", json.writeValueAsString(before.luggage()))
                .update(key, "id");
        return Objects.requireNonNull(key.getKey()).longValue();
    }

    /** The last swap by which a device took another one's place, unless it has been taken back. */
    Optional<Swap> last(DeviceId successor) {
        return jdbc.sql(SELECT
                        + " where s.id = (select max(id) from device_swap where new_device_id = ?) and not s.undone")
                .param(successor.value())
                .query((row, number) -> swap(row))
                .optional();
    }

    /** The swap of an installation; empty when the unit came to a place where none was. */
    Optional<Swap> of(Installation installation) {
        return jdbc.sql(SELECT + " join installation i on i.swap_id = s.id where i.id = ? and not s.undone")
                .param(installation.id())
                .query((row, number) -> swap(row))
                .optional();
    }

    /** Where a device is, in words. */
    record Place(String customerName, @Nullable String locationName) {}

    Place place(DeviceId device) {
        return jdbc.sql("""
                        select c.name as customer, l.name as location from device d join customer c on c.id = d.customer_id
                            left join location l on l.id = d.location_id where d.id = ?
                        """)
                .param(device.value())
                .query((row, number) -> new Place(row.getString("customer"), row.getString("location")))
                .single();
    }

    void undone(Swap swap) {
        jdbc.sql("update device_swap set undone = true, old_password_hash = null where id = ?")
                .param(swap.id())
                .update();
    }

    /** What nobody can take back any more needs no password. */
    void forgetPasswords(Instant madeBefore) {
        jdbc.sql("update device_swap set old_password_hash = null where old_password_hash is not null and made_at < ?")
                .param(madeBefore.atOffset(ZoneOffset.UTC))
                .update();
    }

    private Swap swap(ResultSet row) throws SQLException {
        Long customer = row.getObject("new_customer_id", Long.class);
        Long location = row.getObject("new_location_id", Long.class);
        String state = row.getString("new_state");
        return new Swap(
                row.getLong("id"),
                new UnitId(row.getString("old_unit")),
                new UnitId(row.getString("new_unit")),
                Objects.requireNonNull(DeviceColumns.instant(row, "made_at")),
                row.getLong("old_rev"),
                row.getLong("new_rev"),
                UnitState.valueOf(row.getString("old_state")),
                row.getString("old_password_hash"),
                new BeforeSwap(
                        customer == null ? null : new CustomerId(customer),
                        row.getBoolean("new_owned"),
                        location == null ? null : new LocationId(location),
                        state == null ? null : UnitState.valueOf(state),
                        new Name(row.getString("new_name")),
                        row.getString("new_vin"),
                        json.readValue(row.getString("new_luggage"), Luggage.Had.class)));
    }
}
