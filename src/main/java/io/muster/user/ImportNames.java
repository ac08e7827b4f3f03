package io.muster.user;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.Text;
import io.muster.kernel.TreePath;
import io.muster.location.Locations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the customers and locations that a file names, within reach of whoever imports; each sort is read once. */
public final class ImportNames {

    private static final String WAY = " / ";

    private final Actor actor;
    private final Permission permission;
    private final JdbcClient jdbc;
    private final Locations locations;
    private final Map<CustomerId, Map<String, List<LocationId>>> places = new HashMap<>();
    private final Map<CustomerId, Map<String, List<LocationId>>> own = new HashMap<>();
    private @Nullable Map<String, List<CustomerId>> customers;

    /**
     * Names within reach.
     *
     * @param permission decides whether customers below home are found too
     */
    public ImportNames(Actor actor, Permission permission, JdbcClient jdbc, Locations locations) {
        this.actor = actor;
        this.permission = permission;
        this.jdbc = jdbc;
        this.locations = locations;
    }

    /**
     * A customer by its id, by its name, or by its way from one above it down to it: {@code North / Depot 7}.
     *
     * @param usual the one that is meant where several are called that
     * @throws Rejected when there is none, or there are several
     */
    public CustomerId customer(String written, CustomerId usual) {
        Map<String, List<CustomerId>> known = customers == null ? customers = readCustomers() : customers;
        List<CustomerId> found = known.getOrDefault(key(written), List.of());
        if (found.contains(usual)) {
            return usual;
        }
        if (found.size() > 1) {
            throw Rejected.invalid("customerId", "problem.import.customer.several");
        }
        if (found.isEmpty()) {
            throw Rejected.invalid("customerId", "problem.customer.unknown");
        }
        return found.getFirst();
    }

    /** Locations of a customer by their ids or names, with semicolons between them. */
    Set<LocationId> locations(String written, CustomerId customer) {
        Map<String, List<LocationId>> known = places.computeIfAbsent(customer, this::readLocations);
        Set<LocationId> all = new HashSet<>();
        for (String name : split(written, ";")) {
            all.add(one(name, known, "locations"));
        }
        return all;
    }

    /**
     * A location of a customer itself, by its id or name.
     *
     * @throws Rejected when there is none, or there are several
     */
    public LocationId location(String written, CustomerId customer) {
        return one(written, own.computeIfAbsent(customer, this::readOwn), null);
    }

    private static LocationId one(String name, Map<String, List<LocationId>> known, @Nullable String field) {
        List<LocationId> found = known.getOrDefault(key(name), List.of());
        if (found.size() != 1) {
            throw Rejected.invalid(
                    field,
                    !found.isEmpty()
                            ? "problem.import.location.several"
                            : field != null && name.contains(",")
                                    ? "problem.import.location.comma"
                                    : "problem.import.location",
                    name);
        }
        return found.getFirst();
    }

    /** The names in a cell, without what stands between them. */
    static List<String> split(String written, String separators) {
        return Arrays.stream(written.split("[" + separators + "]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private record Named(TreePath path, String name) {}

    private Map<String, List<CustomerId>> readCustomers() {
        boolean below = actor.mayBelowHome(permission);
        List<Named> all = jdbc.sql("select path, name from customer where "
                        + (below ? "path >= :path and path < :end" : "path = :path") + " order by path")
                .param("path", actor.home().value())
                .param("end", actor.home().end())
                .query((row, number) -> new Named(new TreePath(row.getString("path")), row.getString("name")))
                .list();
        Map<TreePath, String> names = all.stream().collect(Collectors.toMap(Named::path, Named::name));
        Map<String, List<CustomerId>> found = new HashMap<>();
        for (Named named : all) {
            CustomerId id = named.path().customer();
            String way = named.name();
            add(found, way, id);
            TreePath place = named.path();
            while (!place.equals(actor.home())) {
                place = place.parent();
                way = names.get(place) + WAY + way;
                add(found, way, id);
            }
        }
        // An id means what it says, even where a customer is called by a number.
        all.forEach(named -> found.put(
                named.path().customer().toString(), List.of(named.path().customer())));
        return found;
    }

    private Map<String, List<LocationId>> readLocations(CustomerId customer) {
        return read(query -> locations.choices(customer, query));
    }

    private Map<String, List<LocationId>> readOwn(CustomerId customer) {
        return read(query -> locations.ofCustomer(customer, query));
    }

    private static Map<String, List<LocationId>> read(Function<ListQuery, Slice<Locations.Choice>> pages) {
        Map<String, List<LocationId>> found = new HashMap<>();
        List<Locations.Choice> offered = new ArrayList<>();
        String cursor = null;
        do {
            ListQuery query = new ListQuery("", List.of(), ListQuery.MAX_LIMIT, 0, cursor);
            Slice<Locations.Choice> page = pages.apply(query);
            offered.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        offered.forEach(choice -> add(found, choice.name().value(), choice.id()));
        offered.forEach(choice -> found.put(choice.id().toString(), List.of(choice.id())));
        return found;
    }

    private static <T> void add(Map<String, List<T>> found, String name, T id) {
        List<T> same = found.computeIfAbsent(key(name), first -> new ArrayList<>());
        if (!same.contains(id)) {
            same.add(id);
        }
    }

    private static String key(String name) {
        return Text.key(name).replaceAll("\\s*/\\s*", WAY);
    }
}
