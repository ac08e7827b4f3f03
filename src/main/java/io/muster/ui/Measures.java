package io.muster.ui;

import com.vaadin.flow.component.UI;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.UnitSystem;

/** How measures are shown, in the units that the viewer reads. What people type, and files, have the metric ones. */
public final class Measures {

    private static final double MILES = 0.621371;
    private static final double FEET = 3.28084;

    private Measures() {}

    private static String text(Preferences viewer, String key, Number metric, Number imperial) {
        boolean other = viewer.units() == UnitSystem.IMPERIAL;
        return UI.getCurrent().getTranslation("measure." + key + "." + viewer.units(), other ? imperial : metric);
    }

    /** {@code 41 °C}. */
    public static String temperature(double celsius, Preferences viewer) {
        return text(viewer, "temperature", celsius, celsius * 9 / 5 + 32);
    }

    /** {@code 250 m}. */
    public static String length(double metres, Preferences viewer) {
        return text(viewer, "length", Math.round(metres), Math.round(metres * FEET));
    }

    /** {@code 12,000 km}. */
    public static String distance(long kilometres, Preferences viewer) {
        return text(viewer, "distance", kilometres, Math.round(kilometres * MILES));
    }

    /** {@code 50 km/h}. */
    public static String speed(double kilometresPerHour, Preferences viewer) {
        return text(viewer, "speed", kilometresPerHour, kilometresPerHour * MILES);
    }
}
