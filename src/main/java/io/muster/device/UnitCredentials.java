package io.muster.device;

import io.muster.access.Unguarded;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.Secrets;
import io.muster.kernel.UnitId;
import io.muster.user.SecretKeeper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The passwords of units. Each is 256 random bits, so that a plain SHA-256 of it is enough: there is nothing to guess, and a
 * thousand units that reconnect at once cost little.
 */
@Service
public class UnitCredentials {

    private static final int MOST_CHARACTERS = 128;
    private static final String NO_HASH = "0".repeat(64);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final JdbcTemplate template;
    private final BrokerAccounts accounts;
    private final SecretKeeper keeper;

    UnitCredentials(JdbcClient jdbc, JdbcTemplate template, Clock clock, BrokerAccounts accounts, SecretKeeper keeper) {
        this.jdbc = jdbc;
        this.template = template;
        this.clock = clock;
        this.accounts = accounts;
        this.keeper = keeper;
    }

    /** Whether a unit may connect with this password. */
    @Unguarded("it is the check of a unit's own credential")
    @Transactional(readOnly = true)
    public boolean verify(UnitId unit, String password) {
        if (password.length() > MOST_CHARACTERS) {
            return false;
        }
        Optional<String> hash =
                jdbc.sql("""
                        select uc.password_hash from device d join unit_credential uc on uc.device_id = d.id
                        where d.unit_id = ? and d.state in ('PENDING', 'ACCEPTED', 'DENIED') and uc.password_hash is not null
                        """).param(unit.value()).query(String.class).optional();
        boolean equal = MessageDigest.isEqual(
                Secrets.hash(password).getBytes(StandardCharsets.US_ASCII),
                hash.orElse(NO_HASH).getBytes(StandardCharsets.US_ASCII));
        return equal && hash.isPresent();
    }

    /** The state of a unit, so that a failed sign-in has its line in the ingest log; empty when there is no such unit. */
    @Unguarded("asked by the broker, which tells it to nobody")
    @Transactional(readOnly = true)
    public Optional<UnitState> state(UnitId unit) {
        return jdbc.sql("select state from device where unit_id = ?")
                .param(unit.value())
                .query((row, number) -> UnitState.valueOf(row.getString("state")))
                .optional();
    }

    /**
     * Makes a new password, which replaces the one before.
     *
     * @return 256 random bits
     */
    String issue(DeviceId device) {
        String password = Secrets.random();
        issue(device, password, false);
        return password;
    }

    /**
     * The password of a client that was let in: for the same admission always the same one, so that a request that comes twice
     * has one answer, and nobody has to keep it.
     */
    String passwordOf(DeviceId device, WaitingClients.Client admitted) {
        Instant at = Objects.requireNonNull(admitted.approvedAt());
        String purpose = "unit password " + device + " " + admitted.clientId() + " "
                + ChronoUnit.MICROS.between(Instant.EPOCH, at);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(keeper.derive(purpose));
    }

    /**
     * Replaces the password.
     *
     * @param collected it goes to the unit itself, which gets no other one until a person resets it
     */
    void issue(DeviceId device, String password, boolean collected) {
        int changed = jdbc.sql("""
                        update unit_credential set password_hash = ?, issued_at = ?, collected = ? where device_id = ?
                        """)
                .params(Secrets.hash(password), clock.instant().atOffset(ZoneOffset.UTC), collected, device.value())
                .update();
        if (changed == 0) {
            jdbc.sql("""
                            insert into unit_credential (device_id, password_hash, issued_at, collected, claim_code)
                            values (?, ?, ?, ?, ?)
                            """)
                    .params(
                            device.value(),
                            Secrets.hash(password),
                            clock.instant().atOffset(ZoneOffset.UTC),
                            collected,
                            ClaimCode.random().value())
                    .update();
        }
        accounts.allow(Map.of(unit(device), password));
    }

    /** A new password; the claim code is that of a device that had none. */
    record Issued(Device device, String password, ClaimCode newClaimCode) {}

    /** Makes new passwords for devices, by one statement. */
    Map<Device, Issued> issue(List<Device> made) {
        return issue(made, device -> Secrets.random());
    }

    /** Replaces the passwords of devices, by one statement. */
    Map<Device, Issued> issue(List<Device> made, Function<Device, String> password) {
        Instant now = clock.instant();
        List<Issued> issued = made.stream()
                .map(device -> new Issued(device, password.apply(device), ClaimCode.random()))
                .toList();
        Rows<Issued> rows = new Rows<Issued>()
                .with("device_id", Rows.Type.LONG, each -> each.device().id().value())
                .with("password_hash", Rows.Type.TEXT, each -> Secrets.hash(each.password()))
                .with("issued_at", Rows.Type.TIME, each -> now)
                .with("claim_code", Rows.Type.TEXT, each -> each.newClaimCode().value());
        rows.update(
                template,
                "merge into unit_credential uc using " + rows.table("s") + " on (uc.device_id = s.device_id)"
                        + " when matched then update set password_hash = s.password_hash, issued_at = s.issued_at,"
                        + " collected = false when not matched then insert"
                        + " (device_id, password_hash, issued_at, claim_code, collected)"
                        + " values (s.device_id, s.password_hash, s.issued_at, s.claim_code, false)",
                issued);
        accounts.allow(
                issued.stream().collect(Collectors.toMap(each -> each.device().unitId(), Issued::password)));
        Map<Device, Issued> byDevice = new LinkedHashMap<>();
        issued.forEach(each -> byDevice.put(each.device(), each));
        return byDevice;
    }

    private UnitId unit(DeviceId device) {
        return new UnitId(jdbc.sql("select unit_id from device where id = ?")
                .param(device.value())
                .query(String.class)
                .single());
    }

    /** When the present password was made, as long as it has not gone to the unit itself; else null. */
    @Nullable
    Instant uncollectedSince(DeviceId device) {
        return jdbc.sql("select issued_at from unit_credential where device_id = ? and not collected")
                .param(device.value())
                .query((row, number) -> Objects.requireNonNull(DeviceColumns.instant(row, "issued_at")))
                .optional()
                .orElse(null);
    }

    /** Whether this is the present password. */
    boolean holds(DeviceId device, String password) {
        return passwordHash(device).filter(Secrets.hash(password)::equals).isPresent();
    }

    /** When the present password was made; null when there is none. */
    @Nullable
    Instant issuedAt(DeviceId device) {
        return jdbc.sql("select issued_at from unit_credential where device_id = ? and password_hash is not null")
                .param(device.value())
                .query((row, number) -> Objects.requireNonNull(DeviceColumns.instant(row, "issued_at")))
                .optional()
                .orElse(null);
    }

    /** The present password has gone to the unit itself. */
    void collected(DeviceId device) {
        jdbc.sql("update unit_credential set collected = true where device_id = ?")
                .param(device.value())
                .update();
    }

    /** As if the units had never had a password, nor a code that anybody here knows. */
    void forget(List<Device> devices) {
        jdbc.sql("delete from unit_credential where device_id = any(?)")
                .param(new SqlArrayValue(
                        "bigint",
                        devices.stream().map(device -> device.id().value()).toArray()))
                .update();
        accounts.end(devices.stream().map(Device::unitId).toList());
    }

    /** Whether the unit ever got a password. */
    boolean isIssued(DeviceId device) {
        return jdbc.sql("select count(*) from unit_credential where device_id = ? and password_hash is not null")
                        .param(device.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The password holds no more. */
    void revoke(DeviceId device) {
        jdbc.sql("update unit_credential set password_hash = null where device_id = ?")
                .param(device.value())
                .update();
        accounts.end(List.of(unit(device)));
    }

    /** What the password is recognised by; empty when there is none. */
    Optional<String> passwordHash(DeviceId device) {
        return jdbc.sql("select password_hash from unit_credential where device_id = ? and password_hash is not null")
                .param(device.value())
                .query(String.class)
                .optional();
    }

    /**
     * A password that was revoked holds again.
     *
     * @return false when it does not: an external broker that is told of passwords has forgotten it, and here it is not known
     */
    boolean restore(DeviceId device, String passwordHash) {
        if (accounts.isKept()) {
            return false;
        }
        jdbc.sql("update unit_credential set password_hash = ? where device_id = ?")
                .params(passwordHash, device.value())
                .update();
        return true;
    }
}
