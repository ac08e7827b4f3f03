package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
class TopicRulesTest {

    @ParameterizedTest
    @CsvSource({
        "a17, muster/v1/a17/announce, true",
        "a17, muster/v1/a17/heartbeat, true",
        "a17, muster/v1/a17/status, true",
        "a17, muster/v1/a17/cmd/reboot/reply, true",
        "a17, autopi/a17/track/pos, true",
        "a17, $EDC/acme/a17/MQTT/BIRTH, true",
        "a17, owntracks/fleet/a17, true",
        "a17, muster/v1/a18/announce, false",
        "a17, muster/v1/a17/announce/x, false",
        "a17, muster/v1/a17, false",
        "a17, muster/v1/a17/registration, false",
        "a17, muster/v1/a17/cmd/reboot, false",
        "a17, muster/v1/enroll/request, false",
        "a17, muster/v1/enroll/reply/a17, false",
        "a17, autopi/a18/track/pos, false",
        "a17, $SYS/x, false",
        "bootstrap, muster/v1/enroll/request, true",
        "bootstrap, muster/v1/bootstrap/announce, false",
        "bootstrap, muster/v1/a17/announce, false",
        "listener, muster/v1/a17/registration, true",
        "listener, muster/v1/a17/announce, false",
        "'', muster/v1//announce, true"
    })
    void a_client_writes_where_its_user_may(String user, String topic, boolean allowed) {
        assertThat(TopicRules.mayWrite(user, topic)).isEqualTo(allowed && !user.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "a17, muster/v1/a17/registration, true",
        "a17, muster/v1/a17/error, true",
        "a17, muster/v1/a17/cmd/+, true",
        "a17, muster/v1/a17/cmd/reboot, true",
        "bootstrap, muster/v1/enroll/reply/0123456789abcdef0123456789abcdef, true",
        "bootstrap, muster/v1/enroll/reply/0123456789abcdef0123456789abcdee, false",
        "bootstrap, muster/v1/enroll/reply/+, false",
        "bootstrap, muster/v1/enroll/request, false",
        "listener, muster/v1/+/announce, true"
    })
    void a_client_reads_where_its_user_may(String user, String filter, boolean allowed) {
        assertThat(TopicRules.mayRead(user, "0123456789abcdef0123456789abcdef", filter))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#",
                "+",
                "+/#",
                "muster/#",
                "muster/v1/#",
                "muster/v1/+/registration",
                "muster/v1/a18/registration",
                "muster/v1/a17/#",
                "muster/v1/a17/+",
                "$SYS/#",
                "$share/g/muster/v1/a17/registration",
                "$EDC/#",
                "$EDC/+/+/#",
                "muster/v1/enroll/reply/client-1"
            })
    void a_unit_cannot_ask_for_more_than_its_own(String filter) {
        assertThat(TopicRules.mayRead("a17", "client-1", filter)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a17, muster/v1/a17/status, true",
        "a17, $EDC/acme/a17/MQTT/LWT, true",
        "a17, owntracks/fleet/a17, true",
        "a17, muster/v1/a17/announce, false",
        "a17, $EDC/acme/a18/MQTT/LWT, false",
        "bootstrap, muster/v1/enroll/request, false"
    })
    void a_last_will_is_left_where_the_make_does_so(String user, String topic, boolean allowed) {
        assertThat(TopicRules.mayLeave(user, topic)).isEqualTo(allowed);
    }
}
