package io.muster.user.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import io.muster.user.AccessReports.Report;
import java.util.List;

/** What one user can do, on what, and why. */
class AccessPanel extends Dialog {

    AccessPanel(Report report) {
        AccessWords words = new AccessWords(this::getTranslation, report);
        setHeaderTitle(getTranslation("access.title", report.username()));
        addClassName("access-panel");
        List<String> barriers = words.barriers();
        if (!barriers.isEmpty()) {
            Paragraph barred = new Paragraph(String.join(" ", barriers));
            barred.addClassName("problems");
            add(barred);
        }
        H3 first = new H3(getTranslation("access.devices"));
        // Long lists are scrolled by the arrow keys from here.
        first.getElement().setAttribute("tabindex", "0");
        add(first, sentences(words.devices()));
        add(new H3(getTranslation("access.rights")), sentences(words.rights()));
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
    }

    private static UnorderedList sentences(List<String> sentences) {
        UnorderedList list = new UnorderedList();
        sentences.forEach(sentence -> list.add(new ListItem(sentence)));
        return list;
    }
}
