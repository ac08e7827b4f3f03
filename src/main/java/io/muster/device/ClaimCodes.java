package io.muster.device;

import io.muster.kernel.DeviceId;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The codes on the labels of units: each unit that ever had a password has one, made along with the first. */
@Repository
class ClaimCodes {

    private final JdbcClient jdbc;
    private final Clock clock;

    ClaimCodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<String> of(DeviceId device) {
        return jdbc.sql("select claim_code from unit_credential where device_id = ?")
                .param(device.value())
                .query(String.class)
                .optional();
    }

    /** The code, as long as nobody has used it. */
    Optional<String> unused(DeviceId device) {
        return jdbc.sql("select claim_code from unit_credential where device_id = ? and claimed_at is null")
                .param(device.value())
                .query(String.class)
                .optional();
    }

    /** The code has been used. Of a unit that somebody else made, it is known only from now on. */
    void use(DeviceId device, ClaimCode code) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int changed = jdbc.sql("update unit_credential set claim_code = ?, claimed_at = ? where device_id = ?")
                .params(code.value(), now, device.value())
                .update();
        if (changed == 0) {
            jdbc.sql("""
                            insert into unit_credential (device_id, collected, claim_code, claimed_at)
                            values (?, false, ?, ?)
                            """).params(device.value(), code.value(), now).update();
        }
    }

    /** The code can be used again: a person gave the unit a new password, perhaps because it goes to another place. */
    void renew(DeviceId device) {
        jdbc.sql("update unit_credential set claimed_at = null where device_id = ?")
                .param(device.value())
                .update();
    }
}
