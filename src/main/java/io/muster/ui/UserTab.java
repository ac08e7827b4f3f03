package io.muster.ui;

import com.vaadin.flow.component.Component;
import io.muster.access.Actor;
import io.muster.kernel.UserId;

/** Port: a tab that another module adds to the dialog of a user. What is done in it is done at once, whatever the form says. */
public interface UserTab {

    /** Key of the text on the tab. */
    String text();

    /** Whether the viewer may do anything there; the service asks again. */
    boolean isOffered(Actor viewer);

    Component content(UserId user);
}
