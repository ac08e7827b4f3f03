package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Units that belong to nobody: few at a time, and not for ever, because anybody can name an id. */
@Component
class Quarantine {

    static final int MOST = 1000;
    static final int MOST_A_MINUTE = 10;
    static final Duration SILENCE = Duration.ofDays(30);

    /** Whether a unit was let into the quarantine. */
    sealed interface Admission {

        record In(Known known) implements Admission {}

        record Refused(Answer.Problem problem, String message) implements Admission {}
    }

    private static final Rows<Map.Entry<UnitId, Long>> SHOWN = new Rows<Map.Entry<UnitId, Long>>()
            .with("unit_id", Rows.Type.TEXT, entry -> entry.getKey().value())
            .with("token_id", Rows.Type.LONG, Map.Entry::getValue);

    private final JdbcClient jdbc;
    private final JdbcTemplate template;
    private final DeviceRepository devices;

    Quarantine(JdbcClient jdbc, JdbcTemplate template, DeviceRepository devices) {
        this.jdbc = jdbc;
        this.template = template;
        this.devices = devices;
    }

    /** Lets units in that nobody knows, as far as there is room. */
    Map<UnitId, Admission> admit(Map<UnitId, Facts> strangers, Instant now) {
        jdbc.sql("select id from quarantine_gate for update")
                .query(Integer.class)
                .list();
        Map<UnitId, Admission> admissions = new HashMap<>();
        // Another transaction may have let one in, or a person registered it, before this one held the gate.
        devices.lock(strangers.keySet()).forEach((unit, known) -> admissions.put(unit, new Admission.In(known)));
        long room = MOST - count(Instant.EPOCH);
        long roomNow = MOST_A_MINUTE - count(now.minus(Duration.ofMinutes(1)));
        List<UnitId> in = new ArrayList<>();
        for (UnitId unit : strangers.keySet()) {
            if (admissions.containsKey(unit)) {
                continue;
            }
            if (in.size() >= room) {
                admissions.put(unit, new Admission.Refused(Answer.Problem.QUARANTINE_FULL, "too many unknown units"));
            } else if (in.size() >= roomNow) {
                admissions.put(unit, new Admission.Refused(Answer.Problem.RATE_LIMITED, "try again in a minute"));
            } else {
                in.add(unit);
            }
        }
        List<DeviceId> ids = in.isEmpty() ? List.of() : devices.nextIds(in.size());
        List<Device> added = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            UnitId unit = in.get(i);
            Facts facts = strangers.getOrDefault(unit, Facts.NONE);
            Device device = Device.quarantined(ids.get(i), unit, facts, now);
            added.add(device);
            admissions.put(unit, new Admission.In(new Known(device, Presence.never(device.id()), null, false)));
        }
        devices.insert(added);
        return admissions;
    }

    /** Notes which spent token each of these units showed, as a hint at whose it is. */
    void note(Map<UnitId, Long> tokens) {
        List<Map.Entry<UnitId, Long>> shown = List.copyOf(tokens.entrySet());
        SHOWN.update(
                template,
                "merge into device d using " + SHOWN.table("s")
                        + " on (d.unit_id = s.unit_id and d.customer_id is null)"
                        + " when matched then update set shown_token_id = s.token_id",
                shown);
    }

    /** Removes units that have been silent for so long that nobody will ask for them. */
    int purge(Instant now) {
        return jdbc.sql("""
                        delete from device where customer_id is null and created_at < :limit and id in
                            (select device_id from device_presence where last_seen_at is null or last_seen_at < :limit)
                        """)
                .param("limit", now.minus(SILENCE).atOffset(ZoneOffset.UTC))
                .update();
    }

    private long count(Instant since) {
        return jdbc.sql("select count(*) from device where customer_id is null and created_at > ?")
                .param(since.atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }
}
