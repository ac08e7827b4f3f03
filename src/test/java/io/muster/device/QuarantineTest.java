package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.MusterTest;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** The limits of the quarantine. Nothing of it stays: other tests need room. */
@MusterTest
class QuarantineTest {

    @Autowired
    Quarantine quarantine;

    @Autowired
    DeviceRepository devices;

    @Autowired
    TransactionTemplate transactions;

    private static final Instant LATER = Instant.now().plus(Duration.ofDays(3650));

    @Test
    void ten_units_a_minute_come_in() {
        undone(() -> {
            var admissions = quarantine.admit(strangers("fast-", 12), LATER).values();
            assertThat(admissions)
                    .filteredOn(Quarantine.Admission.In.class::isInstance)
                    .hasSize(10);
            assertThat(admissions)
                    .filteredOn(Quarantine.Admission.Refused.class::isInstance)
                    .extracting(refused -> ((Quarantine.Admission.Refused) refused).problem())
                    .containsOnly(Answer.Problem.RATE_LIMITED);
        });
    }

    @Test
    void a_thousand_units_are_enough() {
        undone(() -> {
            List<Device> many = new ArrayList<>();
            var ids = devices.nextIds(Quarantine.MOST);
            for (int i = 0; i < Quarantine.MOST; i++) {
                many.add(Device.quarantined(
                        ids.get(i), new UnitId("one-of-a-thousand-" + i), Facts.NONE, Instant.now()));
            }
            devices.insert(many);
            assertThat(quarantine.admit(strangers("late-", 1), LATER).values())
                    .extracting(refused -> ((Quarantine.Admission.Refused) refused).problem())
                    .containsOnly(Answer.Problem.QUARANTINE_FULL);
        });
    }

    @Test
    void after_thirty_silent_days_a_unit_is_forgotten() {
        undone(() -> {
            Device silent = Device.quarantined(devices.nextId(), new UnitId("silent-unit"), Facts.NONE, LATER);
            devices.insert(List.of(silent));
            quarantine.purge(LATER.plus(Duration.ofDays(29)));
            assertThat(devices.lock(silent.unitId())).isPresent();
            quarantine.purge(LATER.plus(Duration.ofDays(31)));
            assertThat(devices.lock(silent.unitId())).isEmpty();
        });
    }

    private static Map<UnitId, Facts> strangers(String prefix, int count) {
        Map<UnitId, Facts> strangers = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            strangers.put(new UnitId(prefix + i + "-unit"), Facts.NONE);
        }
        return strangers;
    }

    private void undone(Runnable test) {
        transactions.executeWithoutResult(status -> {
            status.setRollbackOnly();
            test.run();
        });
    }
}
