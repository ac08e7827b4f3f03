package io.muster.audit;

import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts names where the history keeps keys of customers and locations; what is out of the reader's reach stays unnamed. */
@Component
class References {

    /** Stands for what is gone, or not the reader's to know. */
    static final String UNNAMED = "…";

    private static final Set<String> CUSTOMERS = Set.of("customer", "customerId");
    private static final Set<String> LOCATIONS = Set.of("location", "locationId", "locations");
    private static final Pattern KEYS = Pattern.compile("\\[?[0-9]{1,18}(?:, [0-9]{1,18})*]?");
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}");

    private final HistoryQueries queries;

    References(HistoryQueries queries) {
        this.queries = queries;
    }

    /** By one more statement for each sort of key that the entries have. */
    List<HistoryEntry> name(TreePath home, List<HistoryEntry> entries) {
        Map<String, String> customers = queries.customerNames(home, keys(entries, CUSTOMERS));
        Map<String, String> locations = queries.locationNames(home, keys(entries, LOCATIONS));
        return entries.stream()
                .map(entry -> entry.with(entry.fields().stream()
                        .map(field -> named(field, customers, locations))
                        .toList()))
                .toList();
    }

    private static Set<Long> keys(List<HistoryEntry> entries, Set<String> names) {
        Set<Long> keys = new TreeSet<>();
        for (HistoryEntry entry : entries) {
            for (Change.Field field : entry.fields()) {
                if (names.contains(field.name())) {
                    add(keys, field.from());
                    add(keys, field.to());
                }
            }
        }
        return keys;
    }

    private static void add(Set<Long> keys, @Nullable String value) {
        if (value != null && KEYS.matcher(value).matches()) {
            Matcher matcher = KEY.matcher(value);
            while (matcher.find()) {
                keys.add(Long.parseLong(matcher.group()));
            }
        }
    }

    private static Change.Field named(
            Change.Field field, Map<String, String> customers, Map<String, String> locations) {
        if (CUSTOMERS.contains(field.name())) {
            return new Change.Field(field.name(), named(field.from(), customers), named(field.to(), customers));
        }
        if (LOCATIONS.contains(field.name())) {
            return new Change.Field(field.name(), named(field.from(), locations), named(field.to(), locations));
        }
        return field;
    }

    private static @Nullable String named(@Nullable String value, Map<String, String> names) {
        if (value == null || !KEYS.matcher(value).matches()) {
            return "[]".equals(value) ? null : value;
        }
        List<String> shown = new ArrayList<>();
        Matcher matcher = KEY.matcher(value);
        while (matcher.find()) {
            shown.add(names.getOrDefault(matcher.group(), UNNAMED));
        }
        return String.join(", ", shown);
    }
}
