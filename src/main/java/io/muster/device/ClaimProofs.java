package io.muster.device;

import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Proofs of clients that asked for the password of a unit that belongs to nobody. Their claim code is not known here: it was
 * printed on the label by whoever made the unit. When somebody types it, it shows which of the clients is the unit.
 */
@Repository
class ClaimProofs {

    /** Clients of one unit that are remembered; of more than that, those that asked last. */
    private static final int MOST = 8;

    /** A proof, and who sent it. */
    record Proof(WaitingClients.Client client, String value) {

        boolean fits(UnitId unit, String code) {
            return ClaimProofs.fits(code, client.clientId(), unit, value);
        }
    }

    private final JdbcClient jdbc;
    private final WaitingClients waiting;
    private final UnitCredentials credentials;
    private final Clock clock;

    ClaimProofs(JdbcClient jdbc, WaitingClients waiting, UnitCredentials credentials, Clock clock) {
        this.jdbc = jdbc;
        this.waiting = waiting;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** True when this is the proof of a client that knows the code (MQTT contract, Credentials). */
    static boolean fits(String code, String clientId, UnitId unit, String proof) {
        return MessageDigest.isEqual(
                hmac(code, clientId + ":" + unit).getBytes(StandardCharsets.US_ASCII),
                proof.getBytes(StandardCharsets.US_ASCII));
    }

    List<Proof> of(DeviceId device) {
        return jdbc.sql("""
                        select client_id, msg_id, proof, asked_at from claim_proof where device_id = ? order by asked_at desc
                        """)
                .param(device.value())
                .query((row, number) -> new Proof(
                        new WaitingClients.Client(
                                row.getString("client_id"),
                                row.getString("msg_id"),
                                row.getObject("asked_at", java.time.OffsetDateTime.class)
                                        .toInstant(),
                                null),
                        row.getString("proof")))
                .list();
    }

    /** A client shows its proof; the device is locked. */
    void show(DeviceId device, String clientId, String msgId, String proof) {
        jdbc.sql("delete from claim_proof where device_id = ? and client_id = ?")
                .params(device.value(), clientId)
                .update();
        of(device).stream()
                .skip(MOST - 1L)
                .forEach(old -> jdbc.sql("delete from claim_proof where device_id = ? and client_id = ?")
                        .params(device.value(), old.client().clientId())
                        .update());
        jdbc.sql("insert into claim_proof (device_id, client_id, msg_id, proof, asked_at) values (?, ?, ?, ?, ?)")
                .params(device.value(), clientId, msgId, proof, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Makes the password for the client that turned out to be the unit; the others have to go. */
    String admit(DeviceId device, WaitingClients.Client client) {
        WaitingClients.Client admitted = waiting.admit(device, client.clientId(), client.msgId());
        String password = credentials.passwordOf(device, admitted);
        credentials.issue(device, password, false);
        return password;
    }

    private static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
