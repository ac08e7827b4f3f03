package io.muster.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import java.net.URI;
import java.util.regex.Pattern;

/** A dialog with secrets that are shown this once: each with its name and a button that copies it. */
public final class ShownOnce extends Dialog {

    private static final Pattern HOME =
            Pattern.compile("(?i)(.+\\.)?localhost\\.?|127(\\.\\d+){3}|0\\.0\\.0\\.0|\\[(::|::1|0:0:0:0:0:0:0:[01])]");

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

    /** Adds a link to copy. Where it can lead nowhere but to this very machine, it says so, and what to set. */
    public ShownOnce withLink(String label, String url) {
        with(label, url);
        if (leadsHome(url)) {
            Paragraph warning =
                    new Paragraph(getTranslation("link.home", URI.create(url).getHost()));
            warning.addClassName("warning");
            warning.getElement().setAttribute("role", "alert");
            add(warning);
        }
        return this;
    }

    /** Whether a link leads, on whichever machine it is opened, to that machine itself. */
    static boolean leadsHome(String url) {
        String host = URI.create(url).getHost();
        return host != null && HOME.matcher(host).matches();
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
