package io.muster.sample;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much is made.
 *
 * @param random the same number makes the same names and the same shape of the tree
 */
public record SampleSize(int customers, int users, int devices, int locations, long random) {

    private static final int MOST = 2_000_000;
    private static final Pattern SYNTAX = Pattern.compile("(customers|users|devices|locations|random):([0-9]{1,9})");

    public SampleSize {
        if (customers < 1) {
            throw new IllegalArgumentException("At least one customer is needed");
        }
        if (Math.max(Math.max(customers, users), Math.max(devices, locations)) > MOST) {
            throw new IllegalArgumentException("At most " + MOST + " of each");
        }
    }

    /**
     * Reads {@code customers:10000,users:50000,devices:100000}, and if wanted {@code locations:} and {@code random:}.
     *
     * @throws IllegalArgumentException when it is written otherwise
     */
    public static SampleSize of(String text) {
        Map<String, Integer> numbers = new TreeMap<>();
        for (String part : text.split(",")) {
            Matcher matcher = SYNTAX.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "Not understood: " + part + ". Write customers:10000,users:50000,devices:100000");
            }
            numbers.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        int customers = numbers.getOrDefault("customers", 1);
        return new SampleSize(
                customers,
                numbers.getOrDefault("users", 0),
                numbers.getOrDefault("devices", 0),
                numbers.getOrDefault("locations", customers),
                numbers.getOrDefault("random", 1));
    }
}
