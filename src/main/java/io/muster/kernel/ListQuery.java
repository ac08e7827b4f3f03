package io.muster.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see of a list.
 *
 * @param search substring, any case; wildcards of SQL stand for themselves; blank for everything
 * @param order  fields to sort by, the first one first; empty for the list's own order
 * @param limit  most rows, 1 to 500
 * @param offset rows to leave out (grids); 0 together with a cursor
 * @param cursor where an earlier page ended (REST interface), or null
 * @param total  rows of the whole list, when they were counted a moment ago for another page or order of it; null to have them
 *               counted
 * @param only   keys of the rows that are asked for, if they are still in the list: that is not counted, and has one page; null
 *               for all rows
 * @param rough  what is searched for needs not be counted further than {@link #MANY}; a total above that stands for any number
 */
public record ListQuery(
        String search,
        List<Order> order,
        int limit,
        int offset,
        @Nullable String cursor,
        @Nullable Long total,
        @Nullable List<Long> only,
        boolean rough) {

    public static final int MAX_LIMIT = 500;
    /** Nobody goes through more than so many of what was searched for. */
    public static final int MANY = 20_000;

    private static final int MAX_SEARCH = 200;
    private static final Pattern OF_UUID = Pattern.compile("%[0-9a-f-]{9,}%");

    public record Order(String field, boolean descending) {}

    public ListQuery {
        if (search.length() > MAX_SEARCH) {
            search = search.substring(0, MAX_SEARCH);
        }
        search = search.replace("\0", "").strip();
        order = List.copyOf(order);
        only = only == null ? null : List.copyOf(only);
        limit = Math.clamp(limit, 1, MAX_LIMIT);
    }

    public ListQuery(String search, List<Order> order, int limit, int offset, @Nullable String cursor) {
        this(search, order, limit, offset, cursor, null, null, false);
    }

    public static ListQuery all() {
        return new ListQuery("", List.of(), 50, 0, null);
    }

    public static ListQuery search(String text) {
        return new ListQuery(text, List.of(), 50, 0, null);
    }

    /** The same, of a list that is known to have so many rows. */
    public ListQuery counted(long rows) {
        return new ListQuery(search, order, limit, offset, cursor, rows, only, rough);
    }

    /** The same by somebody who needs not know exactly how much is found, if it is very much. */
    public ListQuery roughly() {
        return new ListQuery(search, order, limit, offset, cursor, total, only, true);
    }

    /** Asks which of these rows are still in the same list, and how they look now; no more than {@link #MAX_LIMIT}. */
    public ListQuery only(List<Long> keys) {
        return new ListQuery(search, order, MAX_LIMIT, 0, null, (long) keys.size(), keys, rough);
    }

    /** Reads {@code field,-field}. */
    public static List<Order> order(@Nullable String sort) {
        List<Order> order = new ArrayList<>();
        if (sort != null) {
            for (String part : sort.split(",")) {
                String field = part.strip();
                if (!field.isEmpty()) {
                    order.add(field.startsWith("-") ? new Order(field.substring(1), true) : new Order(field, false));
                }
            }
        }
        return order;
    }

    /** The search as a pattern of {@code like … escape '!'} over lower-case text. */
    public String pattern() {
        String literal = Text.key(search).replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return "%" + literal + "%";
    }

    /** The same without dashes, where it may be a part of a UUID: ids of units are kept without them. */
    public Optional<String> undashed() {
        String pattern = pattern();
        return OF_UUID.matcher(pattern).matches() ? Optional.of(pattern.replace("-", "")) : Optional.empty();
    }
}
