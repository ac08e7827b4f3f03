package io.muster.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Announcements of many units, as they would come from them: number n is of unit {@code n % units}.
 *
 * @param run   tells the announcements of one run from those of another; stands in the message ids
 * @param seq   of the first round; the next ones follow
 * @param boot  boot id of all units
 * @param facts further fields of the announcement; begins with a comma, or is empty
 */
record Traffic(String prefix, int units, int run, long seq, String boot, String facts) {

    /** Digits of a message's number in its id, where the answer is looked for. */
    static final int DIGITS = 8;

    /** Stands for fields by which a message is taken for the answer to itself. */
    static final String ECHO = "echo";

    private static final String MESSAGE = """
            {"v":1,"msgId":"%s","unitId":"%s","ts":"%s","bootId":"%s","seq":%d,"hw":{"vendor":"Teltonika","model":"FMC130"},\
            "fw":{"version":"2.14.7"},"modem":{"imei":"%015d","iccid":"8945%015d"}%s}""";

    String unit(int n) {
        return prefix + String.format("%08d", n % units);
    }

    String topic(int n) {
        return "muster/v1/" + unit(n) + "/announce";
    }

    /** How the id of a message begins, up to its number. */
    String idPrefix() {
        return String.format("b%04d-", run);
    }

    byte[] payload(int n) {
        int unit = n % units;
        String id = idPrefix() + String.format("%0" + DIGITS + "d", n);
        return MESSAGE.formatted(
                        id,
                        unit(n),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        boot,
                        seq + n / units,
                        350_000_000_000_000L + unit,
                        200_000_000L + unit,
                        facts.equals(ECHO) ? ",\"inReplyTo\":\"" + id + "\"" : facts)
                .getBytes(StandardCharsets.UTF_8);
    }
}
