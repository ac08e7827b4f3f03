package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.AfterCommit;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.UnitId;
import io.muster.user.SecretKeeper;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final Clock clock;
    private final SecretKeeper keeper;
    private final boolean kept;
    private final SecureRandom random = new SecureRandom();
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
     * @param mark     another one with every change
     */
    public record Due(UnitId unit, @Nullable String password, long mark) {

        @Override
        public String toString() {
            return "Due[" + unit + "]";
        }
    }

    private record Row(String unit, @Nullable String secret, long mark, Instant due) {}

    /** Whether there is a broker that is told. */
    boolean isKept() {
        return kept;
    }

    /** Units have new passwords; within the transaction that made them. */
    void allow(Map<UnitId, String> passwords) {
        if (kept) {
            put(passwords.entrySet().stream()
                    .map(each -> row(
                            each.getKey(),
                            keeper.seal(each.getValue(), owner(each.getKey().value())),
                            Duration.ZERO))
                    .toList());
        }
    }

    /** The passwords of units hold no more. */
    void end(List<UnitId> units) {
        if (kept) {
            put(units.stream().map(unit -> row(unit, null, GOODBYE)).toList());
        }
    }

    /** Units are no more to be let in; they are no units of ours, or not any more. */
    void remove(List<UnitId> units) {
        put(units.stream().map(unit -> row(unit, null, Duration.ZERO)).toList());
    }

    private Row row(UnitId unit, @Nullable String secret, Duration delay) {
        return new Row(unit.value(), secret, random.nextLong(), in(delay).toInstant());
    }

    private void put(List<Row> changes) {
        Rows<Row> rows = new Rows<Row>()
                .with("unit_id", Type.TEXT, Row::unit)
                .with("secret", Type.TEXT, Row::secret)
                .with("mark", Type.LONG, Row::mark)
                .with("due_at", Type.TIME, Row::due);
        rows.update(
                template,
                "merge into broker_account b using " + rows.table("s") + " on (b.unit_id = s.unit_id)"
                        + " when matched then update set secret = s.secret, mark = s.mark,"
                        + " due_at = case when b.taker is null then s.due_at else b.due_at end"
                        + " when not matched then insert (unit_id, secret, mark, due_at)"
                        + " values (s.unit_id, s.secret, s.mark, s.due_at)",
                changes);
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
        List<Row> rows = jdbc.sql("select unit_id, secret, mark from broker_account where taker = ? and due_at = ?")
                .params(taker, until)
                .query((row, number) -> new Row(
                        row.getString("unit_id"), row.getString("secret"), row.getLong("mark"), now.toInstant()))
                .list();
        List<Due> due = new ArrayList<>();
        for (Row row : rows) {
            UnitId unit = new UnitId(row.unit());
            try {
                String password = row.secret() == null ? null : keeper.open(row.secret(), owner(row.unit()));
                due.add(new Due(unit, password, row.mark()));
            } catch (IllegalStateException e) {
                LOG.error("The password of {} cannot be told to the broker; reset its credential", unit, e);
                forget(unit.value(), row.mark());
            }
        }
        return due;
    }

    /** The broker has been told. What was changed in the meantime is to be told again, at once. */
    @Unguarded("asked by the listener, which tells the broker alone")
    @Transactional
    public void done(Due due) {
        if (forget(due.unit().value(), due.mark()) == 0) {
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

    private int forget(String unit, long mark) {
        return jdbc.sql("delete from broker_account where unit_id = ? and mark = ?")
                .params(unit, mark)
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

    private OffsetDateTime in(Duration delay) {
        // PostgreSQL keeps microseconds; what is compared later has to be the same.
        return clock.instant().plus(delay).truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
    }

    private static String owner(String unit) {
        return "unit " + unit;
    }
}
