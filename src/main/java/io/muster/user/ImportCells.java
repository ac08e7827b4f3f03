package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Rejected;
import io.muster.kernel.TimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What people write into the cells of a file of users. */
final class ImportCells {

    private static final Set<String> YES = Set.of("yes", "true", "1");
    private static final Set<String> NO = Set.of("no", "false", "0");

    private ImportCells() {}

    /** Groups with semicolons or commas between them: no group has one in its name. */
    static Set<Group> groups(String written) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (String name : ImportNames.split(written, ";,")) {
            groups.add(constant(Group.class, name, "problem.import.groups"));
        }
        if (groups.isEmpty()) {
            throw Rejected.invalid("groups", "problem.groups.required");
        }
        return groups;
    }

    /** {@code Fleet Management} is {@code FLEET_MANAGEMENT}. */
    static <E extends Enum<E>> E constant(Class<E> type, String written) {
        return constant(type, written, "problem.import.choice");
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String written, String problem) {
        String name = written.strip().replaceAll("[\\s-]+", "_").toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Rejected.invalid(
                        null,
                        problem,
                        Arrays.stream(type.getEnumConstants())
                                .map(constant ->
                                        constant.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .collect(Collectors.joining(", "))));
    }

    static TimeFormat timeFormat(String written) {
        return constant(TimeFormat.class, written.startsWith("H") || written.startsWith("h") ? written : "H" + written);
    }

    static boolean bool(String written) {
        String word = written.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw Rejected.invalid(null, "problem.import.yesNo");
        }
        return YES.contains(word);
    }

    /** A moment, or the end of a day. */
    static Instant moment(String written, ZoneId zone) {
        try {
            return written.contains("T")
                    ? TimeText.moment(written)
                    : TimeText.day(written).plusDays(1).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "problem.import.date");
        }
    }
}
