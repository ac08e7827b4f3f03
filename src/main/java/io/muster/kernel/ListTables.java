package io.muster.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list is read from.
 *
 * @param from    "from …", with everything that decides which rows there are and in which order
 * @param rows    "from …" that the rows of the page are read from, once they are found
 * @param where   "where …", beginning with a space
 * @param counted "from … where …" that has as many rows
 * @param found   "select id from …" of the same rows, when it costs much to find them: if they are few they are asked for
 *                once, and neither counted nor looked for again; null when they are counted
 * @param places  "from … where …" of the same rows in parts, each of which has an index of its own; empty when that is no use
 * @param leading where the first are found that have a value in the first column; null when no index leads there
 * @param ahead   where the first of a long list are looked for; null when that is no use
 * @param flagged "from …" of the one table that decides which flag a row has: where a list is sorted by nothing else, the
 *                first are looked for among its first by their ids; null when that is no use
 * @param apart   the few rows of which the viewer sees what the list is sorted by; null when that is all of them
 */
public record ListTables(
        String from,
        String rows,
        String where,
        String counted,
        @Nullable String found,
        List<String> places,
        @Nullable Leading leading,
        @Nullable Ahead ahead,
        @Nullable String flagged,
        @Nullable Apart apart) {

    /** Of a list whose rows are counted, and read in one way. */
    public ListTables(String from, String rows, String where, String counted) {
        this(from, rows, where, counted, null, List.of(), null, null, null, null);
    }

    /**
     * The same rows, but for those without a value in the first column, so that the database can follow an index of that value.
     *
     * @param from  "from … where …"
     * @param table "from …" of the table that has the index, by its alias in the others; null where all that the index leads to is
     *              in the list
     * @param id    the list's unique column as it stands in that table
     */
    public record Leading(String from, @Nullable String table, String id) {}

    /**
     * The one table that decides the order: the first rows are among its first.
     *
     * @param table "from …", by its alias in the others
     * @param where "where …" of the same rows as those of the list, in a way that is cheap where they are gone through one by one
     */
    public record Ahead(String table, String where) {}

    /**
     * Few rows of which the viewer sees more than of all others.
     *
     * @param from  "from …" with everything that the order speaks of, in a way that is cheap for few rows
     * @param known condition that these rows fulfil
     */
    public record Apart(String from, String known) {}
}
