package io.muster.device.ui;

import com.vaadin.flow.router.QueryParameters;
import io.muster.device.DeviceFilter;
import io.muster.device.LastSeen;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the devices somebody wants to see, as it stands in the address of the page. What an address says wrongly it does
 * not say.
 *
 * @param sort field of the list, with "-" before it to turn the order round; null for the usual order
 */
record DeviceCriteria(
        String search,
        @Nullable String sort,
        @Nullable LastSeen lastSeen,
        @Nullable State state,
        @Nullable String firmware,
        @Nullable String model,
        @Nullable CustomerId customer,
        @Nullable LocationId location,
        boolean alerts,
        @Nullable String tag) {

    static final DeviceCriteria NONE = new DeviceCriteria("", null, null, null, null, null, null, null, false, null);

    /** All of them, said in so many words: no view that somebody saved opens instead. */
    static final DeviceCriteria ALL = NONE.sorted("name");

    /** Units that wait for a decision, or a state. */
    enum State {
        UNDECIDED,
        UNCLAIMED,
        PENDING,
        ACCEPTED,
        DENIED,
        DECOMMISSIONED,
        REPLACED;

        @Nullable
        UnitState state() {
            return this == UNDECIDED ? null : UnitState.valueOf(name());
        }
    }

    static DeviceCriteria in(QueryParameters address) {
        return new DeviceCriteria(
                address.getSingleParameter("q").orElse(""),
                address.getSingleParameter("sort")
                        .filter(sort -> isSortable(sort.startsWith("-") ? sort.substring(1) : sort))
                        .orElse(null),
                constant(LastSeen.values(), address.getSingleParameter("seen")),
                constant(State.values(), address.getSingleParameter("state")),
                address.getSingleParameter("firmware").orElse(null),
                address.getSingleParameter("model").orElse(null),
                id(CustomerId::of, address.getSingleParameter("customer")),
                id(LocationId::of, address.getSingleParameter("location")),
                address.getSingleParameter("alerts").filter("yes"::equals).isPresent(),
                address.getSingleParameter("tag").orElse(null));
    }

    QueryParameters address() {
        Map<String, String> said = new LinkedHashMap<>();
        put(said, "q", search.isEmpty() ? null : search);
        put(said, "seen", lower(lastSeen));
        put(said, "state", lower(state));
        put(said, "firmware", firmware);
        put(said, "model", model);
        put(said, "customer", customer);
        put(said, "location", location);
        put(said, "alerts", alerts ? "yes" : null);
        put(said, "tag", tag);
        put(said, "sort", sort);
        return QueryParameters.simple(said);
    }

    DeviceFilter filter() {
        return new DeviceFilter(
                state == null ? null : state.state(),
                location,
                null,
                null,
                alerts,
                lastSeen,
                firmware,
                model,
                state == State.UNDECIDED,
                tag);
    }

    List<ListQuery.Order> order() {
        return ListQuery.order(sort);
    }

    DeviceCriteria searching(String text) {
        return new DeviceCriteria(text, sort, lastSeen, state, firmware, model, customer, location, alerts, tag);
    }

    DeviceCriteria sorted(@Nullable String by) {
        return new DeviceCriteria(search, by, lastSeen, state, firmware, model, customer, location, alerts, tag);
    }

    DeviceCriteria in(@Nullable State wanted) {
        return new DeviceCriteria(search, sort, lastSeen, wanted, firmware, model, customer, location, alerts, tag);
    }

    DeviceCriteria heard(@Nullable LastSeen wanted) {
        return new DeviceCriteria(search, sort, wanted, state, firmware, model, customer, location, alerts, tag);
    }

    DeviceCriteria running(@Nullable String wanted) {
        return new DeviceCriteria(search, sort, lastSeen, state, wanted, model, customer, location, alerts, tag);
    }

    /** Wherever they are. */
    DeviceCriteria anywhere() {
        return new DeviceCriteria(search, sort, lastSeen, state, firmware, model, customer, null, alerts, tag);
    }

    /** Whose ever they are. */
    DeviceCriteria ofAnybody() {
        return new DeviceCriteria(search, sort, lastSeen, state, firmware, model, null, location, alerts, tag);
    }

    DeviceCriteria withAlerts() {
        return new DeviceCriteria(search, sort, lastSeen, state, firmware, model, customer, location, true, tag);
    }

    /** Whether the same devices are wanted, be it in another order. */
    boolean fitsTheSameAs(DeviceCriteria other) {
        return sorted(null).equals(other.sorted(null));
    }

    /** How many filters narrow the list, the search not counted. */
    int narrowing() {
        return (int) Stream.of(lastSeen, state, firmware, model, customer, location, tag)
                        .filter(Objects::nonNull)
                        .count()
                + (alerts ? 1 : 0);
    }

    private static boolean isSortable(String field) {
        return Arrays.stream(ListColumn.values()).anyMatch(column -> field.equals(column.sort()));
    }

    private static <E extends Enum<E>> @Nullable E constant(E[] all, Optional<String> said) {
        return said.flatMap(text -> Arrays.stream(all)
                        .filter(each -> each.name().equalsIgnoreCase(text))
                        .findFirst())
                .orElse(null);
    }

    private static <T> @Nullable T id(Function<String, T> parser, Optional<String> said) {
        try {
            return said.map(parser).orElse(null);
        } catch (Rejected noId) {
            return null;
        }
    }

    private static @Nullable String lower(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    private static void put(Map<String, String> said, String name, @Nullable Object value) {
        if (value != null) {
            said.put(name, value.toString());
        }
    }
}
