package io.muster.shell;

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
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.ui.Finder;
import java.util.List;

/** Searches customers, users, devices and locations at once. */
class SearchDialog extends Dialog {

    private static final int DELAY_MS = 250;
    private static final int SHORTEST = 2;

    private final transient Access access;
    private final transient List<Finder> finders;
    private final Div results = new Div();

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
        results.getElement().setAttribute("role", "status");
        add(text, results);
    }

    private void find(String text) {
        results.removeAll();
        if (text.length() < SHORTEST) {
            return;
        }
        Actor viewer = access.actor();
        for (Finder finder : finders) {
            List<Finder.Found> found = finder.find(viewer, text);
            if (!found.isEmpty()) {
                UnorderedList list = new UnorderedList();
                list.addClassName("viewers");
                found.forEach(each -> list.add(line(each)));
                results.add(new H3(getTranslation(finder.title())), list);
            }
        }
        if (results.getChildren().findAny().isEmpty()) {
            results.add(new Paragraph(getTranslation("search.nothing")));
        }
    }

    private ListItem line(Finder.Found found) {
        Span label = new Span(found.label());
        label.addClassName("row-title");
        Anchor link = new Anchor(found.address(), label);
        link.getElement().setAttribute("router-link", true);
        link.getElement().addEventListener("click", click -> close());
        Span detail = new Span(found.detail());
        detail.addClassName("faint");
        Div text = new Div(link, detail);
        text.addClassName("row-text");
        return new ListItem(text);
    }
}
