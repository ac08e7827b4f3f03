package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.kernel.CustomerId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;

/** Units announce themselves while they are moved: nobody waits for whoever waits for them. PostgreSQL throws out one of two who do. */
@MusterTest
@EnabledIfSystemProperty(named = "muster.rig", matches = "external")
class LockOrderTest {

    private static final int UNITS = 200;
    private static final int ROUNDS = 12;

    @Autowired
    Cast cast;

    @Autowired
    DeviceImport imports;

    @Autowired
    DeviceMoves moves;

    @Autowired
    UnitIntake intake;

    private static Announcement announcement(UnitId unit, long seq) {
        return new Announcement(
                unit,
                UUID.randomUUID().toString(),
                Instant.now(),
                "boot-0001",
                seq,
                null,
                Facts.NONE,
                null,
                null,
                null,
                null);
    }

    @Test
    void announcements_and_moves_of_the_same_units_go_on_side_by_side() {
        CustomerId one = cast.customer().id();
        CustomerId two = cast.customer().id();
        List<UnitId> units = new ArrayList<>();
        for (int i = 0; i < UNITS; i++) {
            units.add(new UnitId(UUID.randomUUID().toString().replace("-", "")));
        }
        String list = String.join("\n", units.stream().map(UnitId::value).toList());
        Cast.does(cast.owner(), () -> imports.apply(one, NewDevice.read(list), count -> {}));
        intake.announce(units.stream().map(unit -> announcement(unit, 0)).toList());
        CompletableFuture<Void> announced = CompletableFuture.runAsync(() -> {
            for (int seq = 1; seq <= ROUNDS; seq++) {
                long now = seq;
                Collections.shuffle(units);
                List<Answer> answers = intake.announce(
                        units.stream().map(unit -> announcement(unit, now)).toList());
                assertThat(answers).hasOnlyElementsOfType(Answer.Registration.class);
            }
        });
        List<UnitId> moving = new ArrayList<>(units);
        int moved = 0;
        while (!announced.isDone() || moved == 0) {
            Collections.shuffle(moving);
            CustomerId target = moved++ % 2 == 0 ? two : one;
            assertThat(Cast.as(cast.owner(), () -> moves.move(target, moving))).hasSize(UNITS);
        }
        announced.join();
    }
}
