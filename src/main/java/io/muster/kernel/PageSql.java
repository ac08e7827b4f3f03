package io.muster.kernel;

import java.util.List;
import java.util.stream.Collectors;

/** The statements by which a page of a list in this order is read: its keys, in one of several ways, and then its rows. */
record PageSql(SortOrder order) {

    /**
     * The page's keys are found first, and only of these rows the rest is read: H2 works out the whole select list, with a
     * query inside it for every count, of each row that it sorts.
     *
     * @param rows "from …" that the rows are read from
     * @param keys the statement that finds the keys, without a limit
     */
    String page(String select, String rows, String keys) {
        return select + order.names("page.sort_") + " from (" + keys + " limit :limit offset :offset) page cross join "
                + rows.strip().substring("from ".length()) + " where " + order.id() + " = page.page_id"
                + order.by("page.sort_", false);
    }

    /** The keys of all rows. */
    String keys(String from, PagePart part) {
        return part.few()
                // An offset keeps PostgreSQL from mixing the two.
                ? "select * from (" + keys(from) + " offset 0 rows) few" + order.by("few.sort_", part.backwards())
                : keys(from) + order.by(part.backwards());
    }

    /** The first keys of each part, which are gathered before they are sorted, and of these the first. */
    String gathered(List<String> places, String after, PagePart part) {
        String first = order.by("part.sort_", part.backwards()) + " limit " + (part.offset() + part.limit());
        return places.stream()
                        .map(place -> "(select * from (" + keys(place + after) + " offset 0 rows) part" + first + ")")
                        .collect(Collectors.joining(" union all ", "select * from (", ") gathered"))
                + order.by("gathered.sort_", part.backwards());
    }

    /** The keys of those that have a value, which are in the order of that value from the beginning. */
    String leading(String from) {
        return keys(from + " and " + order.present()) + order.byRest();
    }

    /** The keys of those that are among the first of all that have a value. */
    String leading(ListTables.Leading leading, String table, int first) {
        String among = "where " + order.present() + order.byValue(leading.id());
        return keys(among(table, among, first, leading.from())) + order.byRest();
    }

    /**
     * The keys of those that are among the first of all rows that there are: most of a page, or too few. Where the order is one of
     * plain columns, PostgreSQL goes through these rows one by one, and stops as soon as the page is full.
     *
     * @param ordered "from …" of the table that decides the order, which "from" reads too
     * @param first   among how many of its rows
     * @param from    "from … where …" without what leaves out earlier pages
     * @param after   condition that leaves them out
     */
    String ahead(String ordered, int first, String from, String after, PagePart part) {
        return keys(among(ordered, "where 1 = 1" + after + order.by(part.backwards()), first, from))
                + order.by(part.backwards());
    }

    /** "from … where …", with nothing but the first rows of one of its tables. */
    private static String among(String ordered, String condition, int first, String from) {
        String table = ordered.substring(" from ".length());
        String alias = table.substring(table.lastIndexOf(' ') + 1);
        int at = from.indexOf(table + " ");
        return from.substring(0, at) + "(select " + alias + ".*" + ordered + " " + condition + " limit " + first + ") "
                + alias + from.substring(at + table.length());
    }

    /**
     * The keys of those with the flag that comes first, as far as they are among the first of all rows by their ids.
     *
     * @param ordered "from …" of the table that decides the order
     * @param first   among how many of its rows
     */
    String flagged(String ordered, int first, String from) {
        String ids = "select " + order.id() + ordered + order.byRest() + " limit " + first;
        return keys(from + " and " + order.flagged() + " and " + order.id() + " in (" + ids + ")") + order.byRest();
    }

    /**
     * The keys of the first rows of those that the viewer sees, and of all others, which differ in nothing but their ids.
     *
     * @param where "where …" that all of them fulfil
     */
    String apart(ListTables.Apart apart, String where, PagePart part) {
        String all = apart.from() + where;
        // Not a parameter: H2 takes what a query inside a union gave with one limit for what it gives with another.
        String first = " limit " + (part.offset() + part.limit());
        return "select * from ((" + keys(all + " and " + apart.known()) + order.by(false) + first + ") union all ("
                + keys(all + " and not " + apart.known()) + order.byId() + first + ")) parts"
                + order.by("parts.sort_", false);
    }

    private String keys(String from) {
        return "select " + order.id() + " as page_id" + order.selected() + " " + from;
    }
}
