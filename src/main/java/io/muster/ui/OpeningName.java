package io.muster.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;

/** A name at the beginning of a row, which opens what the row is about. */
public final class OpeningName extends Button {

    /** @param label what it does, and with what, for those who hear it */
    public OpeningName(String name, String label, Runnable open) {
        super(name, click -> open.run());
        addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
        setAriaLabel(label);
        getElement().setAttribute("title", name);
    }
}
