package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.device.Device.Announced;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the contract: Life of a unit; Order, duplicates, time. */
@Tag("pure")
class DeviceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:36:14Z");
    private static final UnitId UNIT = new UnitId("a17");

    private final Device device =
            Device.registered(new DeviceId(1), new RegisterDevice(UNIT, null, new CustomerId(7), null, true), NOW);
    private final Presence never = Presence.never(device.id());

    @Test
    void the_first_announcement_is_applied() {
        Announced.Applied first = applied(device.announced(message("boot-a", 0, NOW), never, NOW, false));
        assertThat(first.device().facts().get(Fact.FIRMWARE)).isEqualTo("1.0");
        assertThat(first.events()).extracting(Device.Event::action).containsExactly("first_seen");
        assertThat(first.presence().lastSeenAt()).isEqualTo(NOW);
    }

    @Test
    void nothing_new_leaves_the_very_same_device() {
        Announced.Applied first = applied(device.announced(message("boot-a", 0, NOW), never, NOW, false));
        Announced.Applied second = applied(
                first.device().announced(message("boot-a", 1, NOW), first.presence(), NOW.plusSeconds(60), false));
        assertThat(second.device()).isSameAs(first.device());
        assertThat(second.events()).isEmpty();
        assertThat(second.presence().lastSeenAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void each_sort_of_change_is_an_entry_of_its_own() {
        Announced.Applied first = applied(device.announced(message("boot-a", 0, NOW), never, NOW, false));
        Announcement changed = message(
                "boot-a",
                1,
                NOW,
                null,
                Map.of(Fact.FIRMWARE, "2.0", Fact.ICCID, "8945020184512345678", Fact.VIN, "WVWZZZ1KZAW000123"));
        assertThat(applied(first.device().announced(changed, first.presence(), NOW, false))
                        .events())
                .extracting(Device.Event::action)
                .containsExactly("firmware_changed", "sim_changed", "vehicle_changed");
    }

    @Test
    void what_is_not_told_again_stays() {
        Announced.Applied first = applied(device.announced(
                message("boot-a", 0, NOW, null, Map.of(Fact.FIRMWARE, "1.0", Fact.VIN, "WVWZZZ1KZAW000123")),
                never,
                NOW,
                false));
        Announced.Applied second =
                applied(first.device().announced(message("boot-a", 1, NOW), first.presence(), NOW, false));
        assertThat(second.device().facts().get(Fact.VIN)).isEqualTo("WVWZZZ1KZAW000123");
    }

    @Test
    void of_one_boot_only_a_higher_number_counts() {
        Presence after = applied(device.announced(message("boot-a", 5, NOW), never, NOW, false))
                .presence();
        assertThat(device.announced(message("boot-a", 5, NOW), after, NOW, false))
                .isInstanceOf(Announced.Repeated.class);
        assertThat(device.announced(message("boot-a", 4, NOW), after, NOW, false))
                .isInstanceOf(Announced.Late.class);
        assertThat(device.announced(message("boot-a", 6, NOW), after, NOW, false))
                .isInstanceOf(Announced.Applied.class);
    }

    @Test
    void a_new_boot_counts_when_its_counter_rose_whatever_the_clock_says() {
        Presence after = applied(device.announced(message("boot-a", 9, NOW, 3L, Map.of()), never, NOW, false))
                .presence();
        Instant lost = Instant.EPOCH;
        assertThat(device.announced(message("boot-b", 0, lost, 4L, Map.of()), after, NOW, false))
                .isInstanceOf(Announced.Applied.class);
        assertThat(device.announced(message("boot-b", 0, lost, 3L, Map.of()), after, NOW, false))
                .isInstanceOf(Announced.Overtaken.class);
    }

    @Test
    void without_a_counter_a_new_boot_counts_unless_its_clock_is_over_five_minutes_behind() {
        Presence after = applied(device.announced(message("boot-a", 9, NOW), never, NOW, false))
                .presence();
        assertThat(device.announced(message("boot-b", 0, NOW.minusSeconds(299)), after, NOW, false))
                .isInstanceOf(Announced.Applied.class);
        Announced late = device.announced(message("boot-b", 0, NOW.minusSeconds(301)), after, NOW, false);
        assertThat(late).isInstanceOf(Announced.Overtaken.class);
        assertThat(late.presence().bootId()).isEqualTo("boot-a");
    }

    @Test
    void a_repetition_from_the_boot_before_changes_nothing() {
        Announcement first = message("boot-a", 5, NOW, 10L, Map.of(Fact.FIRMWARE, "1.0"));
        Presence before = applied(device.announced(first, never, NOW, false)).presence();
        Announced.Applied next = applied(device.announced(
                message("boot-b", 0, NOW.plusSeconds(60), 11L, Map.of(Fact.FIRMWARE, "2.0")),
                before,
                NOW.plusSeconds(60),
                false));
        Announced again = next.device().announced(first, next.presence(), NOW.plusSeconds(61), false);
        assertThat(again).isInstanceOf(Announced.Overtaken.class);
        assertThat(again.events()).extracting(Device.Event::action).containsExactly("announced_late");
        assertThat(next.device()
                        .announced(first, again.presence(), NOW.plusSeconds(62), false)
                        .events())
                .isEmpty();
    }

    @Test
    void a_unit_that_was_set_up_anew_and_counts_its_boots_from_one_again_is_heard() {
        Presence before = applied(device.announced(message("boot-a", 5, NOW, 10L, Map.of()), never, NOW, false))
                .presence();
        assertThat(device.announced(
                        message("boot-b", 0, NOW.plusSeconds(60), 1L, Map.of()), before, NOW.plusSeconds(60), false))
                .isInstanceOf(Announced.Applied.class);
    }

    @Test
    void a_clock_ahead_by_ten_years_does_not_lock_later_boots_out() {
        Instant ahead = NOW.plus(Duration.ofDays(3650));
        Presence after = applied(device.announced(message("boot-a", 0, ahead), never, NOW, false))
                .presence();
        assertThat(after.lastSeenAt()).isEqualTo(NOW);
        assertThat(after.clockSkewS()).isEqualTo(Duration.ofDays(3650).toSeconds());
        assertThat(device.announced(message("boot-b", 0, NOW.plusSeconds(60)), after, NOW.plusSeconds(60), false))
                .isInstanceOf(Announced.Applied.class);
    }

    @Test
    void last_seen_never_goes_back() {
        Presence after = never.heard(NOW);
        assertThat(after.heard(NOW.minusSeconds(5)).lastSeenAt()).isEqualTo(NOW);
    }

    @Test
    void a_suspended_customer_s_unit_is_only_seen() {
        Announced announced = device.announced(message("boot-a", 0, NOW), never, NOW, true);
        assertThat(announced).isInstanceOf(Announced.OnlySeen.class);
        assertThat(announced.presence().bootId()).isNull();
        assertThat(announced.presence().lastSeenAt()).isEqualTo(NOW);
    }

    @Test
    void a_denied_unit_changes_nothing() {
        Device denied = Device.registered(
                        new DeviceId(1), new RegisterDevice(UNIT, null, new CustomerId(7), null, false), NOW)
                .denied();
        assertThat(denied.announced(message("boot-a", 0, NOW), never, NOW, false))
                .isInstanceOfSatisfying(
                        Announced.Ended.class,
                        ended -> assertThat(ended.problem()).isEqualTo(Answer.Problem.UNIT_DENIED));
    }

    @Test
    void approval_raises_the_revision_and_is_not_for_who_is_accepted() {
        Device quarantined = Device.quarantined(new DeviceId(1), UNIT, Facts.NONE, NOW);
        Device approved = quarantined.approved(new CustomerId(7));
        assertThat(approved.state()).isEqualTo(UnitState.ACCEPTED);
        assertThat(approved.rev()).isEqualTo(quarantined.rev() + 1);
        assertThatThrownBy(() -> approved.approved(new CustomerId(7))).isInstanceOf(Rejected.class);
        assertThatThrownBy(approved::denied).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(UnitState.class)
    void states_are_written_in_lower_case(UnitState state) {
        assertThat(state.wire()).isLowerCase();
    }

    @Test
    void a_unit_that_belongs_to_nobody_need_not_be_heard_often() {
        Device quarantined = Device.quarantined(new DeviceId(1), UNIT, Facts.NONE, NOW);
        assertThat(quarantined.registration("m", never, NOW, false).heartbeatS())
                .isEqualTo(3600);
    }

    private static Announced.Applied applied(Announced announced) {
        assertThat(announced).isInstanceOf(Announced.Applied.class);
        return (Announced.Applied) announced;
    }

    private static Announcement message(String boot, long seq, Instant ts) {
        return message(boot, seq, ts, null, Map.of(Fact.FIRMWARE, "1.0"));
    }

    private static Announcement message(
            String boot, long seq, Instant ts, @Nullable Long bootCount, Map<Fact, String> facts) {
        Map<Fact, String> told = new EnumMap<>(Fact.class);
        told.putAll(facts);
        return new Announcement(
                UNIT, "msg-" + boot + "-" + seq, ts, boot, seq, bootCount, new Facts(told), null, null, null, null);
    }
}
