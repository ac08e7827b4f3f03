package io.muster.location;

import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people enter about a location.
 *
 * @param phone   as it is dialled
 * @param address one line
 * @param notes   any number of lines, 2000 characters in all
 * @param color   {@code #rrggbb}, by which the location is told from others
 * @param geofence area that belongs to it
 */
public record LocationData(
        Name name,
        @Nullable EmailAddress contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,
        @Nullable Geofence geofence) {

    public static final int MAX_ADDRESS = 200;
    public static final int MAX_NOTES = 2000;
    private static final int MAX_PHONE = 40;
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()./-]{3,38}");
    private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");

    public LocationData {
        Rejected.Collector problems = new Rejected.Collector();
        String typedPhone = phone;
        String typedAddress = address;
        String typedNotes = notes;
        String typedColor = color;
        phone = problems.field("phone", () -> phone(typedPhone));
        address = problems.field("address", () -> Text.optionalLine(typedAddress, MAX_ADDRESS));
        notes = problems.field("notes", () -> Text.optionalLines(typedNotes, MAX_NOTES));
        color = problems.field("color", () -> color(typedColor));
        problems.throwIfAny();
    }

    /** A location of which nothing but the name is known. */
    public static LocationData named(Name name) {
        return new LocationData(name, null, null, null, null, null, null);
    }

    private static @Nullable String phone(@Nullable String text) {
        String line = Text.optionalLine(text, MAX_PHONE);
        if (line != null && !PHONE.matcher(line).matches()) {
            throw Rejected.invalid(null, "problem.phone");
        }
        return line;
    }

    private static @Nullable String color(@Nullable String text) {
        String line = Text.optionalLine(text, 7);
        if (line == null) {
            return null;
        }
        String color = line.toLowerCase(Locale.ROOT);
        if (!COLOR.matcher(color).matches()) {
            throw Rejected.invalid(null, "problem.color");
        }
        return color;
    }
}
