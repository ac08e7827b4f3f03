package io.muster.ui;

import com.vaadin.flow.component.html.Span;

/** Words for whoever goes by ear, where others see what is meant: the header of a column of buttons, say. */
public final class Hidden extends Span {

    public Hidden(String text) {
        super(text);
        addClassName("for-screen-readers");
    }
}
