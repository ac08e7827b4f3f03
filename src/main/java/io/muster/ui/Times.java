package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Span;
import io.muster.kernel.Preferences;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How moments are shown: as people say them, with the exact time in the viewer's zone and format behind it. */
public final class Times {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private Times() {}

    /** "3 minutes ago", kept right by the browser. */
    @Tag("time-ago")
    @JsModule("context://components/time-ago.js")
    static final class TimeAgo extends Component {

        TimeAgo(Instant moment, String exact) {
            getElement().setAttribute("datetime", moment.toString());
            getElement().setAttribute("title", exact);
            // What a screen reader, and a browser without the component, gets.
            getElement().setText(exact);
        }
    }

    /**
     * A moment.
     *
     * @param never what stands there when it has not come yet
     */
    public static Component ago(@Nullable Instant moment, Preferences viewer, String never) {
        if (moment == null) {
            Span span = new Span(never);
            span.addClassName("faint");
            return span;
        }
        return new TimeAgo(moment, exact(moment, viewer));
    }

    /** The last day before an end that stands at the beginning of a day, in a zone; empty for an end in the midst of one. */
    public static Optional<LocalDate> lastDay(Instant end, ZoneId zone) {
        ZonedDateTime local = end.atZone(zone);
        return local.equals(local.toLocalDate().atStartOfDay(zone))
                ? Optional.of(local.toLocalDate().minusDays(1))
                : Optional.empty();
    }

    /** The last day, or part of one, before an end, in the viewer's zone. */
    public static String lastDate(Instant end, Preferences viewer) {
        ZoneId zone = viewer.timeZone();
        return DAY.format(lastDay(end, zone).orElseGet(() -> end.atZone(zone).toLocalDate()));
    }

    /** Date, time and zone, in the viewer's zone and format. */
    public static String exact(Instant moment, Preferences viewer) {
        String pattern = viewer.timeFormat() == Preferences.TimeFormat.H12
                ? "d MMM yyyy, h:mm:ss a z"
                : "d MMM yyyy, HH:mm:ss z";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(moment.atZone(viewer.timeZone()));
    }
}
