package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.device.Rows.Type;
import io.muster.kernel.UnitId;
import io.muster.user.SecretKeeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What an external broker has yet to be told about the passwords of units. A password is in the clear only when it is issued,
 * so it is kept here, encrypted, in the same transaction, and forgotten when the broker has it. Without a broker that can be
 * told ({@code MUSTER_MQTT_DYNSEC}) nothing is kept.
 */
@Service
public class BrokerAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAccounts.class);

    /** In which a unit can still hear why its password holds no more. */
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    /** Who has taken work and says nothing for so long is dead. */
    private static final Duration TAKEN = Duration.ofSeconds(30);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final String MAY_SIGN_IN =
            "d.state in ('PENDING', 'ACCEPTED', 'DENIED') and uc.password_hash is not null";

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Clock clock;
    private final SecretKeeper keeper;
    private final boolean kept;
    private final Semaphore work = new Semaphore(0);

    BrokerAccounts(
            JdbcClient jdbc,
            JdbcTemplate template,
            Clock clock,
            SecretKeeper keeper,
            @Value("${muster.mqtt.dynsec:false}") boolean kept) {
        this.jdbc = jdbc;
        this.template = template;
        this.clock = clock;
        this.keeper = keeper;
        this.kept = kept;
    }

    /**
     * Something the broker has to be told.
     *
     * @param password null when the unit is to be removed
     */
    public record Due(UnitId unit, @Nullable String password, long version) {

        @Override
        public String toString() {
            return "Due[" + unit + "]";
        }
    }

    /** A unit has a new password; within the transaction that made it. */
    void allow(UnitId unit, String password) {
        put(unit, keeper.seal(password, owner(unit.value())), Duration.ZERO);
    }

    /** The password of a unit holds no more. */
    void end(UnitId unit) {
        put(unit, null, GOODBYE);
    }

    private void put(UnitId unit, @Nullable String secret, Duration delay) {
        if (!kept) {
            return;
        }
        OffsetDateTime due = in(delay);
        int changed = jdbc.sql(
                        "update broker_account set secret = ?, version = version + 1, due_at = case when taker is null"
                                + " then ? else due_at end where unit_id = ?")
                .param(secret)
                .param(due)
                .param(unit.value())
                .update();
        if (changed == 0) {
            jdbc.sql("insert into broker_account (unit_id, secret, version, due_at) values (?, ?, 1, ?)")
                    .param(unit.value())
                    .param(secret)
                    .param(due)
                    .update();
        }
        AfterCommit.run(work::release);
    }

    /** Waits until there may be something to tell, at most for so long. */
    @Unguarded("tells nothing")
    public void await(Duration patience) throws InterruptedException {
        if (work.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            work.drainPermits();
        }
    }

    /**
     * Takes what is to be told now. Nobody else gets it, until it is {@link #done} or {@link #failed}, or the taker has said
     * nothing for half a minute.
     */
    @Unguarded("asked by the listener, which tells the broker alone")
    @Transactional
    public List<Due> take(String taker, int most) {
        OffsetDateTime now = in(Duration.ZERO);
        OffsetDateTime until = in(TAKEN);
        jdbc.sql("update broker_account set due_at = ?, taker = ? where due_at <= ? and unit_id in"
                        + " (select unit_id from broker_account where due_at <= ? order by due_at fetch first " + most
                        + " rows only)")
                .params(until, taker, now, now)
                .update();
        record Row(String unit, @Nullable String secret, long version) {}
        List<Row> rows = jdbc.sql("select unit_id, secret, version from broker_account where taker = ? and due_at = ?")
                .params(taker, until)
                .query((row, number) ->
                        new Row(row.getString("unit_id"), row.getString("secret"), row.getLong("version")))
                .list();
        List<Due> due = new ArrayList<>();
        for (Row row : rows) {
            UnitId unit = new UnitId(row.unit());
            try {
                String password = row.secret() == null ? null : keeper.open(row.secret(), owner(row.unit()));
                due.add(new Due(unit, password, row.version()));
            } catch (IllegalStateException e) {
                LOG.error("The password of {} cannot be told to the broker; reset its credential", unit, e);
                forget(unit.value(), row.version());
            }
        }
        return due;
    }

    /** The broker has been told. What was changed in the meantime is to be told again, at once. */
    @Unguarded("asked by the listener, which tells the broker alone")
    @Transactional
    public void done(Due due) {
        if (forget(due.unit().value(), due.version()) == 0) {
            again(due, Duration.ZERO);
            work.release();
        }
    }

    /** The broker could not be told; it is tried again after a while. */
    @Unguarded("asked by the listener, which tells the broker alone")
    @Transactional
    public void failed(Due due) {
        again(due, RETRY);
    }

    private int forget(String unit, long version) {
        return jdbc.sql("delete from broker_account where unit_id = ? and version = ?")
                .params(unit, version)
                .update();
    }

    private void again(Due due, Duration delay) {
        jdbc.sql("update broker_account set due_at = ?, taker = null where unit_id = ?")
                .params(in(delay), due.unit().value())
                .update();
    }

    /** How many units the broker has yet to be told about. */
    @Unguarded("a number, for the metrics and the status")
    @Transactional(readOnly = true)
    public long waiting() {
        return kept
                ? jdbc.sql("select count(*) from broker_account")
                        .query(Long.class)
                        .single()
                : 0;
    }

    /**
     * Compares the units that the broker knows with those that may sign in. Who may not is removed from the broker in the
     * next round.
     *
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
        jdbc.sql("select d.unit_id, uc.issued_at from device d join unit_credential uc on uc.device_id = d.id where "
                        + MAY_SIGN_IN)
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
        List<UnitId> strangers = known.stream()
                .filter(unit -> !allowed.contains(unit.value()) && !waiting.contains(unit.value()))
                .toList();
        Rows<UnitId> rows = new Rows<UnitId>()
                .with("unit_id", Type.TEXT, UnitId::value)
                .with("due_at", Type.TIME, unit -> clock.instant());
        rows.update(
                template,
                "insert into broker_account (unit_id, version, due_at) select s.unit_id, 1, s.due_at from "
                        + rows.table("s")
                        + " where not exists (select 1 from broker_account b where b.unit_id = s.unit_id)",
                strangers);
        return missing;
    }

    private OffsetDateTime in(Duration delay) {
        // PostgreSQL keeps microseconds; what is compared later has to be the same.
        return clock.instant().plus(delay).truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static String owner(String unit) {
        return "unit " + unit;
    }
}
