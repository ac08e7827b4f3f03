package io.muster.device;

import io.muster.kernel.DeviceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/**
 * The bootstrap client that waits for a unit's password. There is one for each unit: the first that asked, as long as it keeps
 * asking. Others who name the same unit id cannot push it aside.
 */
@Repository
class WaitingClients {

    /** A client that has not asked for so long has given up; a unit that rebooted asks under another client id. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    record Client(
            String clientId,
            String msgId,
            Instant requestedAt,
            @Nullable Instant approvedAt) {

        Client approved(Instant at) {
            return new Client(clientId, msgId, requestedAt, at);
        }
    }

    private final JdbcClient jdbc;
    private final Clock clock;

    WaitingClients(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Client> of(DeviceId device) {
        return jdbc.sql("select client_id, msg_id, requested_at, approved_at from enroll_waiting where device_id = ?")
                .param(device.value())
                .query((row, number) -> new Client(
                        row.getString("client_id"),
                        row.getString("msg_id"),
                        Objects.requireNonNull(DeviceColumns.instant(row, "requested_at")),
                        DeviceColumns.instant(row, "approved_at")))
                .optional();
    }

    /** A client asks; the device is locked. What it or another one has shown of the claim code stays until the unit is let in. */
    void asks(DeviceId device, String clientId, String msgId) {
        Optional<Client> there = of(device);
        Instant now = clock.instant();
        if (there.isPresent()) {
            boolean another = !there.get().clientId().equals(clientId);
            if (another && there.get().requestedAt().isAfter(now.minus(PATIENCE))) {
                return;
            }
            leave(ids(List.of(device)));
        }
        jdbc.sql("insert into enroll_waiting (device_id, client_id, msg_id, requested_at) values (?, ?, ?, ?)")
                .params(device.value(), clientId, msgId, now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** A person has approved the request that waits, if there is one. */
    Optional<Client> approve(DeviceId device) {
        Instant now = now();
        Optional<Client> client = of(device).filter(found -> found.approvedAt() == null);
        if (client.isPresent()) {
            jdbc.sql("update enroll_waiting set approved_at = ? where device_id = ?")
                    .params(now.atOffset(ZoneOffset.UTC), device.value())
                    .update();
        }
        return client.map(found -> found.approved(now));
    }

    /** Like {@link #approve(DeviceId)}, for many, by two statements. */
    Map<DeviceId, Client> approve(Collection<DeviceId> approved) {
        record Found(DeviceId device, Client client) {}
        SqlArrayValue ids = ids(approved);
        Instant now = now();
        Map<DeviceId, Client> clients = jdbc
                .sql("""
                        select device_id, client_id, msg_id, requested_at, approved_at from enroll_waiting
                        where device_id = any(?) and approved_at is null
                        """)
                .param(ids)
                .query((row, number) -> new Found(
                        new DeviceId(row.getLong("device_id")),
                        new Client(
                                row.getString("client_id"),
                                row.getString("msg_id"),
                                Objects.requireNonNull(DeviceColumns.instant(row, "requested_at")),
                                now)))
                .stream()
                .collect(Collectors.toMap(Found::device, Found::client));
        jdbc.sql("update enroll_waiting set approved_at = ? where device_id = any(?) and approved_at is null")
                .params(now.atOffset(ZoneOffset.UTC), ids)
                .update();
        return clients;
    }

    /** Nobody waits for these units any more. */
    void forget(Collection<DeviceId> devices) {
        SqlArrayValue ids = ids(devices);
        leave(ids);
        jdbc.sql("delete from claim_proof where device_id = any(?)").param(ids).update();
    }

    private void leave(SqlArrayValue devices) {
        jdbc.sql("delete from enroll_waiting where device_id = any(?)")
                .param(devices)
                .update();
    }

    private static SqlArrayValue ids(Collection<DeviceId> devices) {
        return new SqlArrayValue("bigint", devices.stream().map(DeviceId::value).toArray());
    }

    /** This client, and no other, is the unit: a token or a code said so. */
    Client admit(DeviceId device, String clientId, String msgId) {
        Instant now = now();
        forget(device);
        jdbc.sql("""
                        insert into enroll_waiting (device_id, client_id, msg_id, requested_at, approved_at)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(device.value(), clientId, msgId, now.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC))
                .update();
        return new Client(clientId, msgId, now, now);
    }

    /** The client that was let in got its password by this request. */
    void collected(DeviceId device, String msgId) {
        jdbc.sql("update enroll_waiting set msg_id = ? where device_id = ?")
                .params(msgId, device.value())
                .update();
    }

    /** As exact as a database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Nobody waits for this unit any more. */
    void forget(DeviceId device) {
        forget(List.of(device));
    }
}
