package io.muster.device;

import io.muster.device.Checkup.Cause;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Looks for what a unit has shown of itself, and where it got stuck. */
@Repository
class CheckupQuery {

    private static final String WRONG_PASSWORD = "not_signed_in";

    private record Refusal(String reason, Instant at) {}

    private final JdbcClient jdbc;

    CheckupQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Checkup of(Installation installation) {
        return jdbc.sql("select d.state, (" + DeviceRepository.SUSPENDED + """
                        ) as suspended, p.last_seen_at, p.announced_at, p.position_at, p.battery_v, p.rssi_dbm,
                            d.vin as vin_told, v.vin as vin_entered,
                            (select count(*) from unit_credential uc
                                where uc.device_id = d.id and uc.password_hash is not null) as passwords
                        from device d join device_presence p on p.device_id = d.id join customer c on c.id = d.customer_id
                        """ + VehicleStore.JOIN + " where d.id = ?")
                .param(installation.device().value())
                .query((row, number) -> checkup(installation, row))
                .single();
    }

    private Checkup checkup(Installation installation, ResultSet row) throws SQLException {
        Instant began = installation.beganAt();
        Instant seen = since(began, DeviceColumns.instant(row, "last_seen_at"));
        Instant announced = since(began, DeviceColumns.instant(row, "announced_at"));
        boolean located = since(began, DeviceColumns.instant(row, "position_at")) != null;
        Double battery = seen == null ? null : row.getObject("battery_v", Double.class);
        Integer signal = seen == null ? null : row.getObject("rssi_dbm", Integer.class);
        // What it read before may be of the vehicle that it was in before.
        boolean otherVin = announced != null && differ(row.getString("vin_told"), row.getString("vin_entered"));
        Checkup found = new Checkup(announced, located, battery, signal, null, null, null, otherVin);
        if (UnitState.valueOf(row.getString("state")) != UnitState.ACCEPTED) {
            return because(found, Cause.ENDED, null, null);
        }
        return announced == null ? explained(found, installation, row) : found;
    }

    private static boolean differ(@Nullable String told, @Nullable String entered) {
        return told != null && entered != null && !told.equalsIgnoreCase(entered);
    }

    private static @Nullable Instant since(Instant began, @Nullable Instant moment) {
        return moment == null || moment.isBefore(began) ? null : moment;
    }

    private Checkup explained(Checkup found, Installation installation, ResultSet row) throws SQLException {
        Instant seen = DeviceColumns.instant(row, "last_seen_at");
        if (row.getBoolean("suspended")) {
            return because(found, Cause.SUSPENDED, null, null);
        }
        Optional<Refusal> refusal = lastRefusal(installation);
        if (refusal.isPresent()) {
            Refusal last = refusal.get();
            return last.reason().equals(WRONG_PASSWORD)
                    ? because(found, Cause.WRONG_PASSWORD, null, last.at())
                    : because(found, Cause.REFUSED, last.reason(), last.at());
        }
        if (since(installation.beganAt(), seen) != null) {
            return because(found, Cause.NOT_ANNOUNCED, null, seen);
        }
        if (row.getLong("passwords") == 0) {
            return because(found, Cause.NO_PASSWORD, null, null);
        }
        return seen == null
                ? because(found, Cause.NEVER_CONNECTED, null, null)
                : because(found, Cause.SILENT, null, seen);
    }

    private static Checkup because(Checkup found, Cause cause, @Nullable String reason, @Nullable Instant at) {
        return new Checkup(
                found.announcedAt(), found.located(), found.batteryV(), found.rssiDbm(), cause, reason, at, false);
    }

    /** What happened before the claim was no fault of this installation. */
    private Optional<Refusal> lastRefusal(Installation installation) {
        return jdbc.sql("""
                        select reason, last_at from ingest_log where unit_id = ? and last_at >= ?
                        order by last_at desc, id desc fetch first 1 rows only
                        """)
                .params(installation.unit().value(), installation.beganAt().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Refusal(
                        row.getString("reason"),
                        java.util.Objects.requireNonNull(DeviceColumns.instant(row, "last_at"))))
                .optional();
    }
}
