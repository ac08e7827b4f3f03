package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.customer.Quota.Sort;
import io.muster.customer.QuotaQueries.Limit;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says which of many would find no room, before anything is done: the same few statements, however many they are. Nothing is
 * locked or noted, so {@link QuotaGate} decides anew when they really come.
 */
@Component
public class QuotaForecast {

    private final QuotaQueries quotas;
    private final Access access;

    QuotaForecast(QuotaQueries quotas, Access access) {
        this.quotas = quotas;
        this.access = access;
    }

    /**
     * Something that would come into a customer.
     *
     * @param from the customer that it belongs to now, null for none
     */
    public record Arrival(CustomerId to, @Nullable CustomerId from) {}

    /**
     * Those for whom nothing is left by those before them, and why. All others fit in together.
     *
     * @param arrivals in the order in which they get the room that there is
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public <K> Map<K, Rejected.Problem> refused(Sort sort, Map<K, Arrival> arrivals) {
        Map<CustomerId, TreePath> places = quotas.places(arrivals.values().stream()
                .flatMap(arrival -> Stream.of(arrival.to(), arrival.from()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        Map<CustomerId, Room> rooms = rooms(sort, arrivals.values(), places);
        if (rooms.isEmpty()) {
            return Map.of();
        }
        Map<K, List<Room>> needed = needed(arrivals, places, rooms);
        count(sort, needed.values());
        Optional<Actor> visitor = access.visitor();
        Map<K, Rejected.Problem> refused = new LinkedHashMap<>();
        needed.forEach((each, above) -> above.stream()
                .filter(Room::isFull)
                .findFirst()
                .ifPresentOrElse(
                        full -> refused.put(each, problem(sort, full, visitor)), () -> above.forEach(Room::take)));
        return refused;
    }

    /** A limit, and what would be used of it. */
    private static final class Room {

        private final Limit limit;
        private long used;
        private long taken;

        Room(Limit limit) {
            this.limit = limit;
            // So much at most, as long as nobody has counted.
            used = limit.most() - limit.room();
        }

        boolean isFull() {
            return used + taken >= limit.most();
        }

        void take() {
            taken++;
        }
    }

    private Map<CustomerId, Room> rooms(Sort sort, Collection<Arrival> arrivals, Map<CustomerId, TreePath> places) {
        List<CustomerId> above = arrivals.stream()
                .map(arrival -> places.get(arrival.to()))
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(place -> place.ids().stream())
                .distinct()
                .toList();
        return above.isEmpty()
                ? Map.of()
                : quotas.limits(sort, above).stream().collect(Collectors.toMap(Limit::customer, Room::new));
    }

    private static <K> Map<K, List<Room>> needed(
            Map<K, Arrival> arrivals, Map<CustomerId, TreePath> places, Map<CustomerId, Room> rooms) {
        Map<K, List<Room>> needed = new LinkedHashMap<>();
        arrivals.forEach((each, arrival) -> {
            TreePath to = places.get(arrival.to());
            TreePath from = arrival.from() == null ? null : places.get(arrival.from());
            if (to != null) {
                needed.put(
                        each,
                        to.ids().stream()
                                .<Room>mapMulti((id, more) -> {
                                    Room room = rooms.get(id);
                                    if (room != null
                                            && !(from != null
                                                    && room.limit.place().covers(from))) {
                                        more.accept(room);
                                    }
                                })
                                .toList());
            }
        });
        return needed;
    }

    /** Only where the room that was noted is not enough. */
    private void count(Sort sort, Collection<List<Room>> needed) {
        Map<Room, Long> coming = needed.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        Map<CustomerId, Room> scarce = coming.entrySet().stream()
                .filter(each -> each.getKey().limit.room() < each.getValue())
                .map(Map.Entry::getKey)
                .collect(Collectors.toMap(room -> room.limit.customer(), Function.identity()));
        if (!scarce.isEmpty()) {
            quotas.counts(sort, scarce.keySet())
                    .forEach((customer, used) -> Objects.requireNonNull(scarce.get(customer)).used = used);
        }
    }

    private static Rejected.Problem problem(Sort sort, Room full, Optional<Actor> visitor) {
        Limit limit = full.limit;
        return NoRoom.told(
                visitor, "customerId", sort, limit, "problem.quota.full.", full.used, limit.most(), full.taken);
    }
}
