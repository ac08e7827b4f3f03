package io.muster.user.ui;

import io.muster.access.Group;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.ui.Csv;
import io.muster.ui.Times;
import io.muster.user.ImportColumn;
import io.muster.user.ImportFile;
import io.muster.user.Person;
import io.muster.user.UserRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Users as lines of CSV, with the columns that an import takes and the last login. */
final class UserCsv {

    private UserCsv() {}

    /** The titles of a file to fill in. */
    static String template() {
        return Csv.line(titles().toArray(String[]::new));
    }

    static String head() {
        return Csv.line(
                Stream.concat(titles(), Stream.of(ImportFile.LAST_LOGIN)).toArray(String[]::new));
    }

    private static Stream<String> titles() {
        return Arrays.stream(ImportColumn.values()).map(ImportColumn::field);
    }

    static void write(Writer out, UserRow row, Preferences viewer) {
        try {
            out.write(Csv.line(Stream.concat(
                            Arrays.stream(ImportColumn.values()).map(column -> cell(column, row, viewer)),
                            Stream.of(moment(row.lastLoginAt(), viewer)))
                    .toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cell(ImportColumn column, UserRow row, Preferences viewer) {
        Person person = row.person();
        return switch (column) {
            case EMAIL -> row.email();
            case USERNAME -> row.username();
            case FIRST_NAME -> text(person.firstName());
            case LAST_NAME -> text(person.lastName());
            case PHONE -> text(person.phone());
            case CUSTOMER -> row.customerName();
            case GROUPS -> row.groups().stream().map(Group::name).collect(Collectors.joining("; "));
            case RESTRICTED -> row.restricted() ? "yes" : "no";
            case LOCATIONS -> row.restricted() ? locations(row) : "";
            case ACTIVE -> row.active() ? "yes" : "no";
            case EXPIRES_ON -> lastDay(row.expiresAt(), viewer);
            case STREET -> text(person.street());
            case STREET_NUMBER -> text(person.streetNumber());
            case POSTAL_CODE -> text(person.postalCode());
            case CITY -> text(person.city());
            case COUNTRY -> text(person.country());
            case TIME_ZONE -> text(row.timeZone());
            case TIME_FORMAT -> text(row.timeFormat());
            case UNITS -> text(row.units());
        };
    }

    /** Names; where one has the character that stands between them, the ids. */
    private static String locations(UserRow row) {
        boolean plain = row.locations().stream().noneMatch(name -> name.contains(";"));
        return plain
                ? String.join("; ", row.locations())
                : row.locationIds().stream().map(LocationId::toString).collect(Collectors.joining("; "));
    }

    /** The last day with access, as an import reads it; an end in the midst of a day as a moment. */
    static String lastDay(@Nullable Instant end, Preferences viewer) {
        if (end == null) {
            return "";
        }
        return Times.lastDay(end, viewer.timeZone()).map(LocalDate::toString).orElseGet(() -> moment(end, viewer));
    }

    private static String moment(@Nullable Instant moment, Preferences viewer) {
        return Csv.moment(moment, viewer.timeZone());
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
