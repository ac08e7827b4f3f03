package io.muster.kernel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as they come from outside: only such as every database keeps. */
public final class TimeText {

    private static final int LONGEST = 40;
    private static final int LAST_YEAR = 9999;

    private TimeText() {}

    /**
     * Reads RFC 3339, with any offset.
     *
     * @throws DateTimeException when it is no time, or in UTC is in no year of four digits
     */
    public static Instant moment(String text) {
        Instant moment = OffsetDateTime.parse(checked(text)).toInstant();
        check(moment.atOffset(ZoneOffset.UTC).getYear());
        return moment;
    }

    /**
     * Reads a day, as {@code 2026-07-31}.
     *
     * @throws DateTimeException when it is none, or is in no year of four digits
     */
    public static LocalDate day(String text) {
        LocalDate day = LocalDate.parse(checked(text));
        check(day.getYear());
        return day;
    }

    private static String checked(String text) {
        if (text.length() > LONGEST) {
            throw new DateTimeException("Longer than any time");
        }
        return text;
    }

    private static void check(int year) {
        if (year < 0 || year > LAST_YEAR) {
            throw new DateTimeException("No year of four digits");
        }
    }
}
