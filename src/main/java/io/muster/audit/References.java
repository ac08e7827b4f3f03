package io.muster.audit;

import io.muster.access.Actor;
import io.muster.kernel.Change;
import io.muster.kernel.LocationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /**
     * By one more statement for each sort of key that the entries have. Whoever is kept to some locations reads the names of these
     * alone.
     */
    List<HistoryEntry> name(Actor actor, List<HistoryEntry> entries) {
        Set<Long> places = keys(entries, LOCATIONS);
        if (actor.restricted()) {
            places.retainAll(actor.locations().stream().map(LocationId::value).collect(Collectors.toSet()));
        }
        Names customers = new Names(queries.customerNames(actor.home(), keys(entries, CUSTOMERS)), true);
        Names locations = new Names(queries.locationNames(actor.home(), places), !actor.restricted());
        return entries.stream()
                .map(entry -> entry.with(entry.fields().stream()
                        .map(field -> named(field, customers, locations))
                        .toList()))
                .toList();
    }

    /**
     * Names by their keys.
     *
     * @param written a name that stands in the history as such is the reader's to know
     */
    private record Names(Map<String, String> known, boolean written) {

        @Nullable
        String of(@Nullable String value) {
            if (value == null || value.equals("[]")) {
                return null;
            }
            if (!KEYS.matcher(value).matches()) {
                return written ? value : UNNAMED;
            }
            List<String> shown = new ArrayList<>();
            Matcher matcher = KEY.matcher(value);
            while (matcher.find()) {
                shown.add(known.getOrDefault(matcher.group(), UNNAMED));
            }
            return String.join(", ", shown);
        }
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

    private static Change.Field named(Change.Field field, Names customers, Names locations) {
        if (CUSTOMERS.contains(field.name())) {
            return new Change.Field(field.name(), customers.of(field.from()), customers.of(field.to()));
        }
        if (LOCATIONS.contains(field.name())) {
            return new Change.Field(field.name(), locations.of(field.from()), locations.of(field.to()));
        }
        return field;
    }
}
