package io.muster.ui;

import io.muster.access.Actor;
import java.util.List;

/** Port: what a module finds for the search over everything, within the rights of whoever searches. */
public interface Finder {

    /** Most that is shown of one sort; whoever wants more opens the list. */
    int SHOWN = 5;

    /** Most that is found of one sort: one more than is shown tells that there is more. */
    int MOST = SHOWN + 1;

    /**
     * Something that was found.
     *
     * @param address where it is shown
     */
    record Found(String label, String detail, String address) {}

    /** Key of the text above what is found. */
    String title();

    /** The first that fit; nothing for whoever opens no such list. */
    List<Found> find(Actor viewer, String text);
}
