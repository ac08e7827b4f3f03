package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Guest;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Installations in the database. */
@Repository
class InstallationStore {

    /** What a unit was before it was claimed, and the revision of the device right after. */
    record Before(@Nullable CustomerId customer, @Nullable LocationId location, UnitState state, long rev) {}

    private static final String LAST = """
            select i.id, i.device_id, d.unit_id, d.name, c.path, c.name as customer_name, l.name as location_name,
                i.installed_by, i.began_at, i.outcome,
                (select o.unit_id from device_swap s join device o on o.id = s.old_device_id where s.id = i.swap_id) as replaced
            from installation i join device d on d.id = i.device_id and d.customer_id = i.customer_id
                join customer c on c.id = i.customer_id left join location l on l.id = d.location_id
            where i.id = (select max(id) from installation where device_id = i.device_id) and i.outcome <> 'UNDONE'""";

    private final JdbcClient jdbc;

    InstallationStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps an installation that was just begun; the swap by which the unit came, or null. */
    void begin(Actor actor, Device before, Device after, @Nullable Long swap, Instant now) {
        Guest guest = actor.guest();
        jdbc.sql("""
                        insert into installation (device_id, customer_id, user_id, job_id, guest, installed_by, began_at,
                            rev, before_customer_id, before_location_id, before_state, swap_id, outcome)
                        values (:device, :customer, :user, :job, :guest, :by, :now, :rev, :from, :at, :state, :swap, 'OPEN')
                        """)
                .param("device", after.id().value())
                .param("customer", Objects.requireNonNull(after.customerId()).value())
                .param("user", guest == null ? actor.id().value() : null, Types.BIGINT)
                .param("job", guest == null ? null : guest.job(), Types.BIGINT)
                .param("guest", guest == null ? null : guest.number(), Types.BIGINT)
                .param("by", actor.username())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("rev", after.rev())
                .param(
                        "from",
                        before.customerId() == null ? null : before.customerId().value())
                .param(
                        "at",
                        before.locationId() == null ? null : before.locationId().value())
                .param("state", before.state().name())
                .param("swap", swap, Types.BIGINT)
                .update();
    }

    /** The last installation of a device, if it is the actor's own and no older, and the device is still where it put it. */
    Optional<Installation> last(DeviceId device, Actor actor, Instant since, Duration undo) {
        return last("i.device_id", device.value(), actor, since, undo);
    }

    /** Like {@link #last(DeviceId, Actor, Instant, Duration)}, by what stands on the label. */
    Optional<Installation> last(UnitId unit, Actor actor, Instant since, Duration undo) {
        return last("d.unit_id", unit.value(), actor, since, undo);
    }

    private Optional<Installation> last(String column, Object value, Actor actor, Instant since, Duration undo) {
        return jdbc.sql(LAST + " and " + column + " = :value and i.began_at > :since and "
                        + (actor.guest() == null ? "i.user_id" : "i.guest") + " = :who")
                .param("value", value)
                .param(
                        "who",
                        actor.guest() == null
                                ? actor.id().value()
                                : actor.guest().number())
                .param("since", since.atOffset(ZoneOffset.UTC))
                .query((row, number) -> installation(row, undo))
                .optional();
    }

    /** This installation, if it is the last one of its device, and the device is still where it put it. */
    Optional<Installation> current(long id, Duration undo) {
        return jdbc.sql(LAST + " and i.id = ?")
                .param(id)
                .query((row, number) -> installation(row, undo))
                .optional();
    }

    private static Installation installation(ResultSet row, Duration undo) throws SQLException {
        Instant began = Objects.requireNonNull(DeviceColumns.instant(row, "began_at"));
        return new Installation(
                row.getLong("id"),
                new DeviceId(row.getLong("device_id")),
                new UnitId(row.getString("unit_id")),
                row.getString("name"),
                new TreePath(row.getString("path")),
                row.getString("customer_name"),
                row.getString("location_name"),
                DeviceColumns.unitId(row, "replaced"),
                row.getString("installed_by"),
                began,
                began.plus(undo),
                Installation.Outcome.valueOf(row.getString("outcome")));
    }

    /** What the unit was before; a location that has been deleted since is left out. */
    Before before(Installation installation) {
        return jdbc.sql("""
                        select before_customer_id, before_location_id, before_state, rev from installation where id = ?
                        """)
                .param(installation.id())
                .query((row, number) -> {
                    Long customer = row.getObject("before_customer_id", Long.class);
                    Long location = row.getObject("before_location_id", Long.class);
                    return new Before(
                            customer == null ? null : new CustomerId(customer),
                            location == null ? null : new LocationId(location),
                            UnitState.valueOf(row.getString("before_state")),
                            row.getLong("rev"));
                })
                .single();
    }

    void end(Installation installation, Installation.Outcome outcome) {
        end(installation.id(), outcome);
    }

    private void end(long id, Installation.Outcome outcome) {
        jdbc.sql("update installation set outcome = ? where id = ?")
                .params(outcome.name(), id)
                .update();
    }

    /** Nothing that was entered on site remains. */
    void undo(Installation installation) {
        undo(installation.id());
    }

    /**
     * Undoes the installation that came with a swap.
     *
     * @return false when there was none: the swap was made at the desk
     */
    boolean undo(SwapStore.Swap swap) {
        Optional<Long> made = jdbc.sql("select id from installation where swap_id = ?")
                .param(swap.id())
                .query(Long.class)
                .optional();
        made.ifPresent(this::undo);
        return made.isPresent();
    }

    private void undo(long id) {
        jdbc.sql("delete from vehicle where installation_id = ?").param(id).update();
        jdbc.sql("delete from installation_photo where installation_id = ?")
                .param(id)
                .update();
        end(id, Installation.Outcome.UNDONE);
    }
}
