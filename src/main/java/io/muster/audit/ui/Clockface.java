package io.muster.audit.ui;

import io.muster.kernel.Preferences;
import io.muster.ui.Csv;
import io.muster.ui.Times;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * How the words of the history say moments.
 *
 * @param zone  whose days are meant
 * @param exact date, time and zone
 */
record Clockface(ZoneId zone, Function<Instant, String> exact) {

    /** As pages say them to this viewer. */
    static Clockface of(Preferences viewer) {
        return new Clockface(viewer.timeZone(), moment -> Times.exact(moment, viewer));
    }

    /** As files say them to other programs. */
    static Clockface ofFile(ZoneId zone) {
        return new Clockface(zone, moment -> Csv.moment(moment, zone));
    }
}
