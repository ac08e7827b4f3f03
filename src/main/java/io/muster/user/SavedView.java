package io.muster.user;

import java.util.List;

/**
 * A way to look at a list that a user has given a name.
 *
 * @param address what is wanted of the list, as it stands in the address of the page after the question mark
 * @param columns names of the columns that are shown
 * @param opens   it opens when nothing else is asked for
 */
public record SavedView(long id, String name, String address, List<String> columns, boolean opens) {

    public SavedView {
        columns = List.copyOf(columns);
    }
}
