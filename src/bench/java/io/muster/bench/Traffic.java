package io.muster.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Announcements of many units, as they would come from them: number n is of unit {@code from + n % units}. What is sent later has
 * higher sequence numbers.
 *
 * @param run   tells the announcements of one run from those of another, by message id; later ones have a higher one
 * @param boot  boot id of all units
 * @param facts further fields of the announcement; begins with a comma, or is empty
 */
record Traffic(String prefix, int from, int units, int run, String boot, String facts) {

    /** Digits of a message's number in its id, where the answer is looked for. */
    static final int DIGITS = 8;

    /** A unit tells fewer times of itself in one run. */
    private static final long MOST_ROUNDS = 100_000;

    /** Stands for fields by which a message is taken for the answer to itself. */
    static final String ECHO = "echo";

    String unit(int n) {
        return padded(new StringBuilder(prefix), number(n), DIGITS).toString();
    }

    private int number(int n) {
        return from + n % units;
    }

    String topic(int n) {
        return "muster/v1/" + unit(n) + "/announce";
    }

    /** How the id of a message begins, up to its number. */
    String idPrefix() {
        return padded(new StringBuilder("b"), run, 4).append('-').toString();
    }

    /** Built by hand, because the load is to cost as little as it can of the machine that it measures. */
    byte[] payload(int n) {
        int unit = number(n);
        String id = padded(new StringBuilder(idPrefix()), n, DIGITS).toString();
        StringBuilder json = new StringBuilder(400)
                .append("{\"v\":1,\"msgId\":\"")
                .append(id)
                .append("\",\"unitId\":\"")
                .append(unit(n))
                .append("\",\"ts\":\"")
                .append(Clock.now())
                .append("\",\"bootId\":\"")
                .append(boot)
                .append("\",\"seq\":")
                .append(run * MOST_ROUNDS + n / units)
                .append(",\"hw\":{\"vendor\":\"Teltonika\",\"model\":\"FMC130\"},\"fw\":{\"version\":\"2.14.7\"}")
                .append(",\"modem\":{\"imei\":\"35");
        // Units of another prefix have other modems: two with the same one are a conflict.
        padded(json, unit + 1_000_000L * prefix.charAt(0), 13).append("\",\"iccid\":\"8945");
        padded(json, unit, 15).append("\"}");
        json.append(facts.equals(ECHO) ? ",\"inReplyTo\":\"" + id + "\"" : facts);
        return json.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static StringBuilder padded(StringBuilder text, long number, int digits) {
        String plain = Long.toString(number);
        return text.repeat('0', digits - plain.length()).append(plain);
    }

    /** The time of day as text, written anew only when it has changed. */
    private static final class Clock {

        private static volatile long millis;
        private static volatile String text = "";

        static String now() {
            long present = System.currentTimeMillis();
            if (present != millis) {
                text = Instant.ofEpochMilli(present).truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z");
                millis = present;
            }
            return text;
        }
    }
}
