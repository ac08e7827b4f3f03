package io.muster.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Payloads that no well-meaning unit sends, each with the code that it is refused with. */
final class Garbage {

    private static final String GOOD =
            "{\"v\":1,\"msgId\":\"12345678\",\"unitId\":\"UNIT\",\"ts\":\"2026-11-24T18:36:14.488Z\",\"bootId\":\"boot-0001\",\"seq\":0,\"fw\":{\"version\":\"1.0\"}}";

    private Garbage() {}

    static String good(String unit) {
        return GOOD.replace("UNIT", unit);
    }

    /** Hostile announcements, by what is wrong with them. */
    static Map<String, byte[]> announcements(String unit, String code) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        String good = good(unit);
        switch (code) {
            case "bad_json" -> {
                put(all, "empty", "");
                put(all, "no JSON", "hello");
                put(all, "half", good.substring(0, 60));
                put(all, "two documents", good + good);
                put(all, "trailing text", good + " x");
                put(all, "byte order mark", "\uFEFF" + good);
                put(all, "duplicate key", good.replace("\"seq\":0", "\"seq\":0,\"seq\":1"));
                put(
                        all,
                        "duplicate key below",
                        good.replace("\"version\":\"1.0\"", "\"version\":\"1\",\"version\":\"2\""));
                put(all, "NaN", good.replace("\"seq\":0", "\"seq\":NaN"));
                put(all, "infinity", good.replace("\"seq\":0", "\"seq\":-Infinity"));
                put(all, "nine deep", good.replace("\"seq\":0", "\"seq\":0,\"x\":" + "[".repeat(8) + "]".repeat(8)));
                put(all, "very deep", "[".repeat(4000));
                put(all, "raw NUL", good.replace("1.0", "1\0" + "0"));
                put(all, "comment", "/* x */" + good);
                put(all, "single quotes", good.replace('"', '\''));
                put(all, "leading zero", good.replace("\"seq\":0", "\"seq\":007"));
                put(all, "endless number", good.replace("\"seq\":0", "\"seq\":" + "9".repeat(500)));
                all.put("UTF-16", good.getBytes(StandardCharsets.UTF_16));
                all.put("Latin-1", good.replace("1.0", "\u00e9").getBytes(StandardCharsets.ISO_8859_1));
                all.put("overlong", bytes(good, (byte) 0xC0, (byte) 0x80));
                all.put("surrogate in UTF-8", bytes(good, (byte) 0xED, (byte) 0xA0, (byte) 0x80));
                all.put("noise", noise());
            }
            case "too_large" -> {
                put(all, "padding", good + " ".repeat(8192));
                put(all, "64 kB", good.replace("1.0", "x".repeat(65_000)));
            }
            case "unsupported_version" -> {
                put(all, "v 2", good.replace("\"v\":1", "\"v\":2"));
                put(all, "v 1.5", good.replace("\"v\":1", "\"v\":1.5"));
            }
            case "topic_mismatch" -> put(all, "other unit", good.replace(unit, "other-" + unit.substring(0, 8)));
            case "schema_invalid" -> schema(all, good, unit);
            default -> throw new IllegalArgumentException(code);
        }
        return all;
    }

    private static void schema(Map<String, byte[]> all, String good, String unit) {
        put(all, "null", "null");
        put(all, "list", "[]");
        put(all, "text", "\"x\"");
        put(all, "no version", good.replace("\"v\":1,", ""));
        put(all, "version as text", good.replace("\"v\":1", "\"v\":\"1\""));
        put(all, "no firmware", good.replace("\"fw\":{\"version\":\"1.0\"}", "\"x\":1"));
        put(all, "firmware without version", good.replace("{\"version\":\"1.0\"}", "{}"));
        put(all, "firmware null", good.replace("{\"version\":\"1.0\"}", "null"));
        put(all, "short msgId", good.replace("12345678", "1234567"));
        put(all, "long msgId", good.replace("12345678", "1".repeat(37)));
        put(all, "negative seq", good.replace("\"seq\":0", "\"seq\":-1"));
        put(all, "seq beyond", good.replace("\"seq\":0", "\"seq\":9007199254740992"));
        put(all, "half a seq", good.replace("\"seq\":0", "\"seq\":0.5"));
        put(all, "huge exponent", good.replace("\"seq\":0", "\"seq\":1e400"));
        put(all, "seq as text", good.replace("\"seq\":0", "\"seq\":\"0\""));
        put(all, "time without zone", good.replace(".488Z", ".488"));
        put(all, "time with offset", good.replace(".488Z", "+00:00"));
        put(all, "no such time", good.replace("11-24T18", "13-44T18"));
        put(
                all,
                "upper case",
                good.replace(unit, unit.toUpperCase(java.util.Locale.ROOT).replace("0", "A")));
        put(all, "path", good.replace(unit, "../../etc/passwd"));
        put(all, "escaped NUL", good.replace("1.0", "1\\u00000"));
        put(all, "lone surrogate", good.replace("1.0", "\\ud800"));
        put(all, "escape character", good.replace("1.0", "\\u001b[31m"));
        put(all, "right-to-left", good.replace("1.0", "\\u202etxt"));
        put(all, "long firmware", good.replace("1.0", "x".repeat(65)));
        put(all, "short imei", good.replace("\"fw\"", "\"modem\":{\"imei\":\"123\"},\"fw\""));
        put(all, "wrong iccid", good.replace("\"fw\"", "\"modem\":{\"iccid\":\"7945020184512345678\"},\"fw\""));
        put(all, "wrong vin", good.replace("\"fw\"", "\"vehicle\":{\"vin\":\"WVWZZZ1KZAW00012O\"},\"fw\""));
        put(all, "wrong mac", good.replace("\"fw\"", "\"net\":{\"mac\":\"00-11-22-33-44-55\"},\"fw\""));
        put(all, "hardware as list", good.replace("\"fw\"", "\"hw\":[],\"fw\""));
        put(all, "no longitude", good.replace("\"fw\"", "\"position\":{\"lat\":1},\"fw\""));
        put(all, "beyond the pole", good.replace("\"fw\"", "\"position\":{\"lat\":91,\"lon\":1},\"fw\""));
        put(all, "quick heartbeat", good.replace("\"fw\"", "\"heartbeatS\":29,\"fw\""));
        put(all, "unknown reason", good.replace("\"fw\"", "\"reason\":\"boredom\",\"fw\""));
        put(all, "too many caps", good.replace("\"fw\"", "\"caps\":[" + "\"a\",".repeat(32) + "\"a\"],\"fw\""));
        put(all, "cap of a number", good.replace("\"fw\"", "\"caps\":[1],\"fw\""));
    }

    /** All of them. */
    static List<byte[]> payloads(String unit) {
        List<byte[]> all = new ArrayList<>();
        for (String code :
                List.of("bad_json", "too_large", "unsupported_version", "topic_mismatch", "schema_invalid")) {
            all.addAll(announcements(unit, code).values());
        }
        return all;
    }

    private static void put(Map<String, byte[]> all, String name, String payload) {
        all.put(name, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String good, byte... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = good.indexOf("1.0");
        out.writeBytes(good.substring(0, at).getBytes(StandardCharsets.UTF_8));
        out.writeBytes(inserted);
        out.writeBytes(good.substring(at).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static byte[] noise() {
        byte[] bytes = new byte[4000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
