package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.device.Heard.Connection;
import io.muster.device.Heard.Heartbeat;
import io.muster.device.Heard.Measures;
import io.muster.device.Heard.Status;
import io.muster.device.PresenceBoard.Line;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What heartbeats and news of connections change. */
@Tag("pure")
class PresenceBoardTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:36:14Z");
    private static final UnitId UNIT = new UnitId("a17");
    private static final Measures NOTHING = new Measures(null, null, null, null, null, null, null, null);

    @Test
    void a_heartbeat_takes_what_is_told_and_keeps_the_rest() {
        Line line = line(true).heard(beat("boot-a", 1, 12.5), NOW).heard(beat("boot-a", 2, null), NOW.plusSeconds(5));
        assertThat(line.measures().batteryV()).isEqualTo(12.5);
        assertThat(line.lastSeenAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(line.seq()).isEqualTo(2);
    }

    @Test
    void an_old_heartbeat_is_a_sign_of_life_and_nothing_else() {
        Line line = line(true).heard(beat("boot-a", 2, 12.5), NOW).heard(beat("boot-a", 1, 11.0), NOW.plusSeconds(5));
        assertThat(line.measures().batteryV()).isEqualTo(12.5);
        assertThat(line.lastSeenAt()).isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void a_will_counts_only_for_the_connection_it_belongs_to_and_is_no_sign_of_life() {
        Line connected = line(true).heard(new Status(UNIT, Connection.ONLINE, "c-2", false), NOW);
        Line old = connected.heard(new Status(UNIT, Connection.OFFLINE, "c-1", true), NOW.plusSeconds(5));
        assertThat(old.connection()).isEqualTo(Connection.ONLINE);
        Line own = connected.heard(new Status(UNIT, Connection.OFFLINE, "c-2", true), NOW.plusSeconds(5));
        assertThat(own.connection()).isEqualTo(Connection.OFFLINE);
        assertThat(own.lastSeenAt()).isEqualTo(NOW);
    }

    @Test
    void of_a_unit_that_is_not_listened_to_only_the_sign_of_life_is_kept() {
        Line line = line(false)
                .heard(beat("boot-a", 1, 12.5), NOW)
                .heard(new Status(UNIT, Connection.ONLINE, "c-2", false), NOW);
        assertThat(line.lastSeenAt()).isEqualTo(NOW);
        assertThat(line.measures()).isEqualTo(NOTHING);
        assertThat(line.connection()).isNull();
    }

    private static Heartbeat beat(String boot, long seq, @Nullable Double battery) {
        return new Heartbeat(UNIT, NOW, boot, seq, new Measures(battery, null, null, null, null, null, null, null));
    }

    private static Line line(boolean listening) {
        return new Line(
                new DeviceId(1), null, listening, null, null, null, null, null, null, NOTHING, null, Boots.NONE);
    }
}
