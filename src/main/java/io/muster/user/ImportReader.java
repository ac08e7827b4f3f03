package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import io.muster.kernel.Rejected;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a line of a file what a user is to be. Columns that the file does not have leave a user as they are; so do blank
 * cells, but for what may be nothing: those make it nothing.
 */
final class ImportReader {

    private final ImportNames names;
    private final BatchRound round;
    private final CustomerId usual;

    /**
     * A reader of one file.
     *
     * @param round of whoever imports: days begin and end in their time zone
     * @param usual customer of new users whose line names none
     */
    ImportReader(ImportNames names, BatchRound round, CustomerId usual) {
        this.names = names;
        this.round = round;
        this.usual = usual;
    }

    /**
     * What a line says.
     *
     * @param username null when it is none
     * @param data     null when something is wrong with the line
     */
    record Read(@Nullable Username username, @Nullable UserData data) {}

    static EmailAddress email(ImportLine line) {
        return new EmailAddress(Objects.requireNonNullElse(line.cell(ImportColumn.EMAIL), ""));
    }

    /**
     * Looks at all cells of a line, whatever is wrong with the others.
     *
     * @param email  null when it is none: then nobody knows whether the user is a new one
     * @param before null for a new user
     */
    Read read(Rejected.Collector problems, ImportLine line, @Nullable EmailAddress email, @Nullable UserData before) {
        if (line.excess()) {
            problems.add("email", "problem.import.excess");
        }
        Username username = username(problems, line, email, before);
        CustomerId customer = value(
                problems,
                line,
                ImportColumn.CUSTOMER,
                text -> names.customer(text, before == null ? usual : before.customer()),
                before == null ? usual : before.customer());
        Set<Group> groups =
                value(problems, line, ImportColumn.GROUPS, this::groups, before == null ? null : before.groups());
        if (groups == null && email != null && isBlank(line, ImportColumn.GROUPS)) {
            problems.add("groups", "problem.groups.required");
        }
        Person person = person(problems, line, before == null ? Person.NOBODY : before.person());
        ZoneId timeZone =
                nothing(problems, line, ImportColumn.TIME_ZONE, Preferences::zone, before, UserData::timeZone);
        TimeFormat format = nothing(
                problems, line, ImportColumn.TIME_FORMAT, ImportCells::timeFormat, before, UserData::timeFormat);
        UnitSystem units = nothing(
                problems,
                line,
                ImportColumn.UNITS,
                text -> ImportCells.constant(UnitSystem.class, text),
                before,
                UserData::units);
        Boolean active =
                value(problems, line, ImportColumn.ACTIVE, ImportCells::bool, before == null || before.active());
        Instant kept = before == null ? null : before.expiresAt();
        Instant end =
                nothing(problems, line, ImportColumn.EXPIRES_ON, text -> end(text, kept), before, UserData::expiresAt);
        Set<LocationId> locations = locations(problems, line, customer, before);
        Boolean restricted = restricted(problems, line, before);
        if (!problems.found().isEmpty()) {
            return new Read(username, null);
        }
        UserData data = new UserData(
                Objects.requireNonNull(email),
                Objects.requireNonNull(username),
                Objects.requireNonNull(customer),
                Objects.requireNonNull(groups),
                Objects.requireNonNull(person),
                timeZone,
                format,
                units,
                Objects.requireNonNull(active),
                false,
                Set.of(),
                end);
        boolean narrow = Boolean.TRUE.equals(restricted);
        return new Read(username, data.seeing(narrow, narrow ? Objects.requireNonNull(locations) : Set.of()));
    }

    private static @Nullable Username username(
            Rejected.Collector problems, ImportLine line, @Nullable EmailAddress email, @Nullable UserData before) {
        Username username = value(
                problems,
                line,
                ImportColumn.USERNAME,
                Username::new,
                before == null ? usernameFor(problems, line, email) : before.username());
        if (username != null && email != null) {
            problems.field("username", () -> UserData.checked(username, email));
        }
        return username;
    }

    private @Nullable Set<LocationId> locations(
            Rejected.Collector problems, ImportLine line, @Nullable CustomerId customer, @Nullable UserData before) {
        String written = line.cell(ImportColumn.LOCATIONS);
        if (customer == null) {
            return null;
        }
        if (written != null) {
            return problems.field("locations", () -> names.locations(written, customer));
        }
        return before == null
                ? Set.of()
                : before.locations().stream()
                        .filter(location -> customer.equals(before.customer()) || round.isOffered(location, customer))
                        .collect(Collectors.toSet());
    }

    /** Locations that are named limit a user to them. */
    private static @Nullable Boolean restricted(
            Rejected.Collector problems, ImportLine line, @Nullable UserData before) {
        boolean named = !isBlank(line, ImportColumn.LOCATIONS);
        boolean usually = named || before != null && before.restricted();
        Boolean restricted = value(problems, line, ImportColumn.RESTRICTED, ImportCells::bool, usually);
        if (named && Boolean.FALSE.equals(restricted)) {
            problems.add("locations", "problem.import.notRestricted");
        }
        return restricted;
    }

    private static boolean isBlank(ImportLine line, ImportColumn column) {
        String cell = line.cell(column);
        return cell == null || cell.isBlank();
    }

    private static <T> @Nullable T value(
            Rejected.Collector problems,
            ImportLine line,
            ImportColumn column,
            Function<String, T> parser,
            @Nullable T otherwise) {
        String cell = line.cell(column);
        return cell == null || cell.isBlank() ? otherwise : problems.field(column.field(), () -> parser.apply(cell));
    }

    private static <T> @Nullable T nothing(
            Rejected.Collector problems,
            ImportLine line,
            ImportColumn column,
            Function<String, T> parser,
            @Nullable UserData before,
            Function<UserData, @Nullable T> present) {
        T otherwise = line.cell(column) != null || before == null ? null : present.apply(before);
        return value(problems, line, column, parser, otherwise);
    }

    /** Without a user name the address serves. */
    private static @Nullable Username usernameFor(
            Rejected.Collector problems, ImportLine line, @Nullable EmailAddress email) {
        return email != null && isBlank(line, ImportColumn.USERNAME)
                ? problems.field("username", () -> new Username(email.value()))
                : null;
    }

    private static @Nullable Person person(Rejected.Collector problems, ImportLine line, Person before) {
        String code = line.cell(ImportColumn.COUNTRY);
        Country country = code == null
                ? before.country()
                : code.isBlank() ? null : problems.field("country", () -> new Country(code.toUpperCase(Locale.ROOT)));
        String phone = or(line, ImportColumn.PHONE, before.phone());
        // Which number it is without a code of its own, only the country tells.
        boolean unclear = country == null && code != null && !code.isBlank();
        boolean whole = phone != null && phone.startsWith("+");
        return problems.field(
                "phone",
                () -> new Person(
                        or(line, ImportColumn.FIRST_NAME, before.firstName()),
                        or(line, ImportColumn.LAST_NAME, before.lastName()),
                        unclear && !whole ? null : phone,
                        or(line, ImportColumn.STREET, before.street()),
                        or(line, ImportColumn.STREET_NUMBER, before.streetNumber()),
                        or(line, ImportColumn.POSTAL_CODE, before.postalCode()),
                        or(line, ImportColumn.CITY, before.city()),
                        country));
    }

    private static @Nullable String or(ImportLine line, ImportColumn column, @Nullable String before) {
        String cell = line.cell(column);
        return cell == null ? before : cell;
    }

    private Set<Group> groups(String written) {
        Set<Group> groups = ImportCells.groups(written);
        UserGuards.mayGrant(round.actor(), groups);
        return groups;
    }

    private Instant end(String written, @Nullable Instant before) {
        Instant end = ImportCells.moment(written, round.actor().preferences().timeZone())
                .truncatedTo(ChronoUnit.MILLIS);
        UserMaker.checkEnd(before, end, round.now());
        return end;
    }
}
