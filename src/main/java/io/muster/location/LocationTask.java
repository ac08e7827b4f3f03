package io.muster.location;

import io.muster.access.Actor;
import io.muster.kernel.TreePath;

/** Port: something that another module does with a location of the list, offered in its menu. */
public interface LocationTask {

    /** Key of its text. */
    String text();

    /**
     * Whether the viewer may do it; the service asks again.
     *
     * @param place customer whose locations are looked at
     */
    boolean isOffered(Actor viewer, TreePath place);

    /**
     * Begins it.
     *
     * @param changed to be told when something is different
     */
    void open(LocationRow location, Runnable changed);
}
