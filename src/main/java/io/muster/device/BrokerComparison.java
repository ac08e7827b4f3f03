package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.UnitId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Compares the units that an external broker knows with those that may sign in. */
@Service
public class BrokerComparison {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final BrokerAccounts accounts;

    BrokerComparison(JdbcClient jdbc, Clock clock, BrokerAccounts accounts) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.accounts = accounts;
    }

    /**
     * Has the broker remove who may not sign in.
     *
     * @param known units that the broker knows
     * @return units that the broker does not know though they may sign in. Their passwords are not known any more, so
     *     somebody has to reset their credentials
     */
    @Unguarded("asked by the listener, which tells the broker alone")
    @Transactional
    public List<UnitId> reconcile(Set<UnitId> known) {
        Set<String> waiting = new HashSet<>(jdbc.sql("select unit_id from broker_account")
                .query(String.class)
                .list());
        Set<String> allowed = new HashSet<>();
        List<UnitId> missing = new ArrayList<>();
        Instant fresh = clock.instant().minus(FRESH);
        jdbc.sql("select d.unit_id, uc.issued_at from device d join unit_credential uc on uc.device_id = d.id"
                        + " where d.state in ('PENDING', 'ACCEPTED', 'DENIED') and uc.password_hash is not null")
                .query(row -> {
                    UnitId unit = new UnitId(row.getString("unit_id"));
                    allowed.add(unit.value());
                    Instant issued = DeviceColumns.instant(row, "issued_at");
                    // What is brand-new may have been told by another instance since the broker was asked.
                    boolean settled = issued == null || issued.isBefore(fresh);
                    if (settled && !known.contains(unit) && !waiting.contains(unit.value())) {
                        missing.add(unit);
                    }
                });
        accounts.remove(known.stream()
                .filter(unit -> !allowed.contains(unit.value()) && !waiting.contains(unit.value()))
                .toList());
        return missing;
    }
}
