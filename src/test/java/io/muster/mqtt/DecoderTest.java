package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.device.Announcement;
import io.muster.device.Fact;
import io.muster.device.Heard;
import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

@Tag("pure")
class DecoderTest {

    private static final UnitId UNIT = new UnitId("e37a17c2c147590e26a9478cb7b3fe59");

    @Test
    void a_full_announcement_is_understood() throws Exception {
        Announcement message = announcement("""
                {"v":1,"msgId":"0197b1c0-5a1e-7c3e-9d2f-0c7f6a1b2c3d","unitId":"%s","ts":"2026-11-24T18:36:14.488Z",
                "bootId":"6b1f7f0c9a3e4d52","bootCount":118,"seq":3,"reason":"boot",
                "hw":{"vendor":"AutoPi","model":"TMU CM4","board":"7.1","serial":"S1","cpuSerial":"C1"},
                "fw":{"version":"2023.04.27","releaseId":"8ff5526a","spm":"4.0","os":"Linux"},
                "modem":{"imei":"861107030000015","iccid":"8945020184512345678","imsi":"238020000000000","operator":"TDC","rat":"LTE"},
                "vehicle":{"vin":"WVWZZZ1KZAW000123"},"net":{"ip":"10.0.0.1","mac":"02:42:ac:11:00:02"},
                "position":{"lat":57.03,"lon":9.93,"accM":5},"uptimeS":41,"heartbeatS":300,"caps":["a","b"],
                "customerId":"7","later":{"deep":[[[1]]]}}""".formatted(UNIT));
        assertThat(message.unit()).isEqualTo(UNIT);
        assertThat(message.ts()).isEqualTo(Instant.parse("2026-11-24T18:36:14.488Z"));
        assertThat(message.seq()).isEqualTo(3);
        assertThat(message.bootCount()).isEqualTo(118);
        assertThat(message.heartbeatS()).isEqualTo(300);
        assertThat(message.facts().told())
                .hasSize(Fact.values().length)
                .containsEntry(Fact.VIN, "WVWZZZ1KZAW000123")
                .containsEntry(Fact.CAPS, "a,b")
                .containsEntry(Fact.BOARD, "7.1");
    }

    @Test
    void a_word_that_is_not_known_is_refused_with_those_that_are_in_a_fixed_order_and_none_of_them_cut() {
        assertThatThrownBy(() -> reply("\"status\":\"maybe\""))
                .hasMessage("status is none of accepted, done, failed, expired, unsupported, duplicate");
        assertThatThrownBy(() -> reply("\"status\":\"failed\",\"error\":{\"code\":\"E5\"}"))
                .hasMessageStartingWith(
                        "error.code is none of bad_json, schema_invalid, too_large, unsupported_version, ")
                .hasMessageEndingWith(", …")
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThanOrEqualTo(StrictJson.LONGEST_DETAIL));
    }

    private static void reply(String fields) throws Malformed {
        String json = "{\"v\":1,\"id\":\"1\",\"ts\":\"2026-11-24T18:36:14.488Z\"," + fields + "}";
        Decoder.reply(StrictJson.read(json.getBytes(StandardCharsets.UTF_8)), UNIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2038-01-19T03:14:08.000Z",
                "2006-11-24T00:00:00.5Z",
                "9999-12-31T23:59:59.999Z",
                "0000-01-01T00:00:00Z"
            })
    void a_clock_that_is_wrong_by_years_is_accepted(String time) {
        assertThatCode(() -> announcement(Garbage.good(UNIT.value()).replace("2026-11-24T18:36:14.488Z", time)))
                .doesNotThrowAnyException();
    }

    @Test
    void numbers_may_be_written_in_any_way_that_json_has() throws Exception {
        assertThat(announcement(Garbage.good(UNIT.value()).replace("\"seq\":0", "\"seq\":7.0"))
                        .seq())
                .isEqualTo(7);
        assertThat(announcement(Garbage.good(UNIT.value()).replace("\"v\":1", "\"v\":1.0"))
                        .seq())
                .isZero();
    }

    @Test
    void emoji_count_as_one_character() throws Exception {
        assertThat(announcement(Garbage.good(UNIT.value()).replace("1.0", "😀".repeat(64)))
                        .facts()
                        .get(Fact.FIRMWARE))
                .hasSize(128);
    }

    @TestFactory
    Stream<DynamicTest> what_breaks_a_rule_is_refused_with_its_code() {
        return Stream.of("bad_json", "unsupported_version", "topic_mismatch", "schema_invalid")
                .flatMap(code -> Garbage.announcements(UNIT.value(), code).entrySet().stream()
                        .map(garbage -> DynamicTest.dynamicTest(code + ": " + garbage.getKey(), () -> {
                            try {
                                Fields fields = StrictJson.read(garbage.getValue());
                                Decoder.announcement(fields, UNIT);
                                throw new AssertionError("it was taken");
                            } catch (Malformed malformed) {
                                assertThat(malformed.problem.wire()).isEqualTo(code);
                                assertThat(malformed.detail()).hasSizeLessThan(400);
                            } catch (JacksonException e) {
                                assertThat(code).isEqualTo("schema_invalid");
                            }
                        })));
    }

    @Test
    void a_will_is_told_from_a_farewell() throws Exception {
        Heard.Status will = status("{\"v\":1,\"online\":false,\"connId\":\"c-1\",\"reason\":\"will\"}");
        assertThat(will.will()).isTrue();
        assertThat(will.connection()).isEqualTo(Heard.Connection.OFFLINE);
        assertThat(status("{\"v\":1,\"online\":false,\"connId\":\"c-1\",\"reason\":\"hibernate\"}")
                        .connection())
                .isEqualTo(Heard.Connection.ASLEEP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"connId\":\"c\"}",
                "{\"v\":1,\"online\":\"yes\",\"connId\":\"c\"}",
                "{\"v\":1,\"online\":true}",
                "{\"v\":1,\"online\":true,\"connId\":\"c\",\"reason\":\"x\"}",
                "{\"v\":1,\"online\":true,\"connId\":\"c\",\"wakeInS\":-1}"
            })
    void a_status_has_rules_too(String payload) {
        assertThatThrownBy(() -> status(payload)).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"battV\":61",
                "\"battV\":\"12\"",
                "\"rssiDbm\":1",
                "\"cpuC\":151",
                "\"lat\":-91",
                "\"lon\":181",
                "\"speedKmh\":-1",
                "\"clock\":\"x\"",
                "\"queued\":-1",
                "\"rssiDbm\":-80.5"
            })
    void a_heartbeat_has_rules_too(String field) {
        String payload = "{\"v\":1,\"ts\":\"2026-11-24T18:36:14Z\",\"bootId\":\"boot-0001\",\"seq\":1," + field + "}";
        assertThatThrownBy(() -> Decoder.heartbeat(StrictJson.read(payload.getBytes(StandardCharsets.UTF_8)), UNIT))
                .isInstanceOf(Malformed.class);
    }

    private static Heard.Status status(String payload) throws Malformed {
        return Decoder.status(StrictJson.read(payload.getBytes(StandardCharsets.UTF_8)), UNIT);
    }

    private static Announcement announcement(String payload) throws Malformed {
        return Decoder.announcement(StrictJson.read(payload.getBytes(StandardCharsets.UTF_8)), UNIT);
    }
}
