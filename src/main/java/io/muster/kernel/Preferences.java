package io.muster.kernel;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    private static final Set<String> ZONES = new TreeSet<>(ZoneId.getAvailableZoneIds().stream()
            .filter(id ->
                    id.equals("UTC") || (id.contains("/") && !id.startsWith("Etc/") && !id.startsWith("SystemV/")))
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
            if (ZoneId.getAvailableZoneIds().contains(line)) {
                return ZoneId.of(line);
            }
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "problem.timeZone");
        }
        throw Rejected.invalid(null, "problem.timeZone");
    }
}
