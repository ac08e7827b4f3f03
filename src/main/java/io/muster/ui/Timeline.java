package io.muster.ui;

import com.vaadin.flow.component.Component;
import io.muster.access.Actor;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;

/** Port: what happened to one thing, for the page of that thing in another module. */
public interface Timeline {

    /** Whether the viewer reads the history of a customer; the service asks again. */
    boolean isOffered(Actor viewer, CustomerId customer);

    /**
     * The latest of it, and more at a click.
     *
     * @param customer whose history is read, and of those below
     * @param id       outside form of the id of what it happened to
     */
    Panel of(Actor viewer, CustomerId customer, Change.Kind kind, String id);

    /** Shown in a page, which knows when there may be something new. */
    interface Panel {

        Component component();

        /** Reads anew as much as has been shown. */
        void refresh();
    }
}
