package io.muster.ui;

import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What has been read of a list. A page is asked for once until news comes, and the rows are counted once: to count a million of
 * them takes as long as to read a page.
 *
 * @param <R> row of the list
 */
final class ReadPages<R> {

    /** A screen needs two or three; what was scrolled away is forgotten. */
    private static final int MOST = 8;

    private record Place(int offset, int limit) {}

    private final Function<ListQuery, Slice<R>> source;
    private final Function<R, Object> identity;
    private final Map<Place, List<R>> pages = new HashMap<>();
    private @Nullable ListQuery question;
    private @Nullable Long total;
    private boolean rough;

    /**
     * Nothing has been read yet.
     *
     * @param identity what makes a row the same row after it changed
     */
    ReadPages(Function<ListQuery, Slice<R>> source, Function<R, Object> identity) {
        this.source = source;
        this.identity = identity;
    }

    /** What was asked for last: search and order. */
    Optional<ListQuery> question() {
        return Optional.ofNullable(question);
    }

    /** From now on nobody needs to know exactly how much is found by a search, beyond {@link ListQuery#MANY}. */
    void countSearchesRoughly() {
        rough = true;
    }

    /** How many rows the list had when it was read, as far as they were counted; 0 before. */
    long total() {
        return hasMore() ? ListQuery.MANY : known();
    }

    /** Whether there are more than have been counted. */
    boolean hasMore() {
        return known() > ListQuery.MANY && question != null && isRough(question);
    }

    private long known() {
        return total == null ? 0 : total;
    }

    private boolean isRough(ListQuery asked) {
        return rough && !asked.search().isEmpty();
    }

    /** Everything is to be read anew. */
    void forget() {
        pages.clear();
        total = null;
    }

    /** Part of the list. */
    List<R> page(ListQuery wanted) {
        ListQuery asked = new ListQuery(wanted.search(), wanted.order(), ListQuery.MAX_LIMIT, 0, null);
        if (!asked.equals(question)) {
            pages.clear();
            question = asked;
        }
        if (pages.size() >= MOST) {
            pages.clear();
        }
        return pages.computeIfAbsent(new Place(wanted.offset(), wanted.limit()), place -> read(asked, place));
    }

    private List<R> read(ListQuery asked, Place place) {
        ListQuery wanted = new ListQuery(asked.search(), asked.order(), place.limit(), place.offset(), null);
        ListQuery counted = total == null ? wanted : wanted.counted(total);
        Slice<R> slice = source.apply(isRough(asked) ? counted.roughly() : counted);
        total = slice.total();
        return slice.items();
    }

    /**
     * Reads anew what is on the screen.
     *
     * @param shown   whether a row is on the screen
     * @param changed is told of each row that looks different now
     * @return whether these are still the same rows in the same places, of as many; if not, they have been read and nobody has been told
     */
    boolean renew(Predicate<R> shown, Consumer<R> changed) {
        ListQuery asked = question;
        long before = total();
        Map<Place, List<R>> old = new HashMap<>(pages);
        old.values().removeIf(rows -> rows.stream().noneMatch(shown));
        forget();
        if (asked == null || old.isEmpty()) {
            return false;
        }
        old.keySet().forEach(place -> pages.put(place, read(asked, place)));
        List<R> different = new ArrayList<>();
        for (Map.Entry<Place, List<R>> page : old.entrySet()) {
            List<R> rows = Objects.requireNonNull(pages.get(page.getKey()));
            if (!keys(rows).equals(keys(page.getValue()))) {
                return false;
            }
            rows.stream().filter(row -> !page.getValue().contains(row)).forEach(different::add);
        }
        if (total() != before) {
            return false;
        }
        different.forEach(changed);
        return true;
    }

    private List<Object> keys(List<R> rows) {
        return rows.stream().map(identity).toList();
    }
}
