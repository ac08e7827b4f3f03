package io.muster.kernel;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How times and measures are shown ("cloud settings"). A user's own settings go before those of the customer. */
public record Preferences(ZoneId timeZone, TimeFormat timeFormat, UnitSystem units) {

    public enum TimeFormat {
        H12,
        H24
    }

    public enum UnitSystem {
        METRIC,
        IMPERIAL
    }

    /** All that Java knows, but for names that are its own. */
    private static final Set<String> IANA = ZoneId.getAvailableZoneIds().stream()
            .filter(id -> !id.startsWith("SystemV/"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> ZONES = new TreeSet<>(IANA.stream()
            .filter(id -> id.equals("UTC") || (id.contains("/") && !id.startsWith("Etc/")))
            .toList());

    /** The IANA zones that are offered, in alphabetical order. */
    public static List<ZoneId> zones() {
        return ZONES.stream().map(ZoneId::of).toList();
    }

    /**
     * Reads a zone by its IANA name.
     *
     * @throws Rejected when there is no such zone
     */
    public static ZoneId zone(@Nullable String name) {
        String line = Text.line(name, 50);
        try {
            if (IANA.contains(line)) {
                return ZoneId.of(line);
            }
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "problem.timeZone");
        }
        throw Rejected.invalid(null, "problem.timeZone");
    }
}
