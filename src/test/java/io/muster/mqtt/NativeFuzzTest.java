package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.kernel.UnitId;
import io.muster.mqtt.StrictJson.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

/** Spoiled messages of the contract are read or refused; nothing else ever happens. */
@Tag("pure")
class NativeFuzzTest {

    private static final UnitId UNIT = new UnitId("e37a17c2c147590e26a9478cb7b3fe59");
    private static final int ROUNDS = 25_000;

    private interface Reading {

        void read(Fields fields) throws Malformed;
    }

    private enum Sample {
        ANNOUNCE("""
                {"v":1,"msgId":"0197b1c0-5a1e-7c3e-9d2f-0c7f6a1b2c3d","unitId":"e37a17c2c147590e26a9478cb7b3fe59",
                "ts":"2026-11-24T18:36:14.488Z","bootId":"6b1f7f0c9a3e4d52","bootCount":118,"seq":0,"reason":"boot",
                "hw":{"vendor":"AutoPi","model":"TMU CM4","board":"7.1"},"fw":{"version":"2023.04.27","spm":"4.0"},
                "modem":{"imei":"861107030000015","iccid":"8945020184512345678"},"vehicle":{"vin":"WVWZZZ1KZAW000123"},
                "position":{"lat":55.7,"lon":12.5},"net":{"mac":"00:11:22:33:44:55"},"caps":["reboot"],
                "uptimeS":41,"heartbeatS":300,"token":"0123456789abcdefghjkmnpq"}""", fields -> Decoder.announcement(fields, UNIT)),
        HEARTBEAT("""
                {"v":1,"ts":"2026-11-24T18:41:14.500Z","bootId":"6b1f7f0c9a3e4d52","seq":7,"uptimeS":341,"battV":12.5,
                "rssiDbm":-81,"clock":"synced","queued":0}""", fields -> Decoder.heartbeat(fields, UNIT)),
        STATUS("""
                {"v":1,"online":false,"bootId":"6b1f7f0c9a3e4d52","connId":"c-000017","ts":"2026-11-24T18:36:13.900Z",
                "reason":"will"}""", fields -> Decoder.status(fields, UNIT)),
        REPLY("""
                {"v":1,"ts":"2026-11-24T18:36:13.900Z","id":"0197b1c0-5a1e-7c3e-9d2f-0c7f6a1b2c3d","status":"done",
                "result":{"uptime":"7 days"}}""", fields -> Decoder.reply(fields, UNIT)),
        ENROLL("""
                {"v":1,"msgId":"0197b1c0-5a1e","unitId":"e37a17c2c147590e26a9478cb7b3fe59","claimProof":"%s",
                "token":"0123456789abcdefghjkmnpq","announce":{"v":1,"msgId":"0197b1c0-5a1f",
                "unitId":"e37a17c2c147590e26a9478cb7b3fe59","ts":"2026-11-24T18:36:14.488Z","bootId":"6b1f7f0c9a3e4d52",
                "seq":0,"fw":{"version":"1"}}}""".formatted("0f".repeat(32)), fields -> Decoder.enrolment(fields, "c0ffee", ""));

        private final byte[] good;
        private final Reading reading;

        Sample(String good, Reading reading) {
            this.good = good.getBytes(StandardCharsets.UTF_8);
            this.reading = reading;
        }

        void read(byte[] payload) throws Malformed {
            reading.read(StrictJson.read(payload));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatever_comes_is_read_or_refused(Sample sample) throws Malformed {
        sample.read(sample.good);
        Random random = Mutator.random(sample.ordinal());
        long begin = System.nanoTime();
        int read = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS || Mutator.goesOn(begin); i++) {
            byte[] payload = Mutator.mutated(sample.good, random);
            try {
                sample.read(payload);
                read++;
            } catch (Malformed | JacksonException | ArithmeticException expected) {
                // What the listener refuses; see Reception.
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError(HexFormat.of().formatHex(payload), e);
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }
}
