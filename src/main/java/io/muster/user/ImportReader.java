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
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a line of a file what a user is to be. Columns that the file does not have leave a user as they are; so do blank
 * cells, but for what may be nothing: those make it nothing.
 */
final class ImportReader {

    private static final Set<String> YES = Set.of("yes", "true", "1");
    private static final Set<String> NO = Set.of("no", "false", "0");
    private static final int LONGEST = 40;

    private final ImportNames names;
    private final ZoneId zone;
    private final CustomerId usual;
    private final BiPredicate<LocationId, CustomerId> offered;

    /**
     * A reader of one file.
     *
     * @param zone    in which days begin and end
     * @param usual   customer of new users whose line names none
     * @param offered whether a location can be given to users of a customer
     */
    ImportReader(ImportNames names, ZoneId zone, CustomerId usual, BiPredicate<LocationId, CustomerId> offered) {
        this.names = names;
        this.zone = zone;
        this.usual = usual;
        this.offered = offered;
    }

    static EmailAddress email(ImportLine line) {
        Rejected.Collector problems = new Rejected.Collector();
        EmailAddress email = problems.field(
                "email", () -> new EmailAddress(Objects.requireNonNullElse(line.cell(ImportColumn.EMAIL), "")));
        problems.throwIfAny();
        return Objects.requireNonNull(email);
    }

    /** What the user of a line is to be; before is null for a new one. */
    UserData read(ImportLine line, EmailAddress email, @Nullable UserData before) {
        Rejected.Collector problems = new Rejected.Collector();
        if (line.excess()) {
            problems.add("email", "problem.import.excess");
        }
        Username username = value(
                problems,
                line,
                ImportColumn.USERNAME,
                Username::new,
                before == null ? usernameFor(problems, line, email) : before.username());
        CustomerId customer = value(
                problems,
                line,
                ImportColumn.CUSTOMER,
                text -> names.customer(text, before == null ? usual : before.customer()),
                before == null ? usual : before.customer());
        Set<Group> groups = value(
                problems, line, ImportColumn.GROUPS, ImportReader::groups, before == null ? null : before.groups());
        if (groups == null && isBlank(line, ImportColumn.GROUPS)) {
            problems.add("groups", "problem.groups.required");
        }
        Person person = problems.field("phone", () -> person(line, before == null ? Person.NOBODY : before.person()));
        ZoneId timeZone =
                nothing(problems, line, ImportColumn.TIME_ZONE, Preferences::zone, before, UserData::timeZone);
        TimeFormat format = nothing(
                problems, line, ImportColumn.TIME_FORMAT, ImportReader::timeFormat, before, UserData::timeFormat);
        UnitSystem units = nothing(
                problems, line, ImportColumn.UNITS, text -> constant(UnitSystem.class, text), before, UserData::units);
        Boolean active =
                value(problems, line, ImportColumn.ACTIVE, ImportReader::bool, before == null || before.active());
        Instant end = nothing(problems, line, ImportColumn.EXPIRES_ON, this::end, before, UserData::expiresAt);
        problems.throwIfAny();
        CustomerId place = Objects.requireNonNull(customer);
        UserData data = new UserData(
                email,
                Objects.requireNonNull(username),
                place,
                Objects.requireNonNull(groups),
                Objects.requireNonNull(person),
                timeZone,
                format,
                units,
                Objects.requireNonNull(active),
                false,
                Set.of(),
                end);
        return narrowed(line, data, before);
    }

    /** Locations that are named limit a user to them. */
    private UserData narrowed(ImportLine line, UserData data, @Nullable UserData before) {
        Rejected.Collector problems = new Rejected.Collector();
        Set<LocationId> kept = before == null
                ? Set.of()
                : before.locations().stream()
                        .filter(location ->
                                data.customer().equals(before.customer()) || offered.test(location, data.customer()))
                        .collect(Collectors.toSet());
        String written = line.cell(ImportColumn.LOCATIONS);
        Set<LocationId> locations =
                written == null ? kept : problems.field("locations", () -> names.locations(written, data.customer()));
        boolean named = written != null && !written.isBlank();
        boolean usually = named || before != null && before.restricted();
        Boolean restricted = value(problems, line, ImportColumn.RESTRICTED, ImportReader::bool, usually);
        if (named && Boolean.FALSE.equals(restricted)) {
            problems.add("locations", "problem.import.notRestricted");
        }
        problems.throwIfAny();
        return data.seeing(
                Objects.requireNonNull(restricted), restricted ? Objects.requireNonNull(locations) : Set.of());
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
    private static @Nullable Username usernameFor(Rejected.Collector problems, ImportLine line, EmailAddress email) {
        return isBlank(line, ImportColumn.USERNAME)
                ? problems.field("username", () -> new Username(email.value()))
                : null;
    }

    private static Person person(ImportLine line, Person before) {
        Rejected.Collector problems = new Rejected.Collector();
        String code = line.cell(ImportColumn.COUNTRY);
        Country country = code == null
                ? before.country()
                : code.isBlank() ? null : problems.field("country", () -> new Country(code.toUpperCase(Locale.ROOT)));
        problems.throwIfAny();
        return new Person(
                or(line, ImportColumn.FIRST_NAME, before.firstName()),
                or(line, ImportColumn.LAST_NAME, before.lastName()),
                or(line, ImportColumn.PHONE, before.phone()),
                or(line, ImportColumn.STREET, before.street()),
                or(line, ImportColumn.STREET_NUMBER, before.streetNumber()),
                or(line, ImportColumn.POSTAL_CODE, before.postalCode()),
                or(line, ImportColumn.CITY, before.city()),
                country);
    }

    private static @Nullable String or(ImportLine line, ImportColumn column, @Nullable String before) {
        String cell = line.cell(column);
        return cell == null ? before : cell;
    }

    private static Set<Group> groups(String written) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (String name : ImportNames.split(written)) {
            groups.add(constant(Group.class, name));
        }
        if (groups.isEmpty()) {
            throw Rejected.invalid("groups", "problem.groups.required");
        }
        return groups;
    }

    /** {@code Fleet Management} is {@code FLEET_MANAGEMENT}. */
    private static <E extends Enum<E>> E constant(Class<E> type, String written) {
        String name = written.strip().replaceAll("[\\s-]+", "_").toUpperCase(Locale.ROOT);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Rejected.invalid(
                        null,
                        "problem.import.choice",
                        Arrays.stream(type.getEnumConstants())
                                .map(constant ->
                                        constant.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                                .collect(Collectors.joining(", "))));
    }

    private static TimeFormat timeFormat(String written) {
        return constant(TimeFormat.class, written.startsWith("H") || written.startsWith("h") ? written : "H" + written);
    }

    private static boolean bool(String written) {
        String word = written.toLowerCase(Locale.ROOT);
        if (!YES.contains(word) && !NO.contains(word)) {
            throw Rejected.invalid(null, "problem.import.yesNo");
        }
        return YES.contains(word);
    }

    private Instant end(String written) {
        try {
            if (written.length() <= LONGEST) {
                return written.contains("T")
                        ? OffsetDateTime.parse(written).toInstant()
                        : LocalDate.parse(written)
                                .plusDays(1)
                                .atStartOfDay(zone)
                                .toInstant();
            }
        } catch (DateTimeException e) {
            throw Rejected.invalid(null, "problem.import.date");
        }
        throw Rejected.invalid(null, "problem.import.date");
    }
}
