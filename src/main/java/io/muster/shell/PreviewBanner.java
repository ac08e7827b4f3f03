package io.muster.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Access;
import io.muster.user.Previews;

/** Says on every page that this is how somebody else sees the program, and leads back. */
class PreviewBanner extends Aside {

    PreviewBanner(Access.Preview preview, Previews previews) {
        addClassName("preview-banner");
        getElement().setAttribute("aria-label", getTranslation("preview.banner.label"));
        String key = preview.over() ? "preview.over" : "preview.banner";
        Span text = new Span(getTranslation(key, preview.seenAs()));
        text.getElement().setAttribute("role", "status");
        Button end = new Button(getTranslation("preview.end"), click -> {
            previews.end();
            getUI().ifPresent(ui -> ui.getPage().setLocation("accounts"));
        });
        end.addThemeVariants(ButtonVariant.LUMO_SMALL);
        add(text, end);
        // A page that nobody touches notices its end too: what it opens next is one's own.
        if (!preview.over()) {
            getElement()
                    .executeJs(
                            "setTimeout(() => location.reload(), $0)",
                            (double) preview.left().toMillis() + 1000);
        }
    }
}
