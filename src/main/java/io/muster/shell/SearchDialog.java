package io.muster.shell;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.ui.Finder;
import io.muster.ui.Places;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches customers, users, devices and locations at once. */
class SearchDialog extends Dialog {

    private static final int DELAY_MS = 250;
    private static final int SHORTEST = 2;

    /** Down from the field to what was found, from one to the next, and up again. */
    private static final String BY_ARROWS = """
            this.addEventListener('keydown', (event) => {
              const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
              if (!step) return;
              const stops = [this.querySelector('input'), ...this.querySelectorAll('a')];
              const next = stops[stops.indexOf(document.activeElement) + step];
              event.preventDefault();
              next?.focus();
            });""";

    private final transient Access access;
    private final transient List<Finder> finders;
    private final Div results = new Div();
    /** Address of what was found first. */
    private @Nullable String first;

    SearchDialog(Access access, List<Finder> finders) {
        this.access = access;
        this.finders = finders;
        setHeaderTitle(getTranslation("search.title"));
        addClassName("access-panel");
        TextField text = new TextField();
        text.setPlaceholder(getTranslation("search.placeholder"));
        text.setAriaLabel(getTranslation("search.title"));
        text.setPrefixComponent(VaadinIcon.SEARCH.create());
        text.setWidthFull();
        text.setMaxLength(200);
        text.setAutofocus(true);
        text.setClearButtonVisible(true);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.setValueChangeTimeout(DELAY_MS);
        text.addValueChangeListener(change -> find(change.getValue().strip()));
        text.addKeyDownListener(Key.ENTER, enter -> openFirst());
        results.getElement().setAttribute("role", "status");
        Div all = new Div(text, results);
        all.addAttachListener(attached -> all.getElement().executeJs(BY_ARROWS));
        add(all);
    }

    private void find(String text) {
        results.removeAll();
        first = null;
        if (text.length() < SHORTEST) {
            if (!text.isEmpty()) {
                results.add(new Paragraph(getTranslation("search.short", SHORTEST)));
            }
            return;
        }
        Actor viewer = access.actor();
        for (Finder finder : finders) {
            List<Finder.Found> found = finder.find(viewer, text);
            if (!found.isEmpty()) {
                UnorderedList list = new UnorderedList();
                list.addClassName("viewers");
                found.stream().limit(Finder.SHOWN).forEach(each -> list.add(line(each)));
                if (found.size() > Finder.SHOWN) {
                    list.add(new ListItem(link(
                            list(viewer, finder, text), new Span(getTranslation("search.more." + finder.title())))));
                }
                results.add(new H3(getTranslation(finder.title())), list);
                if (first == null) {
                    first = found.getFirst().address();
                }
            }
        }
        if (results.getChildren().findAny().isEmpty()) {
            results.add(new Paragraph(getTranslation("search.nothing")));
        }
    }

    /** Everything that fits is in the list of that sort, which is searched for the same. */
    private static String list(Actor viewer, Finder finder, String text) {
        String tab = finder.title().substring("tab.".length());
        return Places.tab(viewer.customer(), tab) + "?"
                + QueryParameters.of("q", text).getQueryString();
    }

    private void openFirst() {
        if (first != null) {
            close();
            UI.getCurrent().navigate(first);
        }
    }

    private Anchor link(String address, Span shown) {
        Anchor link = new Anchor(address, shown);
        link.getElement().setAttribute("router-link", true);
        link.getElement().addEventListener("click", click -> close());
        return link;
    }

    private ListItem line(Finder.Found found) {
        Span label = new Span(found.label());
        label.addClassName("row-title");
        Anchor link = link(found.address(), label);
        Span detail = new Span(found.detail());
        detail.addClassName("faint");
        Div text = new Div(link, detail);
        text.addClassName("row-text");
        return new ListItem(text);
    }
}
