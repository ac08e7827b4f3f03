package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.muster.device.Fact;
import io.muster.device.Heard.Connection;
import io.muster.device.Telemetry;
import io.muster.mqtt.StrictJson.Malformed;
import io.muster.mqtt.Topics.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What is made of the protocols of other makes, by what their units really sent. */
@Tag("pure")
class AdaptersTest {

    private static final String UNIT = "e37a17c2c147590e26a9478cb7b3fe59";

    @Test
    void an_autopi_tells_where_it_is() throws Exception {
        Telemetry told = autoPi("track/pos");
        assertThat(told.measures().position().lat()).isEqualTo(57.03603666666667);
        assertThat(told.measures().position().lon()).isEqualTo(9.935106666666666);
        assertThat(told.measures().speedKmh()).isEqualTo(33.5);
        assertThat(told.stamp()).isEqualTo(Instant.parse("2026-11-24T18:50:03.326904Z"));
    }

    @Test
    void an_autopi_tells_its_voltage_vin_modem_and_temperature() throws Exception {
        assertThat(autoPi("obd/bat").measures().batteryV()).isEqualTo(12.5);
        assertThat(autoPi("obd/vin").facts().get(Fact.VIN)).isEqualTo("WVWZZZ1KZAW000123");
        assertThat(autoPi("ec2x/imei").facts().get(Fact.IMEI)).isEqualTo("861107030000015");
        assertThat(autoPi("rpi/temp").measures().cpuC()).isEqualTo(47.774);
    }

    @Test
    void an_autopi_tells_what_it_is() throws Exception {
        var facts = autoPi("grains/items").facts();
        assertThat(facts.get(Fact.VENDOR)).isEqualTo("AutoPi");
        assertThat(facts.get(Fact.FIRMWARE)).isEqualTo("2023.04.27");
        assertThat(facts.get(Fact.RELEASE_ID)).isEqualTo("8ff5526a3dafe2fc0e80675f32755578ddaf3962");
        assertThat(facts.get(Fact.BOARD)).isEqualTo("7.1");
        assertThat(facts.get(Fact.SPM)).isEqualTo("4.0");
        assertThat(facts.get(Fact.OS)).isEqualTo("Raspbian 9.4");
    }

    @Test
    void an_autopi_goes_to_sleep_and_wakes() throws Exception {
        assertThat(reactor("system/power/sleep").connection()).isEqualTo(Connection.ASLEEP);
        assertThat(reactor("system/power/hibernate").connection()).isEqualTo(Connection.ASLEEP);
        assertThat(reactor("system/power/on").connection()).isEqualTo(Connection.ONLINE);
        assertThat(reactor("system/power/last_off").connection()).isNull();
        assertThat(reactor("system/time/synced").clock()).isTrue();
        assertThat(reactor("vehicle/engine/running"))
                .isEqualTo(Telemetry.life(reactor("x").unit()));
    }

    @Test
    void of_all_else_an_autopi_sends_only_the_sign_of_life_is_taken() throws Exception {
        for (Recorded message : Recorded.autoPi()) {
            Telemetry told = Adapters.read(Kind.AUTOPI, "autopi/" + UNIT + "/" + message.topic(), message.payload());
            assertThat(told.unit().value()).isEqualTo(UNIT);
        }
        assertThat(read(Kind.AUTOPI, "autopi/" + UNIT + "/obd/rpm", "not even JSON"))
                .isEqualTo(Telemetry.life(reactor("x").unit()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"loc\":{\"lat\":91,\"lon\":0}}",
                "{\"loc\":{\"lat\":1}}",
                "{\"_stamp\":\"soon\"}",
                "{\"_stamp\":\"+999999999-12-31T23:59:59\"}"
            })
    void a_position_that_is_none_is_refused(String payload) {
        assertThatThrownBy(() -> read(Kind.AUTOPI, "autopi/" + UNIT + "/track/pos", payload))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void a_fact_of_the_wrong_form_is_left_out() throws Exception {
        assertThat(read(Kind.AUTOPI, "autopi/" + UNIT + "/obd/vin", "{\"value\":\"IOQ\"}")
                        .facts()
                        .told())
                .isEmpty();
        assertThat(read(Kind.AUTOPI, "autopi/" + UNIT + "/ec2x/imei", "{\"data\":null}")
                        .facts()
                        .told())
                .isEmpty();
    }

    @Test
    void a_kura_gateway_tells_what_it_is_at_its_birth() throws Exception {
        Telemetry simulator = kura(0);
        assertThat(simulator.facts().get(Fact.FIRMWARE)).isEqualTo("fw.v42");
        assertThat(simulator.facts().get(Fact.MODEL)).isEqualTo("Kura Simulator (Model Name)");
        assertThat(simulator.facts().get(Fact.SERIAL)).isEqualTo("ksim-serial-123456-ksim-1");
        assertThat(simulator.name()).hasToString("Kura Simulator (Display Name)");
        assertThat(simulator.connection()).isEqualTo(Connection.ONLINE);
        Telemetry raspberry = kura(1);
        assertThat(raspberry.facts().get(Fact.FIRMWARE)).as("N/A").isNull();
        assertThat(raspberry.facts().get(Fact.OS))
                .startsWith("Linux 4.1.18-v7+")
                .hasSizeLessThanOrEqualTo(64);
        assertThat(raspberry.measures().position().lat()).isCloseTo(46.5, within(1.0));
        assertThat(kura(2).connection()).isEqualTo(Connection.OFFLINE);
    }

    @Test
    void a_packed_birth_is_the_same_as_an_unpacked_one() throws Exception {
        Recorded birth = Recorded.kura().getFirst();
        assertThat(Adapters.read(Kind.KURA, birth.topic(), packed(birth.payload())))
                .isEqualTo(Adapters.read(Kind.KURA, birth.topic(), birth.payload()));
    }

    @Test
    void a_kura_gateway_tells_its_modem() throws Exception {
        byte[] payload = kuraPayload("modem_imei", "861107030000015", "modem_iccid", "8945020184512345678");
        Telemetry told = Adapters.read(Kind.KURA, "$EDC/acme/gw-1/MQTT/BIRTH", payload);
        assertThat(told.facts().get(Fact.IMEI)).isEqualTo("861107030000015");
        assertThat(told.facts().get(Fact.ICCID)).isEqualTo("8945020184512345678");
    }

    @Test
    void what_becomes_too_large_when_unpacked_is_refused() throws Exception {
        byte[] bomb = packed(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(Kind.KURA.maxBytes);
        assertThatThrownBy(() -> Adapters.read(Kind.KURA, "$EDC/acme/gw-1/MQTT/BIRTH", bomb))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("too large");
    }

    @Test
    void a_last_will_is_a_hint_and_no_sign_of_life() throws Exception {
        assertThat(Adapters.read(Kind.KURA, "$EDC/acme/gw-1/MQTT/LWT", new byte[0])
                        .lastWill())
                .isTrue();
        Recorded lwt = Recorded.ownTracks().getLast();
        assertThat(Adapters.read(Kind.OWNTRACKS, lwt.topic(), lwt.payload()).lastWill())
                .isTrue();
    }

    @Test
    void owntracks_tells_where_it_is() throws Exception {
        Recorded first = Recorded.ownTracks().getFirst();
        Telemetry told = Adapters.read(Kind.OWNTRACKS, first.topic(), first.payload());
        assertThat(told.unit().value()).isEqualTo("865284041968706");
        assertThat(told.measures().position().lat()).isEqualTo(46.0681247);
        assertThat(told.measures().position().accM()).isEqualTo(15);
        assertThat(told.stamp()).isEqualTo(Instant.ofEpochSecond(1551874878));
    }

    @Test
    void whatever_comes_is_read_or_refused() {
        Random random = Mutator.random(100);
        long begin = System.nanoTime();
        int refused = 0;
        int read = 0;
        List<Recorded> samples = List.of(Recorded.autoPi(), Recorded.kura(), Recorded.ownTracks()).stream()
                .flatMap(List::stream)
                .toList();
        for (int i = 0; i < 60_000 || Mutator.goesOn(begin); i++) {
            Recorded sample = samples.get(random.nextInt(samples.size()));
            Kind kind = Topics.kind(sample.topic()).orElse(Kind.AUTOPI);
            String topic = kind == Kind.AUTOPI ? "autopi/" + UNIT + "/" + sample.topic() : sample.topic();
            try {
                Adapters.read(kind, topic, Mutator.mutated(sample.payload(), random));
                read++;
            } catch (Malformed | JacksonException expected) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    private static Telemetry autoPi(String topic) throws Malformed {
        Recorded message = Recorded.autoPi().stream()
                .filter(recorded -> recorded.topic().equals(topic))
                .findFirst()
                .orElseThrow();
        return Adapters.read(Kind.AUTOPI, "autopi/" + UNIT + "/" + topic, message.payload());
    }

    private static Telemetry reactor(String tag) throws Malformed {
        return read(
                Kind.AUTOPI,
                "autopi/" + UNIT + "/reactor",
                "{\"tag\":\"" + tag + "\",\"_stamp\":\"2026-11-24T18:50:03.329477\"}");
    }

    private static Telemetry kura(int index) throws Malformed {
        Recorded message = Recorded.kura().get(index);
        return Adapters.read(Kind.KURA, message.topic(), message.payload());
    }

    private static Telemetry read(Kind kind, String topic, String payload) throws Malformed {
        return Adapters.read(kind, topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] kuraPayload(String... metrics) {
        UnknownFieldSet.Field.Builder all = UnknownFieldSet.Field.newBuilder();
        for (int i = 0; i < metrics.length; i += 2) {
            all.addLengthDelimited(UnknownFieldSet.newBuilder()
                    .addField(1, text(metrics[i]))
                    .addField(2, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .addField(8, text(metrics[i + 1]))
                    .build()
                    .toByteString());
        }
        return UnknownFieldSet.newBuilder().addField(5000, all.build()).build().toByteArray();
    }

    private static UnknownFieldSet.Field text(String text) {
        return UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(text))
                .build();
    }

    private static byte[] packed(byte[] payload) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(payload);
        }
        return bytes.toByteArray();
    }
}
