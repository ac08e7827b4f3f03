package io.muster.user;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The columns that a file of users can have, in any order; only the e-mail address must be there. */
public enum ImportColumn {
    EMAIL("email"),
    USERNAME("username"),
    FIRST_NAME("firstName"),
    LAST_NAME("lastName"),
    PHONE("phone"),
    CUSTOMER("customer"),
    GROUPS("groups"),
    RESTRICTED("restricted"),
    LOCATIONS("locations"),
    ACTIVE("active"),
    /** The last day with access, in the time zone of whoever imports; or the moment of the end. */
    EXPIRES_ON("expiresOn"),
    STREET("street"),
    STREET_NUMBER("streetNumber"),
    POSTAL_CODE("postalCode"),
    CITY("city"),
    COUNTRY("country"),
    TIME_ZONE("timeZone"),
    TIME_FORMAT("timeFormat"),
    UNITS("units");

    private final String field;

    ImportColumn(String field) {
        this.field = field;
    }

    /** As it stands in the first line of a file, and as problems call it. */
    public String field() {
        return field;
    }

    /** Finds a column by its title, however it is written: {@code First name} is {@code firstName}. */
    public static Optional<ImportColumn> titled(String title) {
        String plain = plain(title);
        return Arrays.stream(values())
                .filter(column -> plain(column.field).equals(plain))
                .findFirst();
    }

    /** The column that a problem of this field belongs to. */
    public static Optional<ImportColumn> of(String field) {
        return switch (field) {
            case "customerId" -> Optional.of(CUSTOMER);
            case "locationIds" -> Optional.of(LOCATIONS);
            case "expiresAt" -> Optional.of(EXPIRES_ON);
            default -> titled(field);
        };
    }

    private static String plain(String title) {
        return title.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
    }
}
