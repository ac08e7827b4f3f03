package io.muster.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A country by its ISO 3166-1 alpha-2 code, in upper case. */
public record Country(String code) {

    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    public Country {
        code = Text.line(code, 2).toUpperCase(Locale.ROOT);
        if (!CODES.contains(code)) {
            throw Rejected.invalid(null, "problem.country");
        }
    }

    /** Every country, ordered by its name in this language. */
    public static List<Country> all(Locale language) {
        var collator = java.text.Collator.getInstance(language);
        return Arrays.stream(Locale.getISOCountries())
                .map(Country::new)
                .sorted((one, other) -> collator.compare(one.name(language), other.name(language)))
                .toList();
    }

    public String name(Locale language) {
        return Locale.of("", code).getDisplayCountry(language);
    }

    @Override
    public String toString() {
        return code;
    }
}
