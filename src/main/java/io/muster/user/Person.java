package io.muster.user;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.muster.kernel.Country;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import org.jspecify.annotations.Nullable;

/** Name and address of a user, every part of it optional. */
public record Person(
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String phone,
        @Nullable String street,
        @Nullable String streetNumber,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable Country country) {

    public static final Person NOBODY = new Person(null, null, null, null, null, null, null, null);

    private static final int MAX_PHONE = 40;

    public Person {
        Rejected.Collector problems = new Rejected.Collector();
        firstName = line(problems, "firstName", firstName, 80);
        lastName = line(problems, "lastName", lastName, 80);
        street = line(problems, "street", street, 120);
        streetNumber = line(problems, "streetNumber", streetNumber, 20);
        postalCode = line(problems, "postalCode", postalCode, 20);
        city = line(problems, "city", city, 80);
        String typed = phone;
        Country region = country;
        phone = problems.field("phone", () -> phone(typed, region));
        problems.throwIfAny();
    }

    private static @Nullable String line(Rejected.Collector problems, String field, @Nullable String text, int max) {
        return problems.field(field, () -> Text.optionalLine(text, max));
    }

    /**
     * Reads a telephone number as people write it.
     *
     * @param region country whose numbers need no country code, or null
     * @return the number in international form, null for blank input
     */
    public static @Nullable String phone(@Nullable String text, @Nullable Country region) {
        String line = Text.optionalLine(text, MAX_PHONE);
        if (line == null) {
            return null;
        }
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(line, region == null ? null : region.code());
            String full = numbers.format(number, PhoneNumberUtil.PhoneNumberFormat.INTERNATIONAL);
            if (numbers.isPossibleNumber(number) && full.length() <= MAX_PHONE) {
                return full;
            }
        } catch (NumberParseException e) {
            throw Rejected.invalid(null, "problem.phone");
        }
        throw Rejected.invalid(null, "problem.phone");
    }
}
