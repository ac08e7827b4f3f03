package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.device.Heard.Connection;
import io.muster.device.Heard.Heartbeat;
import io.muster.device.Heard.Measures;
import io.muster.device.Heard.Status;
import io.muster.device.PresenceLine.Said;
import io.muster.device.PresenceLine.Taking;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What heartbeats and news of connections change. */
@Tag("pure")
class PresenceLineTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:36:14Z");
    private static final UnitId UNIT = new UnitId("a17");
    private static final Measures NOTHING = Measures.NONE;

    @Test
    void a_heartbeat_takes_what_is_told_and_keeps_the_rest() {
        PresenceLine line =
                line(true).heard(beat("boot-a", 1, 12.5), NOW).heard(beat("boot-a", 2, null), NOW.plusSeconds(5));
        assertThat(line.measures().batteryV()).isEqualTo(12.5);
        assertThat(line.lastSeenAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(line.seq()).isEqualTo(2);
    }

    @Test
    void what_becomes_of_a_message_is_said_before_it_is_heard() {
        PresenceLine line = announced("boot-b")
                .heard(beat("boot-b", 2, 12.5), NOW)
                .heard(new Status(UNIT, Connection.ONLINE, "c-2", false), NOW);
        assertThat(line.taking(beat("boot-b", 3, 1.0), NOW)).isEqualTo(Taking.TAKEN);
        assertThat(line.taking(beat("boot-b", 2, 1.0), NOW)).isEqualTo(Taking.LATE);
        assertThat(line.taking(new Heartbeat(UNIT, NOW.minus(Duration.ofDays(20)), "boot-a", 7, NOTHING), NOW))
                .isEqualTo(Taking.OF_EARLIER_BOOT);
        assertThat(line.taking(new Status(UNIT, Connection.OFFLINE, "c-1", true), NOW))
                .isEqualTo(Taking.OF_EARLIER_CONNECTION);
        assertThat(line.taking(new Status(UNIT, Connection.OFFLINE, "c-2", true), NOW))
                .isEqualTo(Taking.TAKEN);
        assertThat(line(false).taking(beat("boot-b", 3, 1.0), NOW)).isEqualTo(Taking.ONLY_SEEN);
    }

    @Test
    void an_old_heartbeat_is_a_sign_of_life_and_nothing_else() {
        PresenceLine line =
                line(true).heard(beat("boot-a", 2, 12.5), NOW).heard(beat("boot-a", 1, 11.0), NOW.plusSeconds(5));
        assertThat(line.measures().batteryV()).isEqualTo(12.5);
        assertThat(line.lastSeenAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void a_heartbeat_from_an_earlier_boot_is_a_sign_of_life_and_nothing_else() {
        PresenceLine line = announced("boot-b").heard(beat("boot-b", 1, 12.5), NOW);
        PresenceLine late = line.heard(
                new Heartbeat(UNIT, NOW.minus(Duration.ofDays(20)), "boot-a", 7, Measures.battery(3.3)),
                NOW.plusSeconds(5));
        assertThat(late.measures().batteryV()).isEqualTo(12.5);
        assertThat(late.clockSkewS()).isZero();
        assertThat(late.lastSeenAt()).isEqualTo(NOW.plusSeconds(5));
        PresenceLine next = line.heard(
                new Heartbeat(UNIT, NOW.plusSeconds(5), "boot-c", 1, Measures.battery(11.9)), NOW.plusSeconds(5));
        assertThat(next.measures().batteryV()).isEqualTo(11.9);
    }

    @Test
    void a_position_that_waited_in_the_unit_is_as_old_as_it_says_and_has_the_accuracy_that_it_tells() {
        Instant then = NOW.minus(Duration.ofHours(3));
        PresenceLine line = line(true)
                .told(
                        Telemetry.of(UNIT, "location", NOW).with(Measures.at(new Position(48.2, 16.3, 7.0), null)),
                        NOW.minus(Duration.ofHours(4)))
                .heard(new Heartbeat(UNIT, then, "boot-a", 1, Measures.at(new Position(48.3, 16.4, null), null)), NOW);
        assertThat(line.positionAt()).isEqualTo(then);
        assertThat(line.measures().position()).isEqualTo(new Position(48.3, 16.4, null));
    }

    @Test
    void a_unit_that_says_goodnight_itself_is_believed_whichever_connection_it_speaks_of() {
        PresenceLine line = line(true)
                .heard(beat("boot-a", 1, null), NOW)
                .heard(new Status(UNIT, Connection.ASLEEP, "c-1", false), NOW.plusSeconds(5));
        assertThat(line.said()).isEqualTo(new Said("c-1", Connection.ASLEEP, NOW.plusSeconds(5)));
    }

    @Test
    void a_will_counts_only_for_the_connection_it_belongs_to_and_is_no_sign_of_life() {
        PresenceLine connected = line(true).heard(new Status(UNIT, Connection.ONLINE, "c-2", false), NOW);
        PresenceLine old = connected.heard(new Status(UNIT, Connection.OFFLINE, "c-1", true), NOW.plusSeconds(5));
        assertThat(old.said().connection()).isEqualTo(Connection.ONLINE);
        PresenceLine own = connected.heard(new Status(UNIT, Connection.OFFLINE, "c-2", true), NOW.plusSeconds(5));
        assertThat(own.said().connection()).isEqualTo(Connection.OFFLINE);
        assertThat(own.lastSeenAt()).isEqualTo(NOW);
    }

    @Test
    void of_a_unit_that_is_not_listened_to_only_the_sign_of_life_is_kept() {
        PresenceLine line = line(false)
                .heard(beat("boot-a", 1, 12.5), NOW)
                .heard(new Status(UNIT, Connection.ONLINE, "c-2", false), NOW);
        assertThat(line.lastSeenAt()).isEqualTo(NOW);
        assertThat(line.measures()).isEqualTo(NOTHING);
        assertThat(line.said().connection()).isNull();
    }

    private static Heartbeat beat(String boot, long seq, @Nullable Double battery) {
        return new Heartbeat(UNIT, NOW, boot, seq, new Measures(battery, null, null, null, null, null, null));
    }

    private static PresenceLine line(boolean listening) {
        return line(listening, null);
    }

    private static PresenceLine announced(String boot) {
        return line(true, boot);
    }

    private static PresenceLine line(boolean listening, @Nullable String announcedBoot) {
        return new PresenceLine(
                new DeviceId(1),
                null,
                listening,
                null,
                announcedBoot,
                null,
                null,
                null,
                Said.NOTHING,
                NOTHING,
                null,
                Boots.NONE);
    }
}
