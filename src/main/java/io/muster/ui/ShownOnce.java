package io.muster.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;

/** A dialog with secrets that are shown this once: each with its name and a button that copies it. */
public final class ShownOnce extends Dialog {

    public ShownOnce(String title, String explanation) {
        setHeaderTitle(title);
        addClassName("shown-once");
        setCloseOnOutsideClick(false);
        setCloseOnEsc(false);
        add(new Paragraph(explanation));
        Button done = new Button(getTranslation("action.done"), click -> close());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(done);
    }

    /** Adds one value to copy. */
    public ShownOnce with(String label, String value) {
        Span name = new Span(label);
        name.addClassName("secret-name");
        Pre text = new Pre(value);
        text.addClassName("secret");
        Div row = new Div(name, text, new CopyButton(value));
        row.addClassName("secret-row");
        add(row);
        return this;
    }
}
